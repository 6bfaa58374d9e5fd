// For another team's function: a record's connections, read from the table itself, with no token.
import type { ConnectionView } from '../../shared/contracts/connection-schemas.ts';
import type { RecordReference } from '../../shared/contracts/identifiers.ts';
import { view } from '../../shared/domain/perspective.ts';
import { catalogFor } from '../../shared/table/catalog/freshness.ts';
import { openTable } from '../../shared/table/engine/open-table.ts';
import { connectionsOf } from '../../shared/table/lists/connections-of-record.ts';
import type { Question } from '../../shared/table/lists/fill-page.ts';
import { readEnvironment } from '../runtime/environment.ts';

// Not the table of our own functions: that one counts into log lines which another team's does not write.
const { tableName, shards } = readEnvironment(process.env, 'tableName', 'shards');
const table = openTable(tableName, shards);

/** What to ask about a record's connections, by the names of the API's query parameters. Default: all. */
export type ConnectionsQuestion = Partial<Omit<Question, 'filter'>>;

/** How much to read: 1 to 100 connections (default 25), after the `next` of the page before. */
export interface PageWanted {
  readonly limit?: number;
  readonly after?: string;
}

/** A page of connections; `next` is absent on the last one, and good for the same question only. */
export interface ConnectionsPage {
  readonly items: readonly ConnectionView[];
  readonly next?: string;
}

/**
 * One page of a record's connections, each seen from it, as `GET /v1/records/{type}/{id}/connections`
 * answers. Strongly consistent; 1 Query when nothing, the own role, or role and type are asked for.
 *
 * The function must have been granted `service.table.grantRead(fn)`, which also tells it of the table.
 * @throws Refusal NotFound when the record does not exist, Busy when the table is throttled
 */
export async function connectionsOfRecord(
  record: RecordReference,
  question: ConnectionsQuestion = {},
  { limit = 25, after }: PageWanted = {},
): Promise<ConnectionsPage> {
  const catalog = await catalogFor(table, question.category ? 'listByCategory' : 'showConnections');
  const asked = { state: 'all', ...question } as const;
  const page = await connectionsOf(table, catalog, record, asked, limit, after);
  const today = new Date(table.clock()).toISOString().slice(0, 10);
  return {
    items: page.items.map((half) => view(half, catalog, today)),
    ...(page.position !== undefined && { next: page.position }),
  };
}
