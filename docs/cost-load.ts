// The load for which docs/cost.md is computed: the mix of requests, and the other assumptions.
import type { RouteName } from '../shared/contracts/routes.ts';
import { behind, ledger } from '../test/support/cost-ledger.ts';

/** Requests to the API per connection and month. */
export const requestsPerConnection = 2;
/** Average number of connections of a record. */
export const connectionsPerRecord = 4;
/** Average number of roles that a record holds. */
export const rolesPerRecord = 2;
/** Average number of words of a record's name. */
export const wordsPerName = 2.5;
/** How long the service has run with this load; less than the retention of history. */
export const monthsOfHistory = 12;

/** Assumed running times of a warm function with 1,024 MB on arm64; not measured in AWS. */
export const milliseconds = { read: 15, write: 30, perBatch: 30, perChange: 4 };
export const gigabytesOfMemory = 1;
/** Assumed average: a page of 25 connections has about 12 KB, one connection 0.5 KB. */
export const answerBytes = 6_000;
/** Per run, our log line and Lambda's lines; per request, a line of the access log. */
export const logBytes = { run: 900, request: 500 };
/** X-Ray records the first request of each second and this share of the rest. */
export const traced = { perSecond: 1, part: 0.05 };
/**
 * Lambda polls each queue with five connections, each of which waits up to 20 s, whether there are messages
 * or not: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
 */
export const polling = { connections: 5, secondsPerRequest: 20 };
/** The console: visits per month, and the data that one visit loads. */
export const consoleUse = { visits: 1_000, megabytes: 2 };
/** The share of provisioned capacity that is used: autoscaling aims at 70 %, and the load has a daily peak. */
export const used = 0.4;

export interface MixRow {
  readonly route: RouteName;
  readonly what: string;
  /** How many of 100 requests are this one. */
  readonly share: number;
  /** The row of the cost ledger with the cost of the history and counts of this request. */
  readonly behind?: string;
}

/** Based on Facebook's LinkBench: mostly lists of one record's links; 75 % reads. */
// biome-ignore format: one line per row
export const mix: readonly MixRow[] = [
  { route: 'listConnectionsOfRecord', what: 'All connections of a record', share: 28 },
  { route: 'listConnectionsOfRecord', what: '… by role', share: 10 },
  { route: 'listConnectionsOfRecord', what: '… by connected type (a record with 3 roles)', share: 6 },
  { route: 'listConnectionsOfRole', what: 'All connections of a role', share: 3 },
  { route: 'listConnectionsOfRecord', what: '… by role and type, with a filter that most records match', share: 1 },
  { route: 'getConnection', what: 'One connection', share: 8 },
  { route: 'getRecord', what: 'One record', share: 10 },
  { route: 'getRecordSummary', what: 'Counts of a record’s connections', share: 5 },
  { route: 'listRecords', what: 'Records by name, 25 (4 shards)', share: 2 },
  { route: 'getGraph', what: 'A neighbourhood, depth 1, 61 records', share: 1 },
  { route: 'listRecordHistory', what: 'History of a record’s connections, 25', share: 1 },
  { route: 'createConnection', what: 'Connect two records, roles on both sides', share: 9, behind: 'a connection is created' },
  { route: 'patchConnection', what: 'Change a description', share: 6, behind: 'a description is changed' },
  { route: 'patchConnection', what: 'Change a role (both halves move)', share: 1, behind: 'a role of a connection is changed' },
  { route: 'deactivateConnection', what: 'Deactivate a connection', share: 1, behind: 'a connection is deactivated' },
  { route: 'deleteConnection', what: 'Delete a connection', share: 3, behind: 'a connection is deleted' },
  { route: 'putRecord', what: 'Create a record', share: 2, behind: 'a record is created' },
  { route: 'putRecord', what: 'Change its attributes', share: 3, behind: 'a record’s attributes change' },
];

/** A row of the mix with its cost from the ledger. @throws if the ledger has no such row */
export function costed({ route, what, behind: name, share }: MixRow) {
  const request = ledger.find((row) => row.route === route && row.what === what);
  const after = behind.find((row) => row.what === name);
  if (!request || (name !== undefined && !after))
    throw new Error(`the cost ledger has no row for ${what} (${name})`);
  return {
    ...{ route, what, share },
    isWrite: name !== undefined,
    /** Each change of a connection produces two history entries and one event. */
    changesConnection: name !== undefined && route !== 'putRecord',
    read: request.read,
    write: request.write,
    readBehind: after?.read ?? 0,
    writeBehind: after?.write ?? 0,
  };
}
