// Published as liaison/reading: another team's function reads a record's connections from the table.

import type { ConnectionView } from '../../shared/contracts/answers/connection-answers.ts';
import type { RecordReference } from '../../shared/contracts/identifiers.ts';
import { view } from '../../shared/domain/perspective.ts';
import { catalogFor } from '../../shared/table/catalog/freshness.ts';
import { openTable } from '../../shared/table/engine/open-table.ts';
import { checkingShards } from '../../shared/table/engine/shard-count.ts';
import { connectionsOf } from '../../shared/table/lists/connections-of-record.ts';
import type { ListConditions } from '../../shared/table/lists/fill-page.ts';
import { readEnvironment } from '../runtime/environment.ts';

export type { ConnectionView } from '../../shared/contracts/answers/connection-answers.ts';

// Not telemetry's table: it counts retries for log lines, which another team's function does not write.
const { tableName, shards } = readEnvironment(process.env, 'tableName', 'shards');
const table = checkingShards(openTable(tableName, shards));

/**
 * Conditions on a record's connections, named like the API's query parameters. A role that is null stands for
 * no role, as `-` does in the API. Default: all connections.
 */
export type ConnectionsQuestion = Partial<Omit<ListConditions, 'filter'>>;

/** `limit`: 1 to 100 connections, default 25; `after`: the `next` of the previous page. */
export interface PageWanted {
  readonly limit?: number;
  readonly after?: string;
}

/** A page of connections; `next` is absent on the last page and valid for the same question only. */
export interface ConnectionsPage {
  readonly items: readonly ConnectionView[];
  readonly next?: string;
}

/**
 * One page of a record's connections, each seen from that record, as returned by
 * `GET /v1/records/{type}/{id}/connections`. Strongly consistent; 1 Query with no condition, with
 * the own role, or with the own role and the connected type.
 *
 * The function needs `service.table.grantRead(fn)`, which also sets its environment variables.
 * @throws Refusal NotFound when the record does not exist, Busy when the table is throttled or does not answer;
 *   TooFewShards when the function was deployed with fewer shards than the table has been written with
 */
export async function connectionsOfRecord(
  record: RecordReference,
  question: ConnectionsQuestion = {},
  { limit = 25, after }: PageWanted = {},
): Promise<ConnectionsPage> {
  const catalog = await catalogFor(table, question.category ? 'listByCategory' : 'showConnections');
  const conditions = { state: 'all', ...question } as const;
  const page = await connectionsOf(table, catalog, record, conditions, limit, after);
  const today = new Date(table.clock()).toISOString().slice(0, 10);
  return {
    items: page.items.map((half) => view(half, catalog, today)),
    ...(page.position !== undefined && { next: page.position }),
  };
}
