// Everything that invokes functions except HTTP requests: streams, bus, queues, schedules; and the AWS endpoint.

import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import * as z from 'zod';
import { AwsError, awsEndpoint as awsListener, type RestOperation } from '../base/aws-endpoint.ts';
import { DurableMap } from '../base/durable-map.ts';
import { accountId, nameOf, type Template } from '../base/template.ts';
import type { Trace } from '../base/trace.ts';
import type { EngineAccess } from '../dynamodb/engine-access.ts';
import { type BusWatch, eventBusOperations } from '../eventbridge/put-events.ts';
import { Schedules } from '../eventbridge/schedules.ts';
import { openRules } from '../eventbridge/template-rules.ts';
import {
  type AsyncFunction,
  AsyncInvocations,
  type Deliver,
  EventInvokeConfig,
} from '../lambda/async-invocations.ts';
import type { Pending } from '../lambda/invocation-record.ts';
import { lambdaInvoke } from '../lambda/lambda-invoke.ts';
import type { LocalFunction } from '../lambda/local-function.ts';
import { openQueueMappings } from '../lambda/queue-mapping.ts';
import { secretsOperations } from '../secretsmanager/secrets-operations.ts';
import { type LocalQueue, openQueues, queueAt } from '../sqs/queues.ts';
import { sqsOperations } from '../sqs/sqs-operations.ts';
import { openMappings, type StreamMapping } from '../streams/stream-mapping.ts';

export interface EventSourcesOptions {
  readonly functions: ReadonlyMap<string, LocalFunction>;
  readonly dynamodb: EngineAccess;
  readonly awsEndpoint: string;
  /** Folder for messages, pending invocations and checkpoints; without one, they are in memory. */
  readonly folder?: string;
  /** Receives a sentence for each error, and for each part of the template that does not run here. */
  readonly onFailure: (sentence: string) => void;
  readonly trace: Trace;
  readonly onEvent: BusWatch['onEvent'];
}

export interface EventSources {
  readonly queues: ReadonlyMap<string, LocalQueue>;
  readonly schedules: readonly string[];
  /** Answers requests of AWS SDKs. */
  readonly listener: RequestListener;
  readonly fire: (schedule: string) => void;
  /** Call it after a request that may have written to a table: idle streams are read less often. */
  readonly wake: () => void;
  readonly drained: () => Promise<void>;
  /** Continues where the last run ended. */
  readonly start: () => Promise<void>;
  /** Waits at most 5 s for running work; unfinished work continues after the next start. */
  readonly stop: () => Promise<void>;
}

/** How often `drained` reports what it waits for, in ms. */
const reportMs = 10_000;

/** @throws StartError for a resource with a setting that is not supported. */
export function openEventSources(template: Template, options: EventSourcesOptions): EventSources {
  const { functions, awsEndpoint, trace, folder } = options;
  const maps: DurableMap<unknown>[] = [];
  const openMap = <Value>(name: string) => {
    const map = new DurableMap<Value>(folder === undefined ? undefined : join(folder, name));
    maps.push(map as DurableMap<unknown>);
    return map;
  };
  let mappings: StreamMapping[] = [];
  const wake = () => {
    for (const mapping of mappings) mapping.wake();
  };
  const queues = openQueues(template, openMap, trace);
  const invocations = new AsyncInvocations({
    functions: asyncFunctions(template, functions, queues),
    pending: openMap<Pending>('invocations.jsonl'),
    trace,
    onEnd: wake,
  });
  const queueMappings = openQueueMappings(template, { functions, queues, trace, onEnd: wake });
  const { rules, busNames, scheduled } = openRules(template, {
    queues,
    invocations,
    functionNames: new Set(functions.keys()),
    trace,
    warn: options.onFailure,
  });
  const schedules = new Schedules(scheduled);
  const ended = new AbortController();
  const progress = () =>
    [...mappings, ...queueMappings].reduce(
      (sum, each) => sum + each.progress,
      invocations.progress,
    );
  let closeStreams = () => {};
  const fire = (name: string) => schedules.fire(name);
  const waitingFor = () => [
    ...[...functions].flatMap(([name, { running }]) =>
      running > 0 ? [`the function ${name} (${running} running)`] : [],
    ),
    ...queueMappings.flatMap(({ queue: { name, size } }) =>
      size > 0 ? [`the queue ${name} (${size} messages)`] : [],
    ),
  ];
  const drained = async () => {
    const report = setInterval(() => {
      const what = waitingFor().join(', ') || 'the streams of tables';
      options.onFailure(`Waiting until all work is done; still at work: ${what}.`);
    }, reportMs);
    try {
      for (let before = -1; before !== progress(); ) {
        before = progress();
        await Promise.all(mappings.map((mapping) => mapping.caughtUp()));
        await invocations.done();
        await Promise.all(queueMappings.map((mapping) => mapping.done()));
      }
    } finally {
      clearInterval(report);
    }
  };
  const listener = awsListener(
    {
      ...sqsOperations(queues, (name) => `${awsEndpoint}/${accountId}/${name}`, ended.signal),
      ...eventBusOperations(busNames, rules, options),
      ...secretsOperations(template),
    },
    [lambdaInvoke(functions, invocations), hostControl({ drained, fire })],
  );
  return {
    queues,
    schedules: schedules.names,
    listener,
    fire,
    wake,
    drained,
    async start() {
      const checkpoints = openMap<string>('checkpoints.jsonl');
      const opened = await openMappings(template, { ...options, queues, checkpoints });
      ({ mappings } = opened);
      closeStreams = opened.close;
      invocations.start();
      for (const mapping of queueMappings) mapping.start();
      await Promise.all(mappings.map((mapping) => mapping.start()));
      schedules.start();
    },
    async stop() {
      ended.abort();
      schedules.stop();
      await Promise.all(mappings.map((mapping) => mapping.stop()));
      // After the streams, so that the last invocations and messages they cause are accepted and stored.
      await Promise.all([invocations.stop(), ...queueMappings.map((mapping) => mapping.stop())]);
      closeStreams();
      for (const map of maps) map.close();
    },
  };
}

const WithDeadLetters = z.object({
  DeadLetterConfig: z.object({ TargetArn: z.string() }).optional(),
});

/** The functions with their settings for asynchronous invocation. */
function asyncFunctions(
  template: Template,
  functions: ReadonlyMap<string, LocalFunction>,
  queues: ReadonlyMap<string, LocalQueue>,
): Map<string, AsyncFunction> {
  const configs = new Map(
    [...template.resources('AWS::Lambda::EventInvokeConfig', EventInvokeConfig).values()].map(
      (config) => [nameOf(config.FunctionName), config],
    ),
  );
  const toQueue = (arn: string | undefined): Deliver | undefined => {
    const queue = queueAt(queues, arn);
    return queue && ((body, attributes) => void queue.send(body, attributes));
  };
  const properties = template.resources('AWS::Lambda::Function', WithDeadLetters);
  return new Map(
    [...functions].map(([name, fn]) => {
      const { MaximumRetryAttempts, MaximumEventAgeInSeconds, DestinationConfig } =
        configs.get(name) ?? EventInvokeConfig.parse({ FunctionName: name });
      return [
        name,
        {
          fn,
          maximumRetryAttempts: MaximumRetryAttempts,
          maximumEventAgeSeconds: MaximumEventAgeInSeconds,
          onSuccess: toQueue(DestinationConfig.OnSuccess?.Destination),
          onFailure: toQueue(DestinationConfig.OnFailure?.Destination),
          deadLetters: toQueue(properties.get(name)?.DeadLetterConfig?.TargetArn),
        },
      ];
    }),
  );
}

/**
 * Lets tests and people control the host from another process: `POST /_host/drained` answers when all work
 * is done, `POST /_host/schedules/NAME` runs a schedule now.
 */
function hostControl({ drained, fire }: Pick<EventSources, 'drained' | 'fire'>): RestOperation {
  return async ({ method, url }) => {
    const [, path, schedule] = /^\/_host\/(drained|schedules\/([^/?]+))$/.exec(url ?? '') ?? [];
    if (method !== 'POST' || path === undefined) return undefined;
    try {
      if (schedule === undefined) await drained();
      else fire(decodeURIComponent(schedule));
    } catch (error) {
      throw new AwsError('ResourceNotFoundException', (error as Error).message, 404);
    }
    return { status: 204, headers: {}, body: '' };
  };
}
