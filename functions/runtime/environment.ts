// The environment variables of the functions, read and validated once per cold start.
import * as z from 'zod';

/** Names of the environment variables; the stack sets them, the functions read them. */
export const environmentNames = {
  tableName: 'LIAISON_TABLE_NAME',
  shards: 'LIAISON_SHARDS',
  cursorKey: 'LIAISON_CURSOR_KEY',
  historyDays: 'LIAISON_HISTORY_DAYS',
  feedDays: 'LIAISON_FEED_DAYS',
  busName: 'LIAISON_BUS_NAME',
  failureQueueUrl: 'LIAISON_FAILURE_QUEUE_URL',
  failureQueues: 'LIAISON_FAILURE_QUEUES',
  queuesUrl: 'LIAISON_QUEUES_URL',
  workflowFailureQueueUrl: 'LIAISON_WORKFLOW_FAILURE_QUEUE_URL',
  workflowQueueUrl: 'LIAISON_WORKFLOW_QUEUE_URL',
  onceTableName: 'LIAISON_ONCE_TABLE_NAME',
  endedConnections: 'LIAISON_ENDED_CONNECTIONS',
  serviceName: 'LIAISON_SERVICE_NAME',
  functionName: 'LIAISON_FUNCTION_NAME',
  apiUrl: 'LIAISON_API_URL',
  tokenUrl: 'LIAISON_TOKEN_URL',
  clientId: 'LIAISON_CLIENT_ID',
  clientSecretArn: 'LIAISON_CLIENT_SECRET_ARN',
  clientScopes: 'LIAISON_CLIENT_SCOPES',
  workflowName: 'LIAISON_WORKFLOW_NAME',
  maxDepth: 'LIAISON_MAX_DEPTH',
  maxReceiveCount: 'LIAISON_MAX_RECEIVE_COUNT',
  /** Set by Lambda from the function's logging configuration; nothing else may set it. */
  logLevel: 'AWS_LAMBDA_LOG_LEVEL',
} as const;

/**
 * How often SQS gives an event to its workflow, unless its author chose another number. AWS recommends at least 5:
 * throttled invocations count as receives, too.
 */
export const maximumReceives = 5;

const values = {
  tableName: z.string().min(1),
  shards: z.coerce.number().int().min(1).max(256),
  cursorKey: z.string().min(16),
  historyDays: z.coerce.number().int().min(1),
  feedDays: z.coerce.number().int().min(1),
  busName: z.string().min(1),
  failureQueueUrl: z.url(),
  /**
   * The failure queue of each workflow and stream reader: `Cascade/<name of its failure queue>/<name of its queue>`,
   * separated by `//`; only a workflow on events has the last part. Names, because variables have 4 KB in total.
   */
  failureQueues: z
    .string()
    .min(1)
    .transform((all) =>
      all.split('//').map((one) => {
        const [name = '', failures = '', queue] = one.split('/');
        return { name, failures, queue };
      }),
    ),
  /** The URL of one of these queues; the others have the same, except for the name. */
  queuesUrl: z.url(),
  /** The failure queue of a workflow on events. */
  workflowFailureQueueUrl: z.url().optional(),
  /** The queue of a workflow; a workflow on a schedule has none. */
  workflowQueueUrl: z.url().optional(),
  /** The table of a workflow with `once: true`. */
  onceTableName: z.string().min(1).optional(),
  endedConnections: z.enum(['announce', 'deactivate']),
  /** Identifies the service within an account, in logs and metrics. */
  serviceName: z.string().min(1),
  /** The name of a stream reader or workflow in logs and metrics. */
  functionName: z.string().min(1),
  /** Where the API is that the function calls as a machine client, without `/v1`. */
  apiUrl: z.url().transform((url) => url.replace(/\/$/, '')),
  /** Where the machine client gets its tokens. */
  tokenUrl: z.url(),
  clientId: z.string().min(1),
  /** The secret whose whole value is the machine client's secret. */
  clientSecretArn: z.string().min(1),
  /** Separated by spaces. */
  clientScopes: z.string().min(1),
  /** Identifies a workflow in the events of its writes; a function that no `Workflow` made has none. */
  workflowName: z
    .string()
    .regex(/^[\w-]{1,128}$/)
    .optional(),
  /** Events with a greater depth start no run; without it, all do. */
  maxDepth: z.coerce.number().int().min(1).max(1000).optional(),
  /** How often the queue of a workflow gives it an event; without it, `maximumReceives`. */
  maxReceiveCount: z.coerce.number().int().min(1).max(100).optional(),
  logLevel: z.enum(['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL']).default('INFO'),
} as const satisfies Record<keyof typeof environmentNames, z.ZodType>;

type Value = keyof typeof values;

/**
 * The values that a function needs.
 * @throws Error at start-up, with the name of a variable that is missing or malformed
 */
export function readEnvironment<Needed extends Value>(
  env: Readonly<Record<string, string | undefined>>,
  ...needed: readonly Needed[]
): { [Name in Needed]: z.output<(typeof values)[Name]> } {
  const read = needed.map((name) => {
    const variable = environmentNames[name];
    const result = values[name].safeParse(env[variable]);
    if (!result.success)
      throw new Error(`environment variable ${variable}: ${result.error.issues[0]?.message}`);
    return [name, result.data];
  });
  return Object.fromEntries(read);
}
