// The local host: runs a synthesized template on this machine. It knows CloudFormation resource types
// but nothing about connections, so it serves what `cdk deploy` would deploy.
import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { durableValue } from '../base/durable-value.ts';
import { listen } from '../base/http-listener.ts';
import { StartError } from '../base/start-error.ts';
import { defaultDataDir, readAssembly, synthesisFolder, synthesize } from '../base/synth.ts';
import { accountId, Template } from '../base/template.ts';
import { makeDistribution } from '../cloudfront/distribution.ts';
import { type Engine, startEngine } from '../dynamodb/engine.ts';
import { createTable, engineClient, GlobalTable, isDynamoDb } from '../dynamodb/tables.ts';
import type { BusWatch } from '../eventbridge/put-events.ts';
import { makeGateway } from '../gateway/gateway.ts';
import { routesOf } from '../gateway/gateway-routes.ts';
import { openFunctions } from '../lambda/local-functions.ts';
import { openIssuer, type TokenOptions } from '../sign-in/issuer.ts';
import { isSignIn, makeSignIn } from '../sign-in/sign-in.ts';
import type { LocalQueue } from '../sqs/queues.ts';
import { type EventSources, openEventSources } from './event-sources.ts';

export interface HostOptions {
  /** 0, the default, uses any free port. */
  readonly port?: number;
  /** Stores no data; the issuer's key and the secrets are stored nevertheless. */
  readonly inMemory?: boolean;
  /** Folder for data, keys, logs and bundles; default `.local/`. */
  readonly dataDir?: string;
  /** An engine that is already running, instead of a new one. */
  readonly dynamodbEndpoint?: string | undefined;
  /** A folder into which stage `local` was synthesized before; default: synthesize now. */
  readonly assembly?: string;
  /** Lifetime of access tokens from the sign-in page, in seconds; default 3600. */
  readonly tokenSeconds?: number;
  /** Cancels the start. */
  readonly signal?: AbortSignal;
  /** Receives a sentence for each failure. */
  readonly onFailure?: (sentence: string) => void;
  /** Receives a line for each stream batch, event, matching rule, function run and message. */
  readonly trace?: (line: string) => void;
  /** Receives each event put on a bus. */
  readonly onEvent?: BusWatch['onEvent'];
}

export interface Host {
  readonly url: string;
  readonly dynamodbEndpoint: string;
  /** Where AWS SDKs reach the queues (SQS), the bus (EventBridge) and the functions (Lambda). */
  readonly awsEndpoint: string;
  readonly tableNames: readonly string[];
  readonly functionNames: readonly string[];
  /** A bearer token that this host accepts. */
  readonly token: (options?: TokenOptions) => Promise<string>;
  /** The queues by logical id. */
  readonly queues: ReadonlyMap<string, LocalQueue>;
  /** Logical ids of the schedules. */
  readonly schedules: readonly string[];
  /** Runs a schedule now; the unambiguous beginning of its logical id is enough. */
  readonly fire: (schedule: string) => void;
  /**
   * Resolves when every stream mapping has read to the end, no message is in a queue with a mapping, and no
   * asynchronous invocation is running or waiting for a retry. Call it when all requests are answered.
   */
  readonly drained: () => Promise<void>;
  /** Resolves when the engine has ended; the host does not work without it. */
  readonly engineEnded: Promise<void>;
  /**
   * Finishes running requests, stream batches and asynchronous invocations, for at most 5 s each, and
   * ends every process; may be called again.
   */
  readonly stop: () => Promise<void>;
}

/**
 * Starts everything; takes about 5 s, less with an `assembly`.
 *
 * @throws StartError with a sentence for the person who started it; nothing is left running.
 */
export async function startHost(options: HostOptions = {}): Promise<Host> {
  const {
    dataDir = defaultDataDir,
    onFailure = () => {},
    trace = () => {},
    onEvent = () => {},
  } = options;
  const failed = new AbortController();
  const signal = AbortSignal.any([failed.signal, ...(options.signal ? [options.signal] : [])]);
  // Run in this order, so that running requests finish while everything they need still exists.
  const endings: (() => Promise<unknown>)[] = [];
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= (async () => {
      for (const end of endings) await end();
    })();
    return stopping;
  };
  try {
    const listening = await listen(options.port ?? 0);
    endings.push(listening.close);
    let eventSources: EventSources | undefined;
    endings.push(async () => eventSources?.stop());
    const aws = await listen(0);
    endings.push(aws.close);

    const engineStarting = openEngine(options, dataDir, signal);
    endings.push(() =>
      engineStarting.then(
        (engine) => engine.stop(),
        () => {},
      ),
    );
    const outdir = options.assembly ?? synthesisFolder(dataDir);
    const synthesis = options.assembly === undefined ? synthesize(outdir, signal) : undefined;
    if (synthesis) {
      const ended = synthesis.catch(() => {});
      endings.push(() => ended.then(() => rm(outdir, { recursive: true })));
    }
    const [engine, assembly, issuer] = await Promise.all([
      engineStarting,
      synthesis ?? readAssembly(outdir),
      openIssuer(dataDir),
    ]);

    const template = new Template(
      assembly.template,
      (id) => durableValue(join(dataDir, 'secrets', id), () => randomBytes(32).toString('hex')),
      (id) => `${aws.url}/${accountId}/${id}`,
    );
    const tables = template.resources('AWS::DynamoDB::GlobalTable', GlobalTable);
    const client = engineClient(engine.endpoint);
    for (const [name, table] of tables) await createTable(client, name, table);
    client.destroy();

    const functions = openFunctions(template, {
      assembly,
      dynamodbEndpoint: engine.endpoint,
      awsEndpoint: aws.url,
      logDir: join(dataDir, 'logs'),
      onFailure,
    });
    endings.push(() => Promise.all([...functions.values()].map((fn) => fn.stop())));
    eventSources = openEventSources(template, {
      functions,
      dynamodbEndpoint: engine.endpoint,
      awsEndpoint: aws.url,
      ...(options.inMemory ? {} : { folder: join(dataDir, 'events') }),
      onFailure,
      trace,
      onEvent,
    });
    aws.serve(eventSources.listener);
    await eventSources.start();
    const gateway = makeGateway(routesOf(template, functions, issuer), onFailure);
    const signIn = makeSignIn(issuer, options.tokenSeconds ?? 3600);
    const front = makeDistribution(template, assembly, gateway);
    listening.serve((message, response) => {
      if (message.method !== 'GET') response.on('close', () => eventSources?.wake());
      (isSignIn(message.url) ? signIn : front)(message, response);
    });
    signal.throwIfAborted();
    return {
      url: listening.url,
      dynamodbEndpoint: engine.endpoint,
      awsEndpoint: aws.url,
      tableNames: [...tables.keys()],
      functionNames: [...functions.keys()],
      queues: eventSources.queues,
      schedules: eventSources.schedules,
      fire: eventSources.fire,
      drained: eventSources.drained,
      token: issuer.token,
      engineEnded: engine.ended,
      stop,
    };
  } catch (error) {
    failed.abort();
    await stop();
    throw error;
  }
}

async function openEngine(
  { dynamodbEndpoint: endpoint, inMemory = false }: HostOptions,
  dataDir: string,
  signal: AbortSignal,
): Promise<Engine> {
  if (endpoint === undefined) {
    return startEngine({ ...(inMemory ? {} : { dbPath: join(dataDir, 'dynamodb') }), signal });
  }
  if (!URL.canParse(endpoint) || !(await isDynamoDb(endpoint))) {
    throw new StartError(
      `No DynamoDB answers at ${endpoint}: start one there, or unset DYNAMODB_ENDPOINT.`,
    );
  }
  return { endpoint, ended: new Promise(() => {}), stop: async () => {} };
}
