// Runs the template's Lambda functions: the real bundle of each in a worker thread of its own.

import { randomUUID } from 'node:crypto';
import { createWriteStream, existsSync, mkdirSync, type WriteStream, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import * as z from 'zod';
import type { Assembly } from '../base/synth.ts';
import { region, type Template } from '../base/template.ts';
import type { EngineAccess } from '../dynamodb/engine-access.ts';
import type { FunctionBundle, Invocation, Loaded, Outcome } from './function-worker.ts';

/** The properties of an AWS::Lambda::Function that are used here. */
const LambdaFunction = z.object({
  Code: z.object({ S3Key: z.string() }),
  /** File and export, as in `index.handler`. */
  Handler: z.string(),
  Environment: z
    .object({ Variables: z.record(z.string(), z.string()).default({}) })
    .default({ Variables: {} }),
  Runtime: z.string().optional(),
  /** Seconds. */
  Timeout: z.number().default(3),
  MemorySize: z.number().default(128),
  LoggingConfig: z
    .object({
      LogFormat: z.enum(['JSON', 'Text']).default('Text'),
      ApplicationLogLevel: z.string().optional(),
    })
    .default({ LogFormat: 'Text' }),
});

interface LocalFunctionOptions extends FunctionBundle {
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  /** Receives the function's output, as its log group would. */
  readonly logFile: string;
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

/** Lambda allows 10 s; here many functions load at once, possibly on a slow machine. */
const loadSeconds = 30;

/** Loads its bundle at the first invocation. Concurrent invocations share one worker; in Lambda each has its own environment. */
export class LocalFunction {
  readonly #options: LocalFunctionOptions;
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

  /** @throws FunctionFailure */
  async invoke(event: unknown): Promise<unknown> {
    this.#current ??= this.#start();
    const environment = this.#current;
    const { timeoutSeconds, functionName, logFile, onFailure } = this.#options;
    const requestId = randomUUID();
    let timer: NodeJS.Timeout | undefined;
    try {
      const result = await new Promise<string>((resolve, reject) => {
        environment.waiting.set(requestId, { resolve, reject });
        const limit = (seconds: number, failure: string) => {
          clearTimeout(timer);
          timer = setTimeout(() => {
            // The worker may hang, so it gets no new invocations; its running ones may still finish.
            if (this.#current === environment) this.#current = undefined;
            reject(new FunctionFailure(failure));
          }, seconds * 1000);
        };
        limit(loadSeconds, `it did not load within ${loadSeconds} s`);
        environment.loaded.then(() => {
          limit(timeoutSeconds, `it did not answer within ${timeoutSeconds} s`);
          const deadline = Date.now() + timeoutSeconds * 1000;
          const invocation: Invocation = { requestId, event: JSON.stringify(event), deadline };
          environment.worker.postMessage(invocation);
        });
      });
      return JSON.parse(result);
    } catch (error) {
      const { message } = error as Error;
      if (this.#log.writable) this.#log.write(`${message}\n`);
      if (!this.#stopping)
        onFailure(`${functionName} failed: ${message.split('\n')[0]} (see ${logFile})`);
      throw error;
    } finally {
      clearTimeout(timer);
      environment.waiting.delete(requestId);
      if (this.#current !== environment && environment.waiting.size === 0) {
        await environment.worker.terminate();
      }
    }
  }

  /** Ends the workers; running invocations fail. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await Promise.all([...this.#environments].map(({ worker }) => worker.terminate()));
    await new Promise((done) => this.#log.end(done));
  }

  #start(): Environment {
    const { file, exportName, functionName, memoryMb, environment } = this.#options;
    const bundle: FunctionBundle = { file, exportName, functionName, memoryMb };
    const worker = new Worker(new URL('./function-worker.ts', import.meta.url), {
      name: functionName,
      workerData: bundle,
      env: { ...environment },
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

interface FunctionsOptions extends Pick<LocalFunctionOptions, 'onFailure'> {
  readonly assembly: Assembly;
  readonly dynamodb: EngineAccess;
  /** Endpoint of queues, bus, functions and secrets. */
  readonly awsEndpoint: string;
  /** Replaces addresses of the template's API and sign-in in an environment variable. */
  readonly localAddress: (text: string) => string;
  readonly logDir: string;
}

/** Opens the template's Node.js functions, by logical id, with the environment variables of Lambda. */
export function openFunctions(
  template: Template,
  { assembly, dynamodb, awsEndpoint, localAddress, logDir, onFailure }: FunctionsOptions,
): Map<string, LocalFunction> {
  const functions = new Map<string, LocalFunction>();
  for (const [id, properties] of template.resources('AWS::Lambda::Function', LambdaFunction)) {
    // CDK adds functions of its own in other languages, which only deployments use.
    if (properties.Runtime?.startsWith('nodejs') === false) continue;
    const [file = '', exportName = ''] = properties.Handler.split('.');
    const folder = assembly.assetFolder(properties.Code.S3Key);
    const bundle = ['mjs', 'js', 'cjs']
      .map((extension) => join(folder, `${file}.${extension}`))
      .find((path) => existsSync(path));
    if (bundle === undefined) throw new Error(`${folder} has no ${properties.Handler}`);
    const fn = new LocalFunction({
      file: bundle,
      exportName,
      functionName: id,
      memoryMb: properties.MemorySize,
      timeoutSeconds: properties.Timeout,
      environment: {
        ...Object.fromEntries(
          Object.entries(properties.Environment.Variables).map(([name, value]) => [
            name,
            localAddress(value),
          ]),
        ),
        AWS_REGION: region,
        AWS_ACCESS_KEY_ID: dynamodb.credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: dynamodb.credentials.secretAccessKey,
        AWS_ENDPOINT_URL_DYNAMODB: dynamodb.endpoint,
        AWS_ENDPOINT_URL_DYNAMODB_STREAMS: dynamodb.endpoint,
        AWS_ENDPOINT_URL_EVENTBRIDGE: awsEndpoint,
        AWS_ENDPOINT_URL_LAMBDA: awsEndpoint,
        AWS_ENDPOINT_URL_SECRETS_MANAGER: awsEndpoint,
        AWS_ENDPOINT_URL_SQS: awsEndpoint,
        AWS_LAMBDA_FUNCTION_NAME: id,
        AWS_LAMBDA_LOG_GROUP_NAME: join(logDir, `${id}.log`),
        AWS_LAMBDA_LOG_FORMAT: properties.LoggingConfig.LogFormat,
        ...(properties.LoggingConfig.ApplicationLogLevel && {
          AWS_LAMBDA_LOG_LEVEL: properties.LoggingConfig.ApplicationLogLevel,
        }),
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(properties.MemorySize),
      },
      logFile: join(logDir, `${id}.log`),
      onFailure,
    });
    functions.set(id, fn);
  }
  return functions;
}
