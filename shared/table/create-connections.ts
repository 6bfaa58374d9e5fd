// Creating connections, one or many: read what they need, decide by the rules, write whole pairs.
import { v7 as uuidv7 } from 'uuid';
import type { NewConnection } from '../contracts/connections.ts';
import { Refusal } from '../contracts/problem.ts';
import type { Catalog } from '../domain/catalog.ts';
import {
  assertRolesOfPlan,
  type Caller,
  type Connection,
  connectionExists,
  missingRecord,
  type PlannedConnection,
  planConnection,
} from '../domain/connection.ts';
import { catalogSince, catalogVersionKey, rememberedCatalog } from './catalog.ts';
import { type Action, ConditionsFailed, commit, type Key, maxActions } from './commit.ts';
import { pairWrites } from './half.ts';
import { itemsAt } from './read.ts';
import { collision, connectionsLike } from './read-connections.ts';
import { recordKey, recordName } from './record-key.ts';
import { busy, type Table } from './table.ts';

/** What became of one request. A refusal ConnectionExists means "duplicate". */
export type Created = { readonly connection: Connection } | { readonly refusal: Refusal };

/** What is written in the same transaction as a connection; it sees the catalog that was used. */
export type Alongside = (connection: Connection, catalog: Catalog) => readonly Action[];

/** One request on its way: planned, then named and numbered, then written. */
interface Draft {
  readonly index: number;
  readonly planned: PlannedConnection;
  /** What is wrong with its roles. One that exists already is a duplicate all the same. */
  readonly wrongRoles: Refusal | undefined;
}

/**
 * Creates up to 100 connections; a bad or existing one does not cost the others.
 *
 * For one: BatchGetItem (both records and the catalog's version, eventually consistent) beside
 * Query (duplicates, strongly consistent), then TransactWriteItems: two halves put, two records
 * checked to exist under the name that was read. 3 calls in 2 round trips while the catalog in
 * memory holds; at most 2.5 read units; 8–9 write units and 4 for the checks.
 *
 * @param alongside actions written in the same transaction; for a single request only
 * @throws Refusal Busy; ConditionsFailed of `alongside`
 */
export async function createConnections(
  table: Table,
  requests: readonly NewConnection[],
  caller: Caller,
  alongside: Alongside = () => [],
): Promise<Created[]> {
  const results = new Map<number, Created>();
  const { catalog, drafts, names, existing } = await readForDrafts(
    table,
    requests,
    caller,
    results,
  );
  const pending: Connection[] = [];
  const indexOf = new Map<string, number>();
  const made = new Map<string, Connection[]>();
  for (const [at, draft] of drafts.entries()) {
    const key = alikeKey(draft.planned);
    const missing = missingOf(draft.planned, names);
    const alike = [...(existing[at] ?? []), ...(made.get(key) ?? [])];
    const existingId = collision(draft.planned, alike);
    const exists = existingId === undefined ? undefined : connectionExists(existingId);
    const refusal = missing ?? exists ?? draft.wrongRoles;
    if (refusal) results.set(draft.index, { refusal });
    else {
      const connection = named(draft.planned, names);
      pending.push(connection);
      made.set(key, [...(made.get(key) ?? []), connection]);
      indexOf.set(connection.id, draft.index);
    }
  }
  const settle = (id: string, result: Created) => results.set(indexOf.get(id) as number, result);
  await writeAll(table, pending, names, settle, (connection) => alongside(connection, catalog));
  return requests.map((_, index) => results.get(index) as Created);
}

/** Creates one connection. @throws Refusal of every rule; what createConnections throws */
export async function createConnection(
  table: Table,
  request: NewConnection,
  caller: Caller,
  alongside: Alongside,
): Promise<Connection> {
  const [result] = await createConnections(table, [request], caller, alongside);
  if (!result || 'refusal' in result) throw result?.refusal ?? new Error('no result');
  return result.connection;
}

/** Plans by the catalog in memory and reads what the plans need; again if the catalog was old. */
async function readForDrafts(
  table: Table,
  requests: readonly NewConnection[],
  caller: Caller,
  results: Map<number, Created>,
) {
  let catalog = await rememberedCatalog(table);
  for (;;) {
    const drafts = plan(catalog, requests, caller, results);
    const [read, existing] = await Promise.all([
      readNames(table, drafts),
      readAlike(table, drafts),
    ]);
    if (read.version <= catalog.version) return { catalog, drafts, names: read.names, existing };
    catalog = await catalogSince(table, read.version);
  }
}

/** For each draft what exists with its records and roles; terms of one office are read once. */
function readAlike(table: Table, drafts: readonly Draft[]): Promise<Connection[][]> {
  const reads = new Map<string, Promise<Connection[]>>();
  return Promise.all(
    drafts.map(({ planned }) => {
      const key = alikeKey(planned);
      const read = reads.get(key) ?? connectionsLike(table, planned);
      reads.set(key, read);
      return read;
    }),
  );
}

function plan(
  catalog: Catalog,
  requests: readonly NewConnection[],
  caller: Caller,
  results: Map<number, Created>,
): Draft[] {
  results.clear();
  return requests.flatMap((request, index) => {
    const planned = refusalOr(() => planConnection(catalog, request, caller));
    if (planned instanceof Refusal) {
      results.set(index, { refusal: planned });
      return [];
    }
    return [
      {
        index,
        planned,
        wrongRoles: refusalOr(() => assertRolesOfPlan(catalog, planned)) ?? undefined,
      },
    ];
  });
}

/** What a rule gives, or what it refuses with. */
function refusalOr<T>(rule: () => T): T | Refusal {
  try {
    return rule();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

/**
 * The records' names and the catalog's version. Eventually consistent, half the price: the write
 * checks each name again, and a record that seems missing is looked for once more, consistently.
 */
async function readNames(table: Table, drafts: readonly Draft[]) {
  const keys = new Map<string, Key>();
  for (const { planned } of drafts) {
    for (const side of [planned.record1, planned.record2]) {
      keys.set(recordName(side), recordKey(side));
    }
  }
  const names = new Map<string, string>();
  let version = 0;
  const note = (item: Record<string, unknown>) => {
    if (item.sk === catalogVersionKey.sk) version = item.version as number;
    else names.set(`${item.recordType}/${item.recordId}`, item.name as string);
  };
  const nameOnly = ['sk', 'recordType', 'recordId', 'name', 'version'];
  const read = (wanted: readonly Key[], consistent: boolean) =>
    itemsAt(table, wanted, { consistent, attributes: nameOnly });
  (await read([catalogVersionKey, ...keys.values()], false)).forEach(note);
  const missing = [...keys].filter(([name]) => !names.has(name)).map(([, key]) => key);
  if (missing.length > 0) (await read(missing, true)).forEach(note);
  return { names, version };
}

function missingOf(
  { record1, record2 }: Pick<PlannedConnection, 'record1' | 'record2'>,
  names: ReadonlyMap<string, string>,
): Refusal | undefined {
  if (!names.has(recordName(record1))) return missingRecord('record1', record1.type, record1.id);
  if (!names.has(recordName(record2))) return missingRecord('record2', record2.type, record2.id);
  return undefined;
}

function named(
  planned: PlannedConnection | Connection,
  names: ReadonlyMap<string, string>,
): Connection {
  const { record1, record2 } = planned;
  return {
    id: uuidv7(),
    ...planned,
    record1: { ...record1, name: names.get(recordName(record1)) as string },
    record2: { ...record2, name: names.get(recordName(record2)) as string },
  };
}

/** The same for the same two records with the same roles, whichever side is first. */
function alikeKey({ record1, record2 }: Pick<PlannedConnection, 'record1' | 'record2'>): string {
  return [record1, record2]
    .map((side) => `${recordName(side)}/${side.roleId ?? ''}`)
    .sort()
    .join();
}

/** Writes all that is pending, as many whole pairs a transaction as it holds. */
async function writeAll(
  table: Table,
  all: readonly Connection[],
  names: Map<string, string>,
  settle: (id: string, result: Created) => void,
  alongside: (connection: Connection) => readonly Action[],
): Promise<void> {
  let pending = [...all];
  for (let failures = 0; pending.length > 0; ) {
    const group = takeGroup(pending, table.shards, names, alongside);
    try {
      await commit(table, group.actions);
      for (const connection of group.connections) settle(connection.id, { connection });
      pending = pending.slice(group.connections.length);
    } catch (error) {
      if (!(error instanceof ConditionsFailed)) throw error;
      failures += 1;
      if (failures > all.length + 10) throw busy(error);
      pending = await withoutFailed(table, pending, group, error, names, settle);
    }
  }
}

interface Group {
  readonly connections: readonly Connection[];
  readonly actions: readonly Action[];
  /** By index of the action: which connection or which record it is about. */
  readonly about: readonly (
    | { readonly half: Connection }
    | { readonly record: { type: string; id: string } }
    | null
  )[];
}

function takeGroup(
  pending: readonly Connection[],
  shards: number,
  names: ReadonlyMap<string, string>,
  alongside: (connection: Connection) => readonly Action[],
): Group {
  const connections: Connection[] = [];
  const entries: { action: Action; about: Group['about'][number] }[] = [];
  const checked = new Set<string>();
  for (const connection of pending) {
    const records = [connection.record1, connection.record2].filter(
      (side) => !checked.has(recordName(side)),
    );
    const extra = alongside(connection);
    if (entries.length + 2 + records.length + extra.length > maxActions) break;
    connections.push(connection);
    for (const action of pairWrites(null, connection, shards)) {
      entries.push({ action, about: { half: connection } });
    }
    for (const record of records) {
      checked.add(recordName(record));
      const action = existsUnder(names.get(recordName(record)) as string, recordKey(record));
      entries.push({ action, about: { record } });
    }
    for (const action of extra) entries.push({ action, about: null });
  }
  return {
    connections,
    actions: entries.map((entry) => entry.action),
    about: entries.map((entry) => entry.about),
  };
}

/** The record must be there, under the name that the halves are about to carry. */
const existsUnder = (name: string, key: Key): Action => ({
  check: key,
  when: { expression: '#name = :name', names: { name: 'name' }, values: { name } },
});

/** Settles the connections that a failed condition is about, and gives back the others. */
async function withoutFailed(
  table: Table,
  pending: readonly Connection[],
  group: Group,
  error: ConditionsFailed,
  names: Map<string, string>,
  settle: (id: string, result: Created) => void,
): Promise<Connection[]> {
  const settled = new Set<string>();
  const doubtful: { type: string; id: string }[] = [];
  for (const [index, existingId] of error.failed) {
    const about = group.about[index];
    if (!about) throw error;
    if ('record' in about) doubtful.push(about.record);
    else if (!settled.has(about.half.id) && existingId !== null) {
      settled.add(about.half.id);
      const isOwn = existingId === about.half.id;
      settle(
        about.half.id,
        isOwn ? { connection: about.half } : { refusal: connectionExists(existingId) },
      );
    }
  }
  for (const record of doubtful) names.delete(recordName(record));
  for (const item of await itemsAt(table, doubtful.map(recordKey), { consistent: true })) {
    names.set(`${item.recordType}/${item.recordId}`, item.name as string);
  }
  return pending.flatMap((connection) => {
    if (settled.has(connection.id)) return [];
    const refusal = missingOf(connection, names);
    if (!refusal) return [named(connection, names)];
    settle(connection.id, { refusal });
    return [];
  });
}
