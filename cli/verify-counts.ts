// Compares the counts that the service shows with a recount.

import { type Client, everyItem } from '../shared/client/create-client.ts';
import type { ConnectionView } from '../shared/contracts/answers/connection-answers.ts';
import { type RecordReference, recordPath } from '../shared/contracts/identifiers.ts';
import { inOrder } from '../shared/import/import-batches.ts';
import {
  type CountDifference,
  type CountSubject,
  countDifferences,
  withCategories,
  wordsFor,
} from './count-differences.ts';
import type { ProgressBar } from './progress-bar.ts';
import {
  listedHolders,
  shownOfRecord,
  shownOfRole,
  shownOfType,
  undefinedIfNotFound,
} from './read-shown-counts.ts';
import { type Rechecked, recheckSuspects } from './recheck-suspects.ts';
import { type Cells, type CountedHalf, Recount, referenceOf } from './recount.ts';

/** How many requests run at once. */
const width = 8;

/** By name of the record, type or role; only those with differences. */
type Differences = Map<string, CountDifference[]>;

/** The names of all record types, and the category and the limit of each role. */
export interface Names {
  readonly types: readonly string[];
  readonly categories: ReadonlyMap<string, string>;
  /** Of the roles that have one. */
  readonly limits: ReadonlyMap<string, number>;
}

export async function readNames(client: Client): Promise<Names> {
  const types: string[] = [];
  const categories = new Map<string, string>();
  const limits = new Map<string, number>();
  for await (const { type } of everyItem(client.listRecordTypes, {})) types.push(type);
  for await (const role of everyItem(client.listConnectionRoles, {})) {
    categories.set(role.id, role.category);
    if (role.maxPerRecord !== null) limits.set(role.id, role.maxPerRecord);
  }
  return { types, categories, limits };
}

/** One page of everything that is stored about connections. */
export type RawPage = Awaited<ReturnType<Client['listConnectionHalves']>>;

/** All pages of everything that is stored about connections. */
async function* rawPages(client: Client): AsyncGenerator<RawPage> {
  let cursor: string | undefined;
  do {
    const page = await client.listConnectionHalves({ query: { limit: 100, cursor } });
    yield page;
    cursor = page.nextCursor;
  } while (cursor !== undefined);
}

/** Counts all records and all halves; each page of halves is also passed to `onPage`. */
export async function recountAll(
  client: Client,
  { types }: Names,
  onPage: (page: RawPage, listed: ReadonlySet<string>) => void = () => {},
): Promise<Recount> {
  const recount = new Recount();
  for (const type of types) {
    const records = async () => {
      for await (const record of everyItem(client.listRecords, { params: { type } })) {
        recount.addRecord(record);
      }
    };
    await undefinedIfNotFound(records());
  }
  const listed = new Set(recount.records.keys());
  for await (const page of rawPages(client)) {
    for (const half of page.items) recount.addHalf(half);
    onPage(page, listed);
  }
  return recount;
}

/**
 * Compares the counts of all records, record types and roles, and the roles' lists of records. A
 * difference may be a change that is not counted yet, or one made since the recount. So it is checked
 * again before it is reported: records by a consistent read of their connections, types and roles by
 * another recount.
 */
export async function checkCounts(
  client: Client,
  names: Names,
  recount: Recount,
  progress: ProgressBar,
): Promise<Rechecked<CountDifference>> {
  const pulse = async () =>
    JSON.stringify(await each(names.types, (one) => shownOfType(client, one)));
  const first = {
    records: await ofRecords(client, names, recount, progress),
    holders: await ofHolders(client, [...names.categories.keys()], recount),
    sums: await ofTypesAndRoles(client, names, recount),
  };
  const [records, holders, sums] = await Promise.all([
    recheckSuspects(first.records, {
      recheck: (suspects) => ofRecordsNow(client, suspects),
      pulse,
    }),
    recheckSuspects(first.holders, {
      recheck: (roles) => ofHolders(client, roles, recount),
      pulse,
    }),
    recheckSuspects(first.sums, {
      recheck: async () => {
        const namesNow = await readNames(client);
        return ofTypesAndRoles(client, namesNow, await recountAll(client, namesNow));
      },
      pulse,
    }),
  ]);
  const lists = holders.unsettled.map((role) => `the list of the records with role ${role}`);
  return {
    wrong: [...records.wrong, ...holders.wrong, ...sums.wrong],
    unsettled: [...records.unsettled, ...lists, ...sums.unsettled],
  };
}

async function ofRecords(client: Client, names: Names, recount: Recount, progress: ProgressBar) {
  let done = 0;
  return differing([...recount.records], async ([name, counted]) => {
    const differences = await ofRecord(client, name, counted, names);
    done += 1;
    progress.show('summaries', done, recount.records.size);
    return [name, differences];
  });
}

async function ofRecord(client: Client, name: string, counted: Cells, { categories }: Names) {
  const record = referenceOf(name);
  const shown = await shownOfRecord(client, record);
  return countDifferences(record, withCategories(counted, categories), shown);
}

async function ofRecordsNow(client: Client, records: readonly string[]): Promise<Differences> {
  const names = await readNames(client);
  const counts = new Map<string, Cells>();
  await each(records, async (name) => {
    const counted = await countNow(client, referenceOf(name));
    if (counted) counts.set(name, counted);
  });
  const deleted = new Set(records.filter((name) => !counts.has(name)));
  if (deleted.size > 0) {
    // The connections of a deleted record cannot be listed; they are being deleted, too.
    const remaining = new Recount();
    for await (const half of everyItem(client.listConnectionHalves, {})) {
      if (deleted.has(recordPath(half.record))) remaining.addHalf(half);
    }
    for (const name of deleted) counts.set(name, remaining.ofRecord(name));
  }
  return differing(records, async (name) => [
    name,
    await ofRecord(client, name, counts.get(name) ?? {}, names),
  ]);
}

/** The counts of a record by a consistent read; undefined when it does not exist. */
async function countNow(
  client: Client,
  record: RecordReference,
  query: { roleId?: string } = {},
): Promise<Cells | undefined> {
  const recount = new Recount();
  const all = async () => {
    for await (const view of everyItem(client.listConnectionsOfRecord, { params: record, query })) {
      recount.addHalf(countedHalf(view));
    }
    return recount.ofRecord(recordPath(record));
  };
  return undefinedIfNotFound(all());
}

/** A connection in a record's list, as the half that is counted. */
function countedHalf(view: ConnectionView): CountedHalf {
  const { record1, record1RoleId, record2, record2RoleId, state } = view;
  return {
    side: 'record1',
    record: record1,
    roleId: record1RoleId,
    connected: record2,
    connectedRoleId: record2RoleId,
    state,
  };
}

/**
 * Compares the roles' lists of records with the counts of these records. A list takes its counts from
 * the records' summaries: if it agrees with the summary, only the summary is wrong.
 */
async function ofHolders(
  client: Client,
  roles: readonly string[],
  recount: Recount,
): Promise<Differences> {
  const found: Differences = new Map();
  for (const role of roles) {
    const listed = await listedHolders(client, role);
    const cell = `role:${role}`;
    const suspects = new Set<string>();
    for (const [name, count] of listed) {
      if (recount.ofRecord(name)[cell] !== count) suspects.add(name);
    }
    for (const [name, cells] of recount.records) {
      if (cells[cell] !== undefined && !listed.has(name)) suspects.add(name);
    }
    const differences = await each([...suspects], (name) =>
      ofHolder(client, role, referenceOf(name), listed.get(name) ?? 0),
    );
    if (differences.some((some) => some.length > 0)) found.set(role, differences.flat());
  }
  return found;
}

async function ofHolder(
  client: Client,
  role: string,
  record: RecordReference,
  listed: number,
): Promise<CountDifference[]> {
  const cell = `role:${role}`;
  const cells = await countNow(client, record, { roleId: role });
  // A record that does not exist is not listed, although it may still have connections for a moment.
  const counted = cells?.[cell] ?? 0;
  const shown = cells ? ((await shownOfRecord(client, record))[cell] ?? 0) : 0;
  if (listed === counted || listed === shown) return [];
  return [{ of: record, cell: `holder:${role}`, counted, shown: listed }];
}

async function ofTypesAndRoles(
  client: Client,
  { types, categories }: Names,
  recount: Recount,
): Promise<Differences> {
  const compared = (of: CountSubject, counted: Cells, shown: Cells | undefined) => {
    // A type or role that was deleted in the meantime has no counts.
    const differences = shown ? countDifferences(of, counted, shown) : [];
    return [wordsFor(of), differences] as const;
  };
  const ofTypes = await differing(types, async (type) => {
    const counted = withCategories(recount.ofType(type), categories);
    return compared({ type }, counted, await shownOfType(client, type));
  });
  const ofRoles = await differing([...categories.keys()], async (roleId) =>
    compared({ roleId }, recount.ofRole(roleId), await shownOfRole(client, roleId)),
  );
  return new Map([...ofTypes, ...ofRoles]);
}

/** Calls `compare` for each input; keeps the names that have differences. */
async function differing<Input>(
  inputs: readonly Input[],
  compare: (input: Input) => Promise<readonly [name: string, differences: CountDifference[]]>,
): Promise<Differences> {
  const all = await each(inputs, compare);
  return new Map(all.filter(([, differences]) => differences.length > 0));
}

/** Calls `work` for each input, a few at a time; returns the results in the order of the inputs. */
export async function each<Input, Output>(
  inputs: readonly Input[],
  work: (input: Input) => Promise<Output>,
): Promise<Output[]> {
  const results: Output[] = [];
  async function* all() {
    yield* inputs;
  }
  for await (const result of inOrder(all(), width, work)) results.push(result);
  return results;
}
