// One function of the template: its bundle in a worker thread, or in several while one is busy.

import { randomUUID } from 'node:crypto';
import { createWriteStream, mkdirSync, type WriteStream, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { ownFile } from '../base/own-file.ts';
import {
  claims,
  type FunctionBundle,
  type Invocation,
  type Loaded,
  type Outcome,
} from './worker-messages.ts';

/** What `update` may change. */
export interface FunctionVersion extends FunctionBundle {
  readonly environment: ReadonlyMap<string, string | Error>;
  readonly timeoutSeconds: number;
}

interface LocalFunctionOptions extends FunctionVersion {
  /** Receives the function's output, as its log group would. */
  readonly logFile: string;
  /** Whether a debugger may stop the function: then no run ends at its timeout. */
  readonly isDebugged: boolean;
  /** Receives a sentence for each failed invocation. */
  readonly onFailure: (sentence: string) => void;
}

/** The invocation has no result: the function threw an error, crashed or timed out. */
export class FunctionFailure extends Error {
  override readonly name = 'FunctionFailure';

  /** Lambda's answer instead of a result. */
  get payload() {
    const [first = '', ...stack] = this.message.split('\n');
    const [, errorType = 'Error', errorMessage = first] = /^(\w+): (.*)$/.exec(first) ?? [];
    return { errorType, errorMessage, trace: stack.map((line) => line.trim()) };
  }
}

interface Waiting {
  readonly resolve: (result: string) => void;
  readonly reject: (failure: FunctionFailure) => void;
}

/** A worker with the invocations that it has not answered. */
interface Environment {
  readonly worker: Worker;
  /** Resolves when the bundle is loaded; Lambda does not count that against the timeout. */
  readonly loaded: Promise<void>;
  readonly waiting: Map<string, Waiting>;
}

const { none, host } = claims;

/** How long a worker may take to begin an invocation before another worker gets it, in ms. */
const busyMs = 500;

/** Lambda allows 10 s; here many functions load at once, possibly on a slow machine. */
const loadSeconds = 30;

/**
 * Loads its bundle at the first invocation. Concurrent invocations share one worker, unless it is busy: then
 * a new worker begins what the busy one has not. In Lambda each has its own environment.
 */
export class LocalFunction {
  #options: LocalFunctionOptions;
  readonly #log: WriteStream;
  readonly #environments = new Set<Environment>();
  #current: Environment | undefined;
  #stopping = false;

  constructor(options: LocalFunctionOptions) {
    this.#options = options;
    mkdirSync(dirname(options.logFile), { recursive: true });
    writeFileSync(options.logFile, '');
    this.#log = createWriteStream(options.logFile, { flags: 'a' });
  }

  /** The invocations that have no result yet. */
  get running(): number {
    return [...this.#environments].reduce((sum, { waiting }) => sum + waiting.size, 0);
  }

  /**
   * @param requestId also in the function's log; default: a new one.
   * @throws FunctionFailure
   */
  async invoke(event: unknown, requestId: string = randomUUID()): Promise<unknown> {
    const { functionName, logFile, onFailure } = this.#options;
    try {
      for (;;) {
        const { result } = await this.#attempt(JSON.stringify(event), requestId);
        if (result !== undefined) return JSON.parse(result);
      }
    } catch (error) {
      const { message } = error as Error;
      if (this.#log.writable) this.#log.write(`${message}\n`);
      if (!this.#stopping)
        onFailure(`${functionName} failed: ${message.split('\n')[0]} (see ${logFile})`);
      throw error;
    }
  }

  /** The next invocations run this version; running ones finish with the old one. */
  update(version: Partial<FunctionVersion>): void {
    this.#options = { ...this.#options, ...version };
    const environment = this.#current;
    this.#current = undefined;
    // Not awaited: a debugger may hold the old worker for a while.
    if (environment) void this.#endUnused(environment);
  }

  /** Ends the workers; running invocations fail. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.endRuns();
    await new Promise((done) => this.#log.end(done));
  }

  /** Ends the workers, so that running invocations fail at once. */
  async endRuns(): Promise<void> {
    await Promise.all([...this.#environments].map(({ worker }) => worker.terminate()));
  }

  /** Has no result if the worker was too busy to begin. */
  async #attempt(event: string, requestId: string): Promise<{ result?: string }> {
    this.#current ??= this.#start();
    const environment = this.#current;
    const { timeoutSeconds, isDebugged } = this.#options;
    let timer: NodeJS.Timeout | undefined;
    let busy: NodeJS.Timeout | undefined;
    /** The worker may hang, so it gets no new invocations; its running ones may still finish. */
    const retire = () => {
      if (this.#current === environment) this.#current = undefined;
    };
    try {
      return await new Promise<{ result?: string }>((resolve, reject) => {
        environment.waiting.set(requestId, { resolve: (result) => resolve({ result }), reject });
        const limit = (seconds: number, failure: string) => {
          clearTimeout(timer);
          if (isDebugged) return;
          timer = setTimeout(() => {
            retire();
            reject(new FunctionFailure(failure));
          }, seconds * 1000);
        };
        limit(loadSeconds, `it did not load within ${loadSeconds} s`);
        environment.loaded.then(() => {
          limit(timeoutSeconds, `it did not answer within ${timeoutSeconds} s`);
          const deadline = Date.now() + timeoutSeconds * 1000;
          const claim = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
          const invocation: Invocation = { requestId, event, deadline, claim };
          environment.worker.postMessage(invocation);
          if (isDebugged) return;
          busy = setTimeout(() => {
            if (Atomics.compareExchange(claim, 0, none, host) !== none) return;
            retire();
            resolve({});
          }, busyMs);
        });
      });
    } finally {
      clearTimeout(timer);
      clearTimeout(busy);
      environment.waiting.delete(requestId);
      if (this.#current !== environment) await this.#endUnused(environment);
    }
  }

  async #endUnused({ waiting, worker }: Environment): Promise<void> {
    if (waiting.size === 0) await worker.terminate();
  }

  #start(): Environment {
    const { file, exportName, functionName, memoryMb, environment } = this.#options;
    const bundle: FunctionBundle = { file, exportName, functionName, memoryMb };
    const worker = new Worker(ownFile('./function-worker.ts', import.meta.url), {
      name: functionName,
      workerData: bundle,
      env: knownValues(functionName, environment),
      stdout: true,
      stderr: true,
    });
    const isLoaded = Promise.withResolvers<void>();
    const started: Environment = { worker, loaded: isLoaded.promise, waiting: new Map() };
    this.#environments.add(started);
    worker.stdout.pipe(this.#log, { end: false });
    worker.stderr.pipe(this.#log, { end: false });
    worker.on('message', (outcome: Outcome | Loaded) => {
      if ('loaded' in outcome) return isLoaded.resolve();
      const waiting = started.waiting.get(outcome.requestId);
      if ('result' in outcome) waiting?.resolve(outcome.result);
      else waiting?.reject(new FunctionFailure(outcome.error));
    });
    let cause = 'it ended its process';
    worker.on('error', (error) => {
      cause = error instanceof Error ? `${error.stack}` : String(error);
    });
    worker.on('exit', () => {
      this.#environments.delete(started);
      if (this.#current === started) this.#current = undefined;
      for (const { reject } of started.waiting.values()) reject(new FunctionFailure(cause));
    });
    return started;
  }
}

/** @throws FunctionFailure naming the variable whose value only AWS knows. */
function knownValues(
  functionName: string,
  environment: ReadonlyMap<string, string | Error>,
): Record<string, string> {
  return Object.fromEntries(
    [...environment].map(([name, value]) => {
      if (typeof value === 'string') return [name, value];
      const why = value.message.replace(/\.$/, '');
      throw new FunctionFailure(
        `the environment variable ${name} of ${functionName} has no value here: ${why}`,
      );
    }),
  );
}
