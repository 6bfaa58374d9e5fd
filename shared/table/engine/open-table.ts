// The table as operations use it: the client, the name, and what a test can replace.
import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Catalog } from '../../domain/catalog.ts';
import { busy } from './busy.ts';

export interface Table {
  readonly db: DynamoDBDocumentClient;
  readonly name: string;
  /** How many shards the spread indexes have. */
  readonly shards: number;
  /** Waits between retries, in milliseconds. */
  readonly pause: (ms: number) => Promise<void>;
  /** From 0 to below 1; jitter of the retries. */
  readonly random: () => number;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** Called before each retry; `conflict` means that another client's write was faster. */
  readonly onRetry: (why: 'conflict' | 'trouble') => void;
  /** The record types and roles as last read; only catalog/ uses it. */
  readonly catalogMemory: { catalog?: Catalog; checkedAt?: number };
  /** The stored number of shards as last read, or the read in progress; only shard-count.ts uses it. */
  readonly shardMemory: { stored?: number; reading?: Promise<number> };
}

/** Names of the errors that DynamoDB throttles with. */
const throttling = new Set([
  'ProvisionedThroughputExceededException',
  'ThrottlingException',
  'RequestLimitExceeded',
]);

/**
 * Whether a request may have been applied in spite of this error: the connection broke, DynamoDB
 * failed, or an earlier attempt is still in progress. Throttling belongs here because it may follow
 * such an attempt.
 */
export function mayHaveBeenApplied(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { $fault } = error as { $fault?: string };
  const { name } = error;
  return $fault !== undefined
    ? $fault === 'server' || name === 'TransactionInProgressException' || throttling.has(name)
    : 'syscall' in error || name === 'TimeoutError';
}

/** Whether one of the SDK's attempts at a write may have been applied. */
const isWriteInDoubt = (context: { commandName?: string }): boolean =>
  'isInDoubt' in context && context.commandName === 'TransactWriteItemsCommand';

/** Opens the table for one function instance. Endpoint, region and credentials come from the SDK's environment. */
export function openTable(
  name: string,
  shards: number,
  { client, ...replaced }: Partial<Table> & { client?: DynamoDBClientConfig } = {},
): Table {
  const db = DynamoDBDocumentClient.from(new DynamoDBClient(client ?? {}));
  withoutIdleWork(db);
  const onRetry = replaced.onRetry ?? (() => {});
  const countAttempts = ({ $metadata }: { $metadata?: { attempts?: number } }) => {
    for (let more = $metadata?.attempts ?? 1; more > 1; more -= 1) onRetry('trouble');
  };
  // Inside the SDK's own retries, because the last attempt says nothing about the earlier ones.
  db.middlewareStack.add(
    (next, context) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        const { name } = error as Error;
        if (mayHaveBeenApplied(error) && !throttling.has(name))
          Object.assign(context, { isInDoubt: true });
        throw error;
      }
    },
    { step: 'finalizeRequest', priority: 'low', name: 'doubt' },
  );
  db.middlewareStack.add(
    (next, context) => async (args) => {
      try {
        const result = await next(args);
        countAttempts(result.output);
        return result;
      } catch (error) {
        countAttempts(error as { $metadata?: { attempts?: number } });
        throw mayHaveBeenApplied(error) && !isWriteInDoubt(context) ? busy(error) : error;
      }
    },
    { step: 'initialize', name: 'retriesAndThrottling' },
  );
  return {
    db,
    name,
    shards,
    pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    random: Math.random,
    clock: Date.now,
    onRetry,
    catalogMemory: {},
    shardMemory: {},
    ...replaced,
  };
}

/**
 * Removes work that the SDK does for each call without use here, a quarter of a call's CPU time:
 * it copies input and output for a log that is not written, and builds the user agent again.
 */
function withoutIdleWork({ middlewareStack }: DynamoDBDocumentClient): void {
  middlewareStack.remove('loggerMiddleware');
  middlewareStack.add(
    (next) => (args) => {
      (args.request as { headers: Record<string, string> }).headers['user-agent'] = 'liaison';
      return next(args);
    },
    { step: 'build', priority: 'low', name: 'getUserAgentMiddleware', override: true },
  );
}
