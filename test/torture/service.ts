// The functions in this process; each call runs as a process of a world: API, stream readers, workflows.
import type { Context, DynamoDBBatchResponse } from 'aws-lambda';
import type { HttpEvent, HttpResult } from '../../functions/http/http-exchange.ts';
import { environmentNames } from '../../functions/runtime/environment.ts';
import { type RouteName, routes } from '../../shared/contracts/routes.ts';
import type { Table } from '../../shared/table/engine/open-table.ts';
import type { StreamRecord } from '../../shared/table/projection/stream-records.ts';
import { httpEvent } from '../support/http-event.ts';
import { testAccessKey } from '../support/test-access.ts';
import { type Bus, type BusEvent, openBus } from './bus.ts';
import { withFaults } from './faults.ts';
import { as, bendTime, currentProcess, type Process } from './process.ts';
import { type Tally, tell } from './world.ts';

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: the answer of any route
  readonly body: any;
}

export interface Service {
  readonly table: Table;
  readonly bus: Bus;
  /** Calls to the engine by operation; answers by status. */
  readonly tally: Tally;
  /** The failures that the functions logged since the last call. */
  errors(): string[];
  call(process: Process, asked: Asked): Promise<Answer>;
  project(process: Process, records: readonly StreamRecord[]): Promise<DynamoDBBatchResponse>;
  publish(process: Process, records: readonly StreamRecord[]): Promise<DynamoDBBatchResponse>;
  /** Runs the workflow for an event, if there is one. */
  work(process: Process, event: BusEvent): Promise<void>;
}

export interface Asked {
  readonly route: RouteName;
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly sub: string;
  /** The scopes. Default: all. */
  readonly scope?: string;
}

const shards = 2;

/** Lambda's context, with the time of a whole run; an object of its own for each run, as in Lambda. */
const contextOfRun = () => ({
  awsRequestId: 'torture',
  // A day, in real time: requests of killed processes never end, and must not time out in a later sequence.
  getRemainingTimeInMillis: () => 86_400_000,
});

type Handler = (event: unknown, context: Partial<Context>) => Promise<unknown>;

/** Opens the functions on an engine. Once per Node.js process: they keep their table. */
export async function openService(endpoint: string): Promise<Service> {
  bendTime();
  const bus = openBus();
  Object.assign(process.env, {
    [environmentNames.tableName]: 'the world names it',
    [environmentNames.shards]: String(shards),
    [environmentNames.cursorKey]: 'a key of the tests',
    [environmentNames.serviceName]: 'liaison-torture',
    [environmentNames.functionName]: 'torture',
    [environmentNames.historyDays]: '36500',
    [environmentNames.feedDays]: '30',
    [environmentNames.busName]: 'bus',
    [environmentNames.failureQueueUrl]: 'http://queue',
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: testAccessKey,
    AWS_SECRET_ACCESS_KEY: 'test',
  });
  const errors = capturedErrors();
  const { table } = await import('../../functions/telemetry/measured-table.ts');
  const tally: Tally = {};
  bend(table, tally);
  const handlerOf = async (name: string) =>
    (await import(`../../functions/handlers/${name}.ts`)).handler as Handler;
  const names = ['queries', 'connections', 'records', 'administration', 'projector', 'publisher'];
  const flows = {
    'Record Deleted': 'cascade',
    'Record Renamed': 'rename',
    'Record Merged': 'cascade',
    'Connection Role Clearing': 'clear-role',
  };
  const functions = new Map<string, Handler>();
  for (const name of names) functions.set(name, await handlerOf(name));
  for (const [event, flow] of Object.entries(flows))
    functions.set(
      event,
      (await import(`../../functions/handlers/workflows/${flow}.ts`)).handler as Handler,
    );
  const run = <T>(process: Process, name: string, event: unknown) =>
    as(process, () => functions.get(name)?.(event, contextOfRun())) as Promise<T>;

  return {
    table,
    bus,
    tally,
    errors,
    async call(process, { route, path, ...asked }) {
      const event: HttpEvent = httpEvent(routes[route], path, asked);
      const { statusCode = 0, body } = await run<
        HttpResult & { statusCode?: number; body?: string }
      >(process, routes[route].capability, event);
      tell(tally, `status ${statusCode}`);
      tell(tally, 'requests');
      return { status: statusCode, body: body === undefined ? undefined : JSON.parse(body) };
    },
    project: (process, Records) => run(process, 'projector', { Records }),
    publish: (process, Records) => run(process, 'publisher', { Records }),
    async work(process, event) {
      if (functions.has(event['detail-type'])) await run(process, event['detail-type'], event);
    },
  };
}

/** Gives the functions' table the name and the caches of each world; time and randomness are set already. */
function bend(table: Table, tally: Tally): void {
  const of = <T>(read: (process: Process) => T, otherwise: () => T) => {
    const process = currentProcess();
    return process ? read(process) : otherwise();
  };
  const nobody = {};
  const unused: Table['feedMemory'] = { waitingSince: new Map() };
  // The run's own calls check nothing.
  const checked: Table['shardMemory'] = { stored: shards };
  Object.defineProperties(table, {
    name: {
      get: () =>
        of(
          (process) => process.world.tableName,
          () => 'nobody',
        ),
    },
    catalogMemory: {
      get: () =>
        of(
          (process) => process.catalogMemory,
          () => nobody,
        ),
    },
    shardMemory: {
      get: () =>
        of(
          (process) => process.shardMemory,
          () => checked,
        ),
    },
    feedMemory: {
      get: () =>
        of(
          (process) => process.feedMemory,
          () => unused,
        ),
    },
  });
  const { config } = table.db;
  config.requestHandler = withFaults(config.requestHandler, (operation) => tell(tally, operation));
}

/** Hides the functions' log lines from the console, and stores those of failures. */
function capturedErrors(): () => string[] {
  let errors: string[] = [];
  const write = process.stdout.write.bind(process.stdout) as (text: unknown) => boolean;
  process.stdout.write = ((text: unknown) => {
    if (!String(text).startsWith('{"level"')) return write(text);
    if (String(text).startsWith('{"level":"ERROR"')) errors.push(String(text));
    return true;
  }) as typeof process.stdout.write;
  return () => {
    const taken = errors;
    errors = [];
    return taken;
  };
}
