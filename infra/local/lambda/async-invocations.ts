// Lambda's asynchronous invocations: stored until the function has succeeded, and retried if it fails.
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';
import type { DurableMap } from '../base/durable-map.ts';
import { settledWithin } from '../base/settled-within.ts';
import type { Trace } from '../base/trace.ts';
import type { MessageAttribute } from '../sqs/queues.ts';
import { type InvocationEnd, invocationRecord, type Pending } from './invocation-record.ts';
import type { FunctionFailure, LocalFunction } from './local-function.ts';

const Destination = z.object({ Destination: z.string() }).optional();
/** The properties of an AWS::Lambda::EventInvokeConfig that are used here. */
export const EventInvokeConfig = z.object({
  FunctionName: z.string(),
  MaximumRetryAttempts: z.number().int().min(0).max(2).default(2),
  MaximumEventAgeInSeconds: z.number().default(21_600),
  DestinationConfig: z.object({ OnFailure: Destination, OnSuccess: Destination }).default({}),
});

/** A function with its retries and its destinations. */
export interface AsyncFunction {
  readonly fn: LocalFunction;
  readonly maximumRetryAttempts: number;
  readonly maximumEventAgeSeconds: number;
  readonly onSuccess?: Deliver | undefined;
  readonly onFailure?: Deliver | undefined;
  /** The function's dead-letter queue; receives the event itself. */
  readonly deadLetters?: Deliver | undefined;
}
export type Deliver = (body: string, attributes?: Record<string, MessageAttribute>) => void;

export interface AsyncInvocationsOptions {
  readonly functions: ReadonlyMap<string, AsyncFunction>;
  readonly pending: DurableMap<Pending>;
  readonly trace: Trace;
  /** Called after each invocation that is not retried: it may have written to a table. */
  readonly onEnd: () => void;
}

/** Concurrent runs of one function, limited so that a burst does not overload its only worker. */
const concurrency = 10;
/** AWS waits 1 minute before the first retry and 2 minutes before the second. */
const retryMs = (attempt: number) => 200 * 2 ** (attempt - 1);

export class AsyncInvocations {
  readonly #options: AsyncInvocationsOptions;
  readonly #running = new Map<string, number>();
  readonly #queued = new Map<string, string[]>();
  readonly #runs = new Set<Promise<void>>();
  readonly #stopped = new AbortController();
  #idle = Promise.withResolvers<void>();
  /** Number of invocations accepted plus ended, with which a waiting caller detects progress. */
  progress = 0;

  constructor(options: AsyncInvocationsOptions) {
    this.#options = options;
  }

  /** Continues the unfinished invocations of an earlier run of the host. */
  start(): void {
    for (const [id, { functionName }] of this.#options.pending.entries()) {
      if (this.#options.functions.has(functionName)) this.#enqueue(functionName, id);
      else this.#options.pending.delete(id);
    }
  }

  /** The invocation is stored when this returns. @returns the request's id. */
  accept(functionName: string, event: unknown, cause: string): string {
    const id = randomUUID();
    this.#options.pending.set(id, {
      functionName,
      event,
      cause,
      acceptedAt: Date.now(),
      attempts: 0,
    });
    this.progress += 1;
    this.#enqueue(functionName, id);
    return id;
  }

  /** Resolves when no invocation is running or waiting for a retry. */
  async done(): Promise<void> {
    while (this.#options.pending.size && !this.#stopped.signal.aborted) await this.#idle.promise;
  }

  /** Waits at most 5 s for running invocations; unfinished ones continue after the next start. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    this.#idle.resolve();
    await settledWithin(5000, this.#runs);
  }

  #enqueue(functionName: string, id: string): void {
    const queue = this.#queued.get(functionName) ?? [];
    this.#queued.set(functionName, queue);
    queue.push(id);
    this.#next(functionName);
  }

  #next(functionName: string): void {
    const running = this.#running.get(functionName) ?? 0;
    if (running >= concurrency || this.#stopped.signal.aborted) return;
    const id = this.#queued.get(functionName)?.shift();
    if (id === undefined) return;
    this.#running.set(functionName, running + 1);
    const run = this.#run(id).finally(() => {
      this.#runs.delete(run);
      this.#running.set(functionName, (this.#running.get(functionName) ?? 1) - 1);
      this.#idle.resolve();
      this.#idle = Promise.withResolvers();
      this.#next(functionName);
    });
    this.#runs.add(run);
    this.#next(functionName);
  }

  /** All attempts of one invocation. */
  async #run(id: string): Promise<void> {
    const { pending, functions } = this.#options;
    for (let one = pending.get(id); one; one = pending.get(id)) {
      const target = functions.get(one.functionName) as AsyncFunction;
      const age = (Date.now() - one.acceptedAt) / 1000;
      if (age > target.maximumEventAgeSeconds) {
        this.#end(id, one, target.onFailure, { condition: 'EventAgeExceeded' });
        return;
      }
      const outcome = await this.#attempt(target.fn, id, one);
      if ('result' in outcome) {
        const done = { ...one, attempts: one.attempts + 1 };
        this.#end(id, done, target.onSuccess, { condition: 'Success', ...outcome });
        return;
      }
      // The stop of the host may have caused the failure, so it does not count.
      if (this.#stopped.signal.aborted) return;
      const tried = { ...one, attempts: one.attempts + 1 };
      pending.set(id, tried);
      if (tried.attempts > target.maximumRetryAttempts) {
        target.deadLetters?.(JSON.stringify(one.event), {
          RequestID: { DataType: 'String', StringValue: id },
          ErrorCode: { DataType: 'Number', StringValue: '200' },
          ErrorMessage: { DataType: 'String', StringValue: outcome.error.message.slice(0, 1024) },
        });
        this.#end(id, tried, target.onFailure, { condition: 'RetriesExhausted', ...outcome });
        return;
      }
      const { signal } = this.#stopped;
      await pause(retryMs(tried.attempts), undefined, { signal }).catch(() => {});
      if (signal.aborted) return;
    }
  }

  async #attempt(
    fn: LocalFunction,
    requestId: string,
    { event, cause, functionName, attempts }: Pending,
  ): Promise<{ result: unknown } | { error: FunctionFailure }> {
    const started = Date.now();
    const say = (outcome: string) =>
      this.#options.trace(
        `function  ${functionName} for ${cause}: attempt ${attempts + 1}, ${outcome}, ${Date.now() - started} ms, request ${requestId}`,
        event,
      );
    try {
      const result = await fn.invoke(event, requestId);
      say('done');
      return { result };
    } catch (error) {
      say(`failed: ${(error as Error).message.split('\n')[0]}`);
      return { error: error as FunctionFailure };
    }
  }

  /** Notifies the destination and removes the invocation. */
  #end(id: string, one: Pending, deliver: Deliver | undefined, end: InvocationEnd): void {
    deliver?.(invocationRecord(id, one, end));
    this.#options.pending.delete(id);
    this.progress += 1;
    this.#options.onEnd();
    if (end.condition === 'Success') return;
    const fate = deliver ? 'sent to its destination' : 'it has no destination for failures';
    this.#options.trace(
      `function  ${one.functionName} for ${one.cause}: given up, ${fate}: ${end.condition}`,
      one.event,
    );
  }
}
