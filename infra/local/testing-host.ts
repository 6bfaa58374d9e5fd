// `startHost` for the tests of a team that embeds Liaison: its whole app on this machine, in memory.
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { EngineAccess } from './dynamodb/engine-access.ts';
import type { Event } from './eventbridge/target-delivery.ts';
import { startHost as start } from './host/host.ts';
import type { TokenOptions } from './sign-in/issuer.ts';

export interface TestHostOptions {
  /** The command that runs the CDK app: `node app.ts`. */
  readonly app: string;
  /** The folder in which the command runs; default: the current one. */
  readonly folder?: string;
  /** The stack to run, if several have a service. */
  readonly stack?: string;
  /** Receives a sentence for each failed run and each resource that does not run here; default: `console.error`. */
  readonly onFailure?: (sentence: string) => void;
}

export interface TestHost {
  /** Address of the API and the console. */
  readonly url: string;
  /** Where AWS SDKs reach the queues (SQS), the bus (EventBridge) and the functions (Lambda). */
  readonly awsEndpoint: string;
  /** Events put on the bus so far, in order, in EventBridge's form: `detail` is what a workflow receives. */
  readonly events: readonly Event[];
  /** A bearer token that the API accepts; default: all scopes, sub `local-user`. */
  readonly token: (options?: TokenOptions) => Promise<string>;
  /** Resolves when all streams are read, all queues with a function are empty, and no function runs. */
  readonly drained: () => Promise<void>;
  /** Runs a schedule now; the unambiguous beginning of its logical id is enough. */
  readonly fire: (schedule: string) => void;
  /** Settings for a `DynamoDBClient` that reaches the tables. */
  readonly dynamodb: EngineAccess;
  /** The name of a table here, by the unambiguous beginning of its logical id. */
  readonly tableName: (id: string) => string;
  /** The name of a function here, by the unambiguous beginning of its logical id. */
  readonly functionName: (id: string) => string;
  /** The bodies of the messages in a queue, by the unambiguous beginning of its logical id, oldest first. */
  readonly messages: (queue: string) => string[];
  /** Ends every process and removes all data. */
  readonly stop: () => Promise<void>;
}

/** Behind `startHost` of `liaison/testing`. @throws Error with the app's output, or with what to install. */
export async function startHost(options: TestHostOptions): Promise<TestHost> {
  const { app: command, folder = process.cwd(), stack, onFailure = console.error } = options;
  // In the app's folder, so that bundles find the packages that they leave out.
  const dataDir = await mkdtemp(join(folder, '.liaison-test-'));
  const removed = () => rm(dataDir, { recursive: true, force: true });
  const events: Event[] = [];
  try {
    const host = await start({
      app: { command, folder, stack },
      dataDir,
      inMemory: true,
      onFailure,
      onNotice: onFailure,
      onEvent: (event) => events.push(event),
    });
    const { url, awsEndpoint, dynamodb, token, drained, fire, queues } = host;
    return {
      url,
      awsEndpoint,
      dynamodb,
      events,
      token,
      drained,
      fire,
      tableName: (id) => oneOf(host.tableNames, id, 'table'),
      functionName: (id) => oneOf(host.functionNames, id, 'function'),
      messages(id) {
        const queue = queues.get(oneOf([...queues.keys()], id, 'queue'));
        return queue?.peek().map(({ body }) => body) ?? [];
      },
      async stop() {
        await host.stop();
        await removed();
      },
    };
  } catch (error) {
    await removed();
    throw error;
  }
}

/** @throws Error naming all if not exactly one begins with `id`, and none is equal to it. */
function oneOf(all: readonly string[], id: string, kind: string): string {
  const found = all.filter((each) => each.startsWith(id));
  const one = found.find((each) => each === id) ?? found[0];
  if (one !== undefined && (found.length === 1 || one === id)) return one;
  throw new Error(`"${id}" is not exactly one ${kind}; there are ${all.join(', ')}.`);
}
