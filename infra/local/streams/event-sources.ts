// What invokes functions besides requests: streams, the bus, schedules; and the queues beside them.
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import * as z from 'zod';
import { type BusWatch, eventBusOperations } from '../eventbridge/event-bus.ts';
import { openRules } from '../eventbridge/rules.ts';
import { Schedules } from '../eventbridge/schedules.ts';
import { awsEndpoint as awsListener } from '../host/aws-endpoint.ts';
import { hostControl } from '../host/host-control.ts';
import { KeptMap } from '../host/kept-map.ts';
import { accountId, nameOf, type Template } from '../host/template.ts';
import {
  type AsyncFunction,
  AsyncInvocations,
  type Deliver,
  EventInvokeConfig,
} from '../lambda/async-invocations.ts';
import type { LocalFunction } from '../lambda/functions.ts';
import type { Pending } from '../lambda/invocation-record.ts';
import { lambdaInvoke } from '../lambda/lambda-invoke.ts';
import { openQueues, queueAt } from '../sqs/open-queues.ts';
import type { LocalQueue } from '../sqs/queues.ts';
import { sqsOperations } from '../sqs/sqs.ts';
import type { StreamMapping } from './stream-mapping.ts';
import { openMappings } from './stream-mappings.ts';

export interface EventSourcesOptions {
  readonly functions: ReadonlyMap<string, LocalFunction>;
  readonly dynamodbEndpoint: string;
  readonly awsEndpoint: string;
  /** Of messages, pending invocations and checkpoints; without one they are in memory. */
  readonly folder?: string;
  /** Told in a sentence of what goes wrong, and of what is not run here. */
  readonly onFailure: (sentence: string) => void;
  readonly trace: (line: string) => void;
  readonly onEvent: BusWatch['onEvent'];
}

export interface EventSources {
  readonly queues: ReadonlyMap<string, LocalQueue>;
  readonly schedules: readonly string[];
  /** Answers SDKs. */
  readonly listener: RequestListener;
  readonly fire: (schedule: string) => void;
  readonly drained: () => Promise<void>;
  /** Goes on where the last run left off. */
  readonly start: () => Promise<void>;
  /** Waits at most 5 s for what is under way; what is not done is done after the next start. */
  readonly stop: () => Promise<void>;
}

/** @throws StartError for a resource with a setting that cannot be run here. */
export function openEventSources(template: Template, options: EventSourcesOptions): EventSources {
  const { functions, awsEndpoint, trace, folder } = options;
  const kept: KeptMap<unknown>[] = [];
  const keep = <Value>(name: string) => {
    const map = new KeptMap<Value>(folder === undefined ? undefined : join(folder, name));
    kept.push(map as KeptMap<unknown>);
    return map;
  };
  const queues = openQueues(template, keep, trace);
  const invocations = new AsyncInvocations({
    functions: asyncFunctions(template, functions, queues),
    pending: keep<Pending>('invocations.jsonl'),
    trace,
  });
  const { rules, busNames, scheduled } = openRules(template, {
    queues,
    invocations,
    functionNames: new Set(functions.keys()),
    trace,
    tell: options.onFailure,
  });
  const schedules = new Schedules(scheduled);
  const ended = new AbortController();
  let mappings: StreamMapping[] = [];
  const progress = () =>
    mappings.reduce((sum, mapping) => sum + mapping.progress, invocations.progress);
  let closeStreams = () => {};
  const fire = (name: string) => schedules.fire(name);
  const drained = async () => {
    for (let before = -1; before !== progress(); ) {
      before = progress();
      await Promise.all(mappings.map((mapping) => mapping.caughtUp()));
      await invocations.done();
    }
  };
  const listener = awsListener(
    {
      ...sqsOperations(queues, (name) => `${awsEndpoint}/${accountId}/${name}`, ended.signal),
      ...eventBusOperations(busNames, rules, options),
    },
    [lambdaInvoke(functions, invocations), hostControl({ drained, fire })],
  );
  return {
    queues,
    schedules: schedules.names,
    listener,
    fire,
    drained,
    async start() {
      const checkpoints = keep<string>('checkpoints.jsonl');
      const opened = await openMappings(template, { ...options, queues, checkpoints });
      ({ mappings } = opened);
      closeStreams = opened.close;
      invocations.start();
      await Promise.all(mappings.map((mapping) => mapping.start()));
      schedules.start();
    },
    async stop() {
      ended.abort();
      schedules.stop();
      await Promise.all(mappings.map((mapping) => mapping.stop()));
      // Later than the streams: what they cause last is accepted, and kept.
      await invocations.stop();
      closeStreams();
      for (const map of kept) map.close();
    },
  };
}

const WithDeadLetters = z.object({
  DeadLetterConfig: z.object({ TargetArn: z.string() }).optional(),
});

/** How each function is invoked asynchronously. */
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
