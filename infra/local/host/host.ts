// The local host: runs a synthesized template on this machine. It knows CloudFormation resource types
// but nothing about connections, so it serves what `cdk deploy` would deploy.
import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { durableValue } from '../base/durable-value.ts';
import { listen } from '../base/http-listener.ts';
import { localAddresses } from '../base/local-addresses.ts';
import { StartError } from '../base/start-error.ts';
import {
  defaultDataDir,
  type EmbeddingApp,
  readAssembly,
  synthesisFolder,
  synthesize,
} from '../base/synth.ts';
import { accountId, Template } from '../base/template.ts';
import type { Trace } from '../base/trace.ts';
import { makeDistribution } from '../cloudfront/distribution.ts';
import { isTokenRequest, makeTokenEndpoint } from '../cognito/token-endpoint.ts';
import { startEngine } from '../dynamodb/engine.ts';
import { type EngineAccess, engineAccess } from '../dynamodb/engine-access.ts';
import { createTable, GlobalTable, isDynamoDb } from '../dynamodb/tables.ts';
import type { BusWatch } from '../eventbridge/put-events.ts';
import { makeGateway } from '../gateway/gateway.ts';
import { routesOf } from '../gateway/gateway-routes.ts';
import { functionVersions, openFunctions } from '../lambda/template-functions.ts';
import { openIssuer, type TokenOptions } from '../sign-in/issuer.ts';
import { consoleSettings, isSignIn, makeSignIn } from '../sign-in/sign-in.ts';
import type { LocalQueue } from '../sqs/queues.ts';
import { changedResources } from './changed-resources.ts';
import { type EventSources, openEventSources } from './event-sources.ts';
import { excludeTeamResources } from './team-resources.ts';
import { AppWatch } from './watch.ts';

/** After this time, in ms, a stop ends the functions that still run. */
const stopMs = 4000;

export interface HostOptions {
  /** 0, the default, uses any free port. */
  readonly port?: number;
  /** Stores no data; the issuer's key and the secrets are stored nevertheless. */
  readonly inMemory?: boolean;
  /** Folder for data, keys, logs and bundles; default: `.local/` in the folder of the app. */
  readonly dataDir?: string;
  /** An engine that is already running, instead of a new one. */
  readonly dynamodb?: EngineAccess | undefined;
  /** A folder into which stage `local` was synthesized before; default: synthesize now. */
  readonly assembly?: string;
  /** The CDK app of a team that embeds the service; default: Liaison's own app. */
  readonly app?: EmbeddingApp | undefined;
  /** Rebuilds functions when their files change. */
  readonly watch?: boolean;
  /** Whether a debugger may stop functions: no run ends at its timeout, and bundles keep their names. */
  readonly isDebugged?: boolean;
  /** Lifetime of access tokens from the sign-in page, in seconds; default 3600. */
  readonly tokenSeconds?: number;
  /** Cancels the start. */
  readonly signal?: AbortSignal;
  /** Receives a sentence for each failure. */
  readonly onFailure?: (sentence: string) => void;
  /** Receives a line for each stream batch, event, matching rule, function run and message. */
  readonly trace?: Trace;
  /** Receives a sentence for each resource that does not run here, and for each rebuild. */
  readonly onNotice?: (sentence: string) => void;
  /** Receives each event put on a bus. */
  readonly onEvent?: BusWatch['onEvent'];
}

export interface Host {
  readonly url: string;
  readonly dynamodb: EngineAccess;
  /** Where AWS SDKs reach the queues (SQS), the bus (EventBridge), the functions (Lambda) and the secrets. */
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
   * Finishes running requests, stream batches and asynchronous invocations, for at most 4 s altogether, and
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
    app,
    dataDir = app ? join(app.folder ?? process.cwd(), '.local') : defaultDataDir,
    onFailure = () => {},
    onNotice = () => {},
    trace = () => {},
    onEvent = () => {},
    isDebugged = false,
  } = options;
  const bundles = isDebugged ? 'readable' : app || options.watch ? 'recorded' : undefined;
  const failed = new AbortController();
  const signal = AbortSignal.any([failed.signal, ...(options.signal ? [options.signal] : [])]);
  // Run in this order, so that running requests finish while everything they need still exists.
  const endings: (() => Promise<unknown>)[] = [];
  let stopping: Promise<void> | undefined;
  let endRuns = async () => {};
  const stop = () => {
    stopping ??= (async () => {
      const timer = setTimeout(() => void endRuns(), stopMs);
      for (const end of endings) await end();
      clearTimeout(timer);
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
    const synthesis =
      options.assembly === undefined ? synthesize(outdir, { app, bundles, signal }) : undefined;
    if (synthesis) {
      const ended = synthesis.catch(() => {});
      endings.push(() => ended.then(() => rm(outdir, { recursive: true })));
    }
    const [engine, assembly, issuer] = await Promise.all([
      engineStarting,
      synthesis ?? readAssembly(outdir),
      openIssuer(dataDir),
    ]);

    const templateOf = (json: unknown) =>
      new Template(
        json,
        (id) => durableValue(join(dataDir, 'secrets', id), () => randomBytes(32).toString('hex')),
        (id) => `${aws.url}/${accountId}/${id}`,
      );
    const template = templateOf(assembly.template);
    if (app) for (const line of excludeTeamResources(template, assembly)) onNotice(line);
    const tables = new Map([
      ...template.resources('AWS::DynamoDB::GlobalTable', GlobalTable),
      ...template.resources('AWS::DynamoDB::Table', GlobalTable),
    ]);
    const client = new DynamoDBClient(engine.access);
    for (const [name, table] of tables) await createTable(client, name, table);
    client.destroy();

    const addresses = {
      dynamodb: engine.access,
      awsEndpoint: aws.url,
      localAddress: localAddresses(template, listening.url),
      logDir: join(dataDir, 'logs'),
    };
    const functions = openFunctions(template, {
      ...addresses,
      assembly,
      isDebugged,
      onFailure,
    });
    endRuns = async () => {
      await Promise.all([...functions.values()].map((fn) => fn.endRuns()));
    };
    endings.push(() => Promise.all([...functions.values()].map((fn) => fn.stop())));
    if (options.watch) {
      const watch = new AppWatch({
        outdir,
        functions,
        versions: functionVersions(template, { ...addresses, assembly }),
        synthesizeAgain: async () => {
          const next = synthesisFolder(dataDir);
          endings.push(() => rm(next, { recursive: true }));
          const synthesized = await synthesize(next, { app, bundles, signal });
          const nextTemplate = templateOf(synthesized.template);
          if (app) excludeTeamResources(nextTemplate, synthesized);
          const versions = functionVersions(nextTemplate, { ...addresses, assembly: synthesized });
          return { outdir: next, versions, changed: changedResources(template, nextTemplate) };
        },
        notify: onNotice,
      });
      endings.unshift(() => watch.stop());
    }
    eventSources = openEventSources(template, {
      functions,
      dynamodb: engine.access,
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
    const tokens = makeTokenEndpoint(template, issuer);
    const front = makeDistribution(template, assembly, gateway);
    const settings = app ? consoleSettings(issuer) : undefined;
    listening.serve((message, response) => {
      if (settings && message.url === '/settings.json') {
        response.writeHead(200, { 'content-type': 'application/json' }).end(settings);
        return;
      }
      if (message.method !== 'GET') response.on('close', () => eventSources?.wake());
      const isToken = tokens !== undefined && isTokenRequest(message.url);
      (isToken ? tokens : isSignIn(message.url) ? signIn : front)(message, response);
    });
    signal.throwIfAborted();
    return {
      url: listening.url,
      dynamodb: engine.access,
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

/** The host's own engine, or one that someone else started and ends. */
interface HostEngine {
  readonly access: EngineAccess;
  readonly ended: Promise<void>;
  readonly stop: () => Promise<void>;
}

async function openEngine(
  { dynamodb, inMemory = false }: HostOptions,
  dataDir: string,
  signal: AbortSignal,
): Promise<HostEngine> {
  if (dynamodb === undefined) {
    const folder = inMemory ? {} : { dbPath: join(dataDir, 'dynamodb') };
    const { endpoint, ...engine } = await startEngine({ ...folder, signal });
    return { access: engineAccess(endpoint), ...engine };
  }
  const { endpoint } = dynamodb;
  if (!URL.canParse(endpoint) || !(await isDynamoDb(dynamodb))) {
    throw new StartError(
      `No DynamoDB answers at ${endpoint}: start one there, or unset DYNAMODB_ENDPOINT.`,
    );
  }
  return { access: dynamodb, ended: new Promise(() => {}), stop: async () => {} };
}
