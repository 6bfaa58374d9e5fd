// The template's event source mappings on queues: each invokes a function with the messages of a queue.
import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { settledWithin } from '../base/settled-within.ts';
import { StartError } from '../base/start-error.ts';
import { nameOf, type Template } from '../base/template.ts';
import type { Trace } from '../base/trace.ts';
import { lambdaRecord } from '../sqs/message-format.ts';
import type { LocalQueue, Message } from '../sqs/queues.ts';
import type { LocalFunction } from './local-function.ts';

/** The properties of an AWS::Lambda::EventSourceMapping on a queue that are used here. */
export const QueueMappingProperties = z.object({
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  Enabled: z.boolean().default(true),
  BatchSize: z.number().int().min(1).max(10).default(10),
  /** Without a limit, bursts would overload the function's only worker. */
  ScalingConfig: z
    .object({ MaximumConcurrency: z.number().int().min(2).max(1000).default(10) })
    .default({ MaximumConcurrency: 10 }),
  MaximumBatchingWindowInSeconds: z.literal(0).optional(),
  FilterCriteria: z.never().optional(),
  FunctionResponseTypes: z.array(z.never()).optional(),
  ProvisionedPollerConfig: z.never().optional(),
});

interface QueueMappingOptions {
  readonly queue: LocalQueue;
  readonly functionName: string;
  /** @throws if the function failed. */
  readonly invoke: (event: unknown, requestId: string) => Promise<unknown>;
  readonly batchSize: number;
  readonly maximumConcurrency: number;
  readonly trace: Trace;
  /** Called after each run: it may have written to a table. */
  readonly onEnd: () => void;
}

/** AWS waits for the visibility timeout, or for the time that the function sets with ChangeMessageVisibility. */
const retryMs = (receives: number) => 100 * receives;

/** Reacts to changes of its queue instead of polling it. */
export class QueueMapping {
  readonly #options: QueueMappingOptions;
  readonly #runs = new Set<Promise<void>>();
  #changed = Promise.withResolvers<void>();
  #timer: NodeJS.Timeout | undefined;
  #isStarted = false;
  #isScheduled = false;
  /** Number of runs ended, with which a waiting caller detects progress. */
  progress = 0;

  constructor(options: QueueMappingOptions) {
    this.#options = options;
    options.queue.listen(() => this.#schedule());
  }

  get queue(): LocalQueue {
    return this.#options.queue;
  }

  /** Continues with the messages of an earlier run of the host. */
  start(): void {
    this.#isStarted = true;
    this.#options.queue.release();
    this.#schedule();
  }

  /** Resolves when the queue is empty and no message is being processed. */
  async done(): Promise<void> {
    while (this.#isStarted && (this.#options.queue.size > 0 || this.#runs.size > 0)) {
      await this.#changed.promise;
    }
  }

  /** Waits at most 5 s for running work; unfinished messages are received again after the next start. */
  async stop(): Promise<void> {
    this.#isStarted = false;
    clearTimeout(this.#timer);
    this.#changed.resolve();
    await settledWithin(5000, this.#runs);
  }

  /** Once for all changes that happen together. */
  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    queueMicrotask(() => {
      this.#isScheduled = false;
      this.#changed.resolve();
      this.#changed = Promise.withResolvers();
      this.#receive();
    });
  }

  #receive(): void {
    const { queue, batchSize, maximumConcurrency } = this.#options;
    clearTimeout(this.#timer);
    while (this.#isStarted && this.#runs.size < maximumConcurrency) {
      const messages = queue.receive(batchSize);
      if (messages.length === 0) {
        const waitMs = queue.nextVisibleAt() - Date.now();
        if (waitMs < Number.POSITIVE_INFINITY) {
          this.#timer = setTimeout(() => this.#receive(), Math.max(1, waitMs));
        }
        return;
      }
      const run = this.#run(messages).finally(() => {
        this.#runs.delete(run);
        this.progress += 1;
        this.#options.onEnd();
        this.#schedule();
      });
      this.#runs.add(run);
    }
  }

  async #run(messages: readonly [string, Message][]): Promise<void> {
    const { queue, functionName, invoke, trace } = this.#options;
    const started = Date.now();
    const requestId = randomUUID();
    const say = (outcome: string) => {
      for (const [id, { receives, body }] of messages) {
        trace(
          `function  ${functionName} for ${queue.name} ${id}: attempt ${receives}, ${outcome}, ${Date.now() - started} ms, request ${requestId}`,
          body,
        );
      }
    };
    try {
      await invoke({ Records: messages.map((message) => lambdaRecord(queue, message)) }, requestId);
      say('done');
      for (const [id] of messages) queue.delete(id);
    } catch (error) {
      // The stop of the host may have caused the failure: the next start releases the messages.
      if (!this.#isStarted) return;
      say(`failed: ${(error as Error).message.split('\n')[0]}`);
      for (const [id, { receives }] of messages) queue.hide(id, retryMs(receives));
    }
  }
}

interface MappingsOptions extends Pick<QueueMappingOptions, 'trace' | 'onEnd'> {
  readonly functions: ReadonlyMap<string, LocalFunction>;
  readonly queues: ReadonlyMap<string, LocalQueue>;
}

/**
 * Opens the mappings of the template on its queues.
 *
 * @throws StartError for a mapping that cannot run here.
 */
export function openQueueMappings(template: Template, options: MappingsOptions): QueueMapping[] {
  const { functions, queues, trace, onEnd } = options;
  const resources = template.resources(
    'AWS::Lambda::EventSourceMapping',
    QueueMappingProperties,
    isOnQueue,
  );
  return [...resources].flatMap(([id, properties]) => {
    if (!properties.Enabled) return [];
    const queue = queues.get(nameOf(properties.EventSourceArn));
    const functionName = nameOf(properties.FunctionName);
    const fn = functions.get(functionName);
    if (!queue)
      throw new StartError(`${id} reads ${properties.EventSourceArn}, which does not exist.`);
    if (!fn)
      throw new StartError(`${id} invokes the function ${functionName}, which does not exist.`);
    return [
      new QueueMapping({
        queue,
        functionName,
        invoke: (event, requestId) => fn.invoke(event, requestId),
        batchSize: properties.BatchSize,
        maximumConcurrency: properties.ScalingConfig.MaximumConcurrency,
        trace,
        onEnd,
      }),
    ];
  });
}

const Source = z.object({ EventSourceArn: z.string() });

/** Whether a mapping with these properties reads a queue; otherwise it should read a stream. */
export function isOnQueue(properties: unknown): boolean {
  return Source.safeParse(properties).data?.EventSourceArn.startsWith('arn:aws:sqs:') ?? false;
}
