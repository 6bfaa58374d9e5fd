// Compares what a recount comes to with the counts that the service shows.
import type { ConnectionHalf } from '../shared/contracts/connection-schemas.ts';
import { type RecordReference, recordName } from '../shared/contracts/identifiers.ts';
import type { Api } from './api.ts';
import { inOrder } from './batches.ts';
import {
  type CountDifference,
  type Counted,
  countDifferences,
  withCategories,
  wordsFor,
} from './count-differences.ts';
import { halfOf } from './halves.ts';
import type { Progress } from './progress.ts';
import { type Cells, Recount, referenceOf } from './recount.ts';
import { type Settled, settle } from './settle.ts';
import {
  listedHolders,
  shownOfRecord,
  shownOfRole,
  shownOfType,
  unlessNotFound,
} from './shown-counts.ts';

/** How many requests are under way at once. */
const width = 8;

/** By name of the thing. Only those with differences. */
type Differences = Map<string, CountDifference[]>;

/** The record types and the roles, these with their categories. */
export interface Names {
  readonly types: readonly string[];
  readonly categories: ReadonlyMap<string, string>;
}

export async function readNames(api: Api): Promise<Names> {
  const types: string[] = [];
  const categories = new Map<string, string>();
  for await (const { type } of api.walk('listRecordTypes', {})) types.push(type);
  for await (const { id, category } of api.walk('listConnectionRoles', {})) {
    categories.set(id, category);
  }
  return { types, categories };
}

/** Counts all records and all halves; each half is also handed on. */
export async function recountAll(
  api: Api,
  { types }: Names,
  onHalf: (half: ConnectionHalf) => void = () => {},
): Promise<Recount> {
  const recount = new Recount();
  for (const type of types) {
    const records = async () => {
      for await (const record of api.walk('listRecords', { params: { type } })) {
        recount.takeRecord(record);
      }
    };
    await unlessNotFound(records());
  }
  for await (const half of api.walk('listConnectionHalves', {})) {
    recount.takeHalf(half);
    onHalf(half);
  }
  return recount;
}

/**
 * Compares the counts of all records, record types and roles, and the lists of the records that
 * hold a role. What differs may be a change that is not counted yet, or made since the recount: it
 * is looked at again, records by a consistent read of their connections, types and roles by another
 * recount, before it is called wrong.
 */
export async function checkCounts(
  api: Api,
  names: Names,
  recount: Recount,
  progress: Progress,
): Promise<Settled<CountDifference>> {
  const pulse = async () => JSON.stringify(await each(names.types, (one) => shownOfType(api, one)));
  const first = {
    records: await ofRecords(api, names, recount, progress),
    holders: await ofHolders(api, [...names.categories.keys()], recount),
    sums: await ofTypesAndRoles(api, names, recount),
  };
  const [records, holders, sums] = await Promise.all([
    settle(first.records, { look: (suspects) => ofRecordsNow(api, suspects), pulse }),
    settle(first.holders, { look: (roles) => ofHolders(api, roles, recount), pulse }),
    settle(first.sums, {
      look: async () => {
        const namesNow = await readNames(api);
        return ofTypesAndRoles(api, namesNow, await recountAll(api, namesNow));
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

async function ofRecords(api: Api, names: Names, recount: Recount, progress: Progress) {
  let done = 0;
  return gathered([...recount.records], async ([name, counted]) => {
    const differences = await ofRecord(api, name, counted, names);
    done += 1;
    progress.show('summaries', done, recount.records.size);
    return [name, differences];
  });
}

async function ofRecord(api: Api, name: string, counted: Cells, { categories }: Names) {
  const record = referenceOf(name);
  const shown = await shownOfRecord(api, record);
  return countDifferences(record, withCategories(counted, categories), shown);
}

async function ofRecordsNow(api: Api, records: readonly string[]): Promise<Differences> {
  const names = await readNames(api);
  const counts = new Map<string, Cells>();
  await each(records, async (name) => {
    const counted = await countNow(api, referenceOf(name));
    if (counted) counts.set(name, counted);
  });
  const gone = new Set(records.filter((name) => !counts.has(name)));
  if (gone.size > 0) {
    // The connections of a deleted record cannot be listed; they are on their way out, too.
    const left = new Recount();
    for await (const half of api.walk('listConnectionHalves', {})) {
      if (gone.has(recordName(half.record))) left.takeHalf(half);
    }
    for (const name of gone) counts.set(name, left.ofRecord(name));
  }
  return gathered(records, async (name) => [
    name,
    await ofRecord(api, name, counts.get(name) ?? {}, names),
  ]);
}

/** The counts of a record by a consistent read; undefined when it does not exist. */
async function countNow(
  api: Api,
  record: RecordReference,
  query: { roleId?: string } = {},
): Promise<Cells | undefined> {
  const recount = new Recount();
  const all = async () => {
    for await (const view of api.walk('listConnectionsOfRecord', { params: record, query })) {
      recount.takeHalf({ ...halfOf(view), side: 'record1' });
    }
    return recount.ofRecord(recordName(record));
  };
  return unlessNotFound(all());
}

/**
 * The lists of the records that hold a role, against the counts of these records. A list takes its
 * counts from the records' summaries: one that says what the summary says is not wrong by itself.
 */
async function ofHolders(
  api: Api,
  roles: readonly string[],
  recount: Recount,
): Promise<Differences> {
  const found: Differences = new Map();
  for (const role of roles) {
    const listed = await listedHolders(api, role);
    const cell = `role:${role}`;
    const suspects = new Set<string>();
    for (const [name, count] of listed) {
      if (recount.ofRecord(name)[cell] !== count) suspects.add(name);
    }
    for (const [name, cells] of recount.records) {
      if (cells[cell] !== undefined && !listed.has(name)) suspects.add(name);
    }
    const differences = await each([...suspects], (name) =>
      ofHolder(api, role, referenceOf(name), listed.get(name) ?? 0),
    );
    if (differences.some((some) => some.length > 0)) found.set(role, differences.flat());
  }
  return found;
}

async function ofHolder(
  api: Api,
  role: string,
  record: RecordReference,
  listed: number,
): Promise<CountDifference[]> {
  const cell = `role:${role}`;
  const cells = await countNow(api, record, { roleId: role });
  // A record that does not exist is not listed, though it may have connections for a moment still.
  const counted = cells?.[cell] ?? 0;
  const shown = cells ? ((await shownOfRecord(api, record))[cell] ?? 0) : 0;
  if (listed === counted || listed === shown) return [];
  return [{ of: record, cell: `holder:${role}`, counted, shown: listed }];
}

async function ofTypesAndRoles(
  api: Api,
  { types, categories }: Names,
  recount: Recount,
): Promise<Differences> {
  const compared = (of: Counted, counted: Cells, shown: Cells | undefined) => {
    // A type or role that has gone meanwhile has no counts.
    const differences = shown ? countDifferences(of, counted, shown) : [];
    return [wordsFor(of), differences] as const;
  };
  const ofTypes = await gathered(types, async (type) => {
    const counted = withCategories(recount.ofType(type), categories);
    return compared({ type }, counted, await shownOfType(api, type));
  });
  const ofRoles = await gathered([...categories.keys()], async (roleId) =>
    compared({ roleId }, recount.ofRole(roleId), await shownOfRole(api, roleId)),
  );
  return new Map([...ofTypes, ...ofRoles]);
}

/** Those with differences. */
async function gathered<Input>(
  inputs: readonly Input[],
  compare: (input: Input) => Promise<readonly [name: string, differences: CountDifference[]]>,
): Promise<Differences> {
  const all = await each(inputs, compare);
  return new Map(all.filter(([, differences]) => differences.length > 0));
}

/** Does `work` on each, a few at a time; answers in their order. */
async function each<Input, Output>(
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
