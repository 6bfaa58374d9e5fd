// What the service costs in a month, item by item: from the cost ledger, the load and the prices.
import { codes } from '../shared/contracts/error-codes.ts';
import { routes } from '../shared/contracts/routes.ts';
import { stored } from '../test/support/cost-ledger.ts';
import * as load from './cost-load.ts';
import { prices } from './prices.ts';

/** Resources of prod's template that are billed by the month, used or not. */
export interface Standing {
  readonly alarms: number;
  readonly dashboards: number;
  readonly secrets: number;
  /** KMS keys: the topic of the alarms has one. */
  readonly keys: number;
  /** Queues that Lambda polls: one in front of each workflow. */
  readonly polledQueues: number;
  readonly logRetentionMonths: number;
}

export interface BillItem {
  readonly item: string;
  readonly usd: number;
  /** The group of items to which it belongs, for the shares of the total. */
  readonly kind: 'table' | 'history' | 'functions' | 'gateway' | 'watching' | 'standing';
}

const secondsPerMonth = 730 * 3600;
const gigabyte = 1e9;
const times = (amount: number, price: keyof typeof prices) => amount * prices[price].usd;

const sizeOf = (kind: (typeof stored)[number]['kind']) => {
  const row = stored.find((one) => one.kind === kind);
  if (!row) throw new Error(`the cost ledger has no size of ${kind}`);
  return row;
};

/** Storage in GB: data in the table and in its indexes, history in the table and in its index. */
function gigabytesOf(connections: number, changesPerMonth: number) {
  const records = connections / load.connectionsPerRecord;
  const numbers = {
    half: 2 * connections,
    record: records,
    word: records * load.wordsPerName,
    summary: records,
    heldRole: records * load.rolesPerRecord,
    historyEntry: 2 * changesPerMonth * load.monthsOfHistory,
  };
  const sum = (kinds: readonly (keyof typeof numbers)[], part: 'table' | 'indexes') =>
    kinds.reduce((total, kind) => total + numbers[kind] * sizeOf(kind)[part], 0) / gigabyte;
  const data = ['half', 'record', 'word', 'summary', 'heldRole'] as const;
  return {
    table: sum(data, 'table'),
    indexes: sum(data, 'indexes'),
    history: sum(['historyEntry'], 'table'),
    historyIndex: sum(['historyEntry'], 'indexes'),
  };
}

/** Requests, changes, capacity units, storage (GB) and running time (ms) in a month. */
export function monthOf(connections: number, requestsPerConnection: number) {
  const requests = connections * requestsPerConnection;
  const rows = load.mix.map((row) => ({
    ...load.costed(row),
    count: (requests * row.share) / 100,
  }));
  const sum = (amount: (row: (typeof rows)[number]) => number) =>
    rows.reduce((total, row) => total + row.count * amount(row), 0);
  const changes = sum((row) => (row.isWrite ? 1 : 0));
  const changesOfConnections = sum((row) => (row.changesConnection ? 1 : 0));
  const units = {
    read: sum((row) => row.read),
    write: sum((row) => row.write),
    readBehind: sum((row) => row.readBehind),
    writeBehind: sum((row) => row.writeBehind),
  };
  const gigabytes = gigabytesOf(connections, changesOfConnections);
  // Lambda runs a stream reader up to 4 times a second for each shard that has new records.
  const all = Object.values(gigabytes).reduce((total, one) => total + one, 0);
  const perSecond = (units.write + units.writeBehind) / secondsPerMonth;
  const streamShards = Math.max(1, Math.ceil(all / 10), Math.ceil(perSecond / 1000));
  const batches = Math.min(changes, streamShards * 4 * secondsPerMonth);
  const milliseconds = {
    requests: sum((row) => load.milliseconds[row.isWrite ? 'write' : 'read']),
    readers: 2 * (batches * load.milliseconds.perBatch + changes * load.milliseconds.perChange),
  };
  return { requests, changes, changesOfConnections, units, gigabytes, batches, milliseconds };
}

/** The bill for a month, in US dollars, without free tiers and discounts. */
export function billOf(
  connections: number,
  standing: Standing,
  requestsPerConnection: number = load.requestsPerConnection,
): BillItem[] {
  const month = monthOf(connections, requestsPerConnection);
  const { requests, units, gigabytes } = month;
  const runs = requests + 2 * month.batches;
  const gbSeconds = (ms: number) => times((ms / 1000) * load.gigabytesOfMemory, 'lambdaSecond');
  const logs = (runs * load.logBytes.run + requests * load.logBytes.request) / gigabyte;
  const recorded = Math.min(requests, load.traced.perSecond * secondsPerMonth);
  const isUsed = connections > 0;
  // One for each route and for each error code, and some for stream readers and workflows.
  const metrics = isUsed ? Object.keys(routes).length + Object.keys(codes).length + 15 : 5;
  const first = Math.min(requests, 300e6);
  return [
    { kind: 'table', item: 'Reading', usd: times(units.read, 'readUnit') },
    { kind: 'table', item: 'Writing', usd: times(units.write, 'writeUnit') },
    {
      kind: 'history',
      item: 'History and counts: writing and reading',
      usd: times(units.writeBehind, 'writeUnit') + times(units.readBehind, 'readUnit'),
    },
    { kind: 'table', item: 'Storage: table', usd: times(gigabytes.table, 'storage') },
    { kind: 'table', item: 'Storage: indexes', usd: times(gigabytes.indexes, 'storage') },
    {
      kind: 'history',
      item: 'Storage: history and its index',
      usd: times(gigabytes.history + gigabytes.historyIndex, 'storage'),
    },
    {
      kind: 'table',
      item: 'Restore points (of the table, not of indexes)',
      usd: times(gigabytes.table + gigabytes.history, 'restorePoints'),
    },
    {
      kind: 'functions',
      item: 'Functions of the API',
      usd: times(requests, 'lambdaRequest') + gbSeconds(month.milliseconds.requests),
    },
    {
      kind: 'functions',
      item: 'Stream readers',
      usd: times(2 * month.batches, 'lambdaRequest') + gbSeconds(month.milliseconds.readers),
    },
    {
      kind: 'gateway',
      item: 'HTTP API',
      usd: times(first, 'apiRequest') + times(requests - first, 'apiRequestAbove'),
    },
    {
      kind: 'gateway',
      item: 'Responses sent to the internet',
      usd: times((requests * load.answerBytes) / gigabyte, 'transfer'),
    },
    { kind: 'gateway', item: 'Events', usd: times(month.changesOfConnections, 'event') },
    {
      kind: 'watching',
      item: 'Logs',
      usd: times(logs, 'logIngestion') + times(logs * standing.logRetentionMonths, 'logStorage'),
    },
    {
      kind: 'watching',
      item: 'Traces',
      usd: times(recorded + (runs - recorded) * load.traced.part, 'trace'),
    },
    { kind: 'watching', item: 'Custom metrics', usd: times(metrics, 'metric') },
    {
      kind: 'standing',
      item: 'Alarms, dashboard, secret, key',
      usd:
        times(standing.alarms, 'alarm') +
        times(standing.dashboards, 'dashboard') +
        times(standing.secrets, 'secret') +
        times(standing.keys, 'key'),
    },
    {
      kind: 'standing',
      item: 'Polling the queues of the workflows',
      usd: times(
        (standing.polledQueues * load.polling.connections * secondsPerMonth) /
          load.polling.secondsPerRequest,
        'queueRequest',
      ),
    },
    {
      kind: 'gateway',
      item: `Console, ${load.consoleUse.visits.toLocaleString('en')} visits`,
      usd: isUsed
        ? times((load.consoleUse.visits * load.consoleUse.megabytes) / 1000, 'contentGb')
        : 0,
    },
  ];
}

/** The cost of the table's units in US dollars a month if they were provisioned, at the assumed utilization. */
export function provisionedOf(connections: number, requestsPerConnection: number): number {
  const { units } = monthOf(connections, requestsPerConnection);
  const capacity = (amount: number) => amount / secondsPerMonth / load.used;
  return (
    730 *
    (times(capacity(units.write + units.writeBehind), 'writeCapacityHour') +
      times(capacity(units.read + units.readBehind), 'readCapacityHour'))
  );
}
