// The lists of connections: of a record, of a record type, of a role.
import type { Page } from '../../shared/contracts/paging.ts';
import type { RouteName, Routes } from '../../shared/contracts/routes.ts';
import type { Catalog } from '../../shared/domain/catalog.ts';
import { parseFilter } from '../../shared/domain/filter/grammar.ts';
import { type Half, view } from '../../shared/domain/perspective.ts';
import { currentCatalog, recentCatalog } from '../../shared/table/catalog/stored-catalog.ts';
import {
  connectionsOfAll,
  type ListPosition,
  type Owners,
} from '../../shared/table/lists/connections-by-index.ts';
import { connectionsOf } from '../../shared/table/lists/connections-of-record.ts';
import type { Question } from '../../shared/table/lists/fill-page.ts';
import { pageAnswer } from '../http/http-answer.ts';
import type { Answer, HttpRequest } from '../http/http-exchange.ts';
import { cursorsOf } from '../http/list-cursors.ts';
import { table } from '../runtime/own-table.ts';
import { catalogWithRole, catalogWithType } from './named-in-path.ts';

type Request<Name extends keyof Routes> = HttpRequest<Routes[Name]>;

function listConnectionsOfRecord(request: Request<'listConnectionsOfRecord'>): Promise<Answer> {
  return listConnections('listConnectionsOfRecord', request, (catalog, question, limit, after) =>
    connectionsOf(table, catalog, request.params, question, limit, after as string | undefined),
  );
}

async function listConnectionsOfType(request: Request<'listConnectionsOfType'>): Promise<Answer> {
  const recordType = request.params.type;
  await catalogWithType(recordType);
  return listConnections('listConnectionsOfType', request, readAll({ recordType }));
}

async function listConnectionsOfRole(request: Request<'listConnectionsOfRole'>): Promise<Answer> {
  const role = request.params.id;
  const { recordType, ...query } = request.query;
  await catalogWithRole(role);
  const params = { role, recordType };
  return listConnections('listConnectionsOfRole', { ...request, params, query }, readAll(params));
}

/** Finds one page; what it gives as a position goes into the cursor. */
type ReadPage = (
  catalog: Catalog,
  question: Question,
  limit: number,
  after: unknown,
) => Promise<Page<Half> & { position?: unknown }>;

const readAll =
  (owners: Owners): ReadPage =>
  (catalog, question, limit, after) =>
    connectionsOfAll(table, catalog, owners, question, limit, after as ListPosition | undefined);

/** What the lists have in common: the path tells them apart. */
interface ListRequest extends Pick<Request<'listConnectionsOfRecord'>, 'query' | 'caller' | 'url'> {
  readonly params: Readonly<Record<string, string | undefined>>;
}

async function listConnections(
  route: RouteName,
  { params, query: { limit, cursor, ...question }, caller, url }: ListRequest,
  read: ReadPage,
): Promise<Answer> {
  const filter = question.filter === undefined ? undefined : parseFilter(question.filter);
  const walk = cursorsOf(route, { ...params, ...question });
  const after = walk.open(cursor);
  // A category stands for roles: one made a moment ago must be among them.
  const catalog = await (question.category ? currentCatalog(table) : recentCatalog(table));
  const page = await read(catalog, { ...question, filter }, limit, after);
  const today = caller.now.slice(0, 10);
  const items = page.items.map((half) => view(half, catalog, today));
  return pageAnswer({ items, ...walk.next(page.position) }, url);
}

export const connectionQueries = {
  listConnectionsOfRecord,
  listConnectionsOfType,
  listConnectionsOfRole,
};
