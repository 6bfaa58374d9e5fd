// The Congress in a table, and its lists compared with lists computed directly from the files.
import { beforeAll, expect } from 'vitest';
import type { Catalog } from '../../shared/domain/catalog.ts';
import { parseFilter } from '../../shared/domain/filter/grammar.ts';
import type { Half } from '../../shared/domain/perspective.ts';
import type { Table } from '../../shared/table/engine/open-table.ts';
import {
  connectionsOfAll,
  type ListPosition,
} from '../../shared/table/lists/connections-by-index.ts';
import { connectionsOf } from '../../shared/table/lists/connections-of-record.ts';
import type { ListConditions } from '../../shared/table/lists/fill-page.ts';
import { effort } from './effort.ts';
import { idOfLine, loadSample, readSample } from './samples.ts';
import { makeTable } from './table.ts';

const everything = readSample('congress');
/** One connection out of this many is used. */
const share = effort(16, 1);
const sample = {
  ...everything,
  connections: everything.connections.filter((_, at) => at % share === 0),
};
// The files contain no owners and states: some are invented, depending on the line.
const lines = sample.connections.map((line, at) => ({
  ...line,
  ownerId: `user-${at % 5}`,
  state: at % 7 === 0 ? ('inactive' as const) : ('active' as const),
}));
const recordNamed = new Map(sample.records.map((one) => [`${one.type}/${one.id}`, one]));
const categoryOf = new Map(sample.roles.map((role) => [role.id, role.category]));

type Line = (typeof lines)[number];
/** A line of the file, as seen from one side. */
const seenFrom = (line: Line, at: number, from: 1 | 2) => {
  const [own, ownRole, other, otherRole] =
    from === 1
      ? [line.record1, line.record1RoleId, line.record2, line.record2RoleId]
      : [line.record2, line.record2RoleId, line.record1, line.record1RoleId];
  return { line, key: `${idOfLine(at)} ${own.type}/${own.id}`, own, ownRole, other, otherRole };
};
const sides = lines.flatMap((line, at) => [seenFrom(line, at, 1), seenFrom(line, at, 2)]);
type SeenLine = (typeof sides)[number];

/** Conditions on the connected record, and the same conditions in plain code. */
const filters: readonly [string, (record: { name: string; attributes: Attributes }) => boolean][] =
  [
    ["party eq 'DEMOCRAT'", ({ attributes }) => attributes.party === 'Democrat'],
    ["party ne 'Republican'", ({ attributes }) => attributes.party !== 'Republican'],
    ['terms ge 5', ({ attributes }) => (attributes.terms ?? 0) >= 5],
    ['birthday lt 1950-01-01', ({ attributes }) => (attributes.birthday ?? '9') < '1950-01-01'],
    [
      "gender eq 'F' and not (state in ('CA', 'TX'))",
      ({ attributes: { gender, state = '' } }) => gender === 'F' && !['CA', 'TX'].includes(state),
    ],
    ['subcommittee', ({ attributes }) => attributes.subcommittee === true],
    [
      "chamber eq 'house' or startswith(name, 'a')",
      ({ name, attributes }) => attributes.chamber === 'house' || /^a/i.test(name),
    ],
    [
      "contains(name, 'z') and terms ne null",
      ({ name, attributes }) => /z/i.test(name) && attributes.terms !== undefined,
    ],
    ["wikidata eq 'Q22250'", ({ attributes }) => attributes.wikidata === 'Q22250'],
    [
      'wikidata eq null and phone eq null',
      ({ attributes }) => !attributes.wikidata && !attributes.phone,
    ],
  ];
type Attributes = Partial<
  Record<'party' | 'birthday' | 'gender' | 'state' | 'chamber' | 'wikidata' | 'phone', string>
> & { terms?: number; subcommittee?: boolean };

type Asked = Omit<ListConditions, 'filter' | 'state'> & {
  state?: ListConditions['state'];
  filter?: string;
};

const belongs = (asked: Asked) => (side: SeenLine) => {
  const { line, ownRole, other, otherRole } = side;
  const record = recordNamed.get(`${other.type}/${other.id}`);
  const condition = filters.find(([text]) => text === asked.filter)?.[1];
  const { effectiveStart: start, effectiveEnd: end } = line;
  return (
    (asked.roleId === undefined || (ownRole ?? null) === asked.roleId) &&
    (asked.connectedRoleId === undefined || (otherRole ?? null) === asked.connectedRoleId) &&
    (asked.connectedType === undefined || other.type === asked.connectedType) &&
    (asked.connectedId === undefined || other.id === asked.connectedId) &&
    (asked.category === undefined || categoryOf.get(ownRole ?? '-') === asked.category) &&
    (asked.state === undefined || asked.state === 'all' || line.state === asked.state) &&
    (asked.ownerId === undefined || line.ownerId === asked.ownerId) &&
    (asked.activeOn === undefined ||
      ((start ?? '0') <= asked.activeOn && asked.activeOn <= (end ?? '9'))) &&
    (condition === undefined || condition(record as never))
  );
};

let table: Table;
let catalog: Catalog;

/** Loads the Congress before the tests of a file run. */
export function withCongress() {
  beforeAll(async () => {
    ({ table } = await makeTable());
    catalog = await loadSample(table, { ...sample, connections: lines });
  });
}

/** Which list: that of a record, of a role (and a type), or of a type. */
type List =
  | { readonly record: { type: string; id: string } }
  | { readonly recordType: string; readonly role?: undefined }
  | { readonly recordType?: string; readonly role: string };

const isOf =
  (list: List) =>
  ({ own, ownRole }: SeenLine) =>
    'record' in list
      ? own.type === list.record.type && own.id === list.record.id
      : (list.recordType === undefined || own.type === list.recordType) &&
        (list.role === undefined || ownRole === list.role);

/** Reads a list, at most so many pages; returns the keys of the connections found, in order. */
async function walk(list: List, asked: Asked, limit: number, pages = Number.POSITIVE_INFINITY) {
  const filter = asked.filter === undefined ? undefined : parseFilter(asked.filter);
  const question = { ...asked, state: asked.state ?? 'all', filter };
  const found: Half[] = [];
  let after: ListPosition | undefined;
  for (let page = 0; page < pages; page += 1) {
    const { items, position } =
      'record' in list
        ? await connectionsOf(table, catalog, list.record, question, limit, after as string)
        : await connectionsOfAll(table, catalog, list, question, limit, after);
    expect(items.length).toBeLessThanOrEqual(limit);
    found.push(...items);
    after = position && JSON.parse(JSON.stringify(position));
    if (after === undefined) break;
  }
  const keys = found.map(({ connection, side }) => {
    const own = connection[side];
    return `${connection.id} ${own.type}/${own.id}`;
  });
  return { keys, isComplete: after === undefined };
}

const expected = (list: List, asked: Asked) =>
  sides
    .filter(isOf(list))
    .filter(belongs(asked))
    .map(({ key }) => key);

/** Compares the list of every record with the files. */
export async function compareRecords() {
  const byRecord = Map.groupBy(sides, ({ own }) => `${own.type}/${own.id}`);
  for (const record of sample.records) {
    const { keys } = await walk({ record }, {}, 100);
    const wanted = (byRecord.get(`${record.type}/${record.id}`) ?? []).map(({ key }) => key);
    expect(keys.sort()).toEqual(wanted.sort());
  }
}

/** Compares the list of every role and of every type with the files. */
export async function compareRolesAndTypes() {
  const lists: List[] = [
    ...sample.roles.map(({ id }) => ({ role: id })),
    ...sample.types.map(({ type }) => ({ recordType: type as string })),
  ];
  for (const list of lists) {
    const { keys } = await walk(list, {}, 100);
    expect(keys.sort()).toEqual(expected(list, {}).sort());
  }
}

/** The same sequence every time: mulberry32. */
function seeded(seed: number) {
  let state = seed;
  const random = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const pick = <T>(all: readonly T[]) => all[Math.floor(random() * all.length)] as T;
  return { random, pick };
}

/** A question that matches a random half, so that most questions have a result. */
function randomQuestion({ random, pick }: ReturnType<typeof seeded>): [List, Asked] {
  const { line, own, ownRole, other, otherRole } = pick(sides);
  const roleId = ownRole ?? null;
  const ofRole: List[] =
    roleId === null ? [] : [{ role: roleId }, { role: roleId, recordType: own.type }];
  const list = pick<List>([
    { record: own },
    { record: own },
    { recordType: own.type },
    { recordType: own.type },
    ...ofRole,
  ]);
  const maybe = <K extends keyof Asked>(chance: number, name: K, value: Asked[K]) =>
    random() < chance ? { [name]: value } : {};
  const to = random() < 0.1 ? { connectedType: other.type, connectedId: other.id } : {};
  return [
    list,
    {
      ...maybe(0.25, 'roleId', roleId),
      ...maybe(0.25, 'connectedRoleId', otherRole ?? null),
      ...maybe(0.3, 'connectedType', other.type),
      ...to,
      ...maybe(0.15, 'category', categoryOf.get(roleId ?? '-')),
      ...maybe(0.2, 'state', pick(['active', 'inactive', 'all'])),
      ...maybe(0.2, 'ownerId', line.ownerId),
      ...maybe(
        0.3,
        'activeOn',
        pick([
          '1995-06-01',
          '2013-01-03',
          '2019-01-03',
          '2024-05-31',
          line.effectiveStart ?? '2026-11-22',
        ]),
      ),
      ...maybe(0.5, 'filter', pick(filters)[0]),
    },
  ];
}

/** Asks this many questions, in pages of 100, 7 and 1, and compares each answer with the files. */
export async function compareCombinations(count: number) {
  const random = seeded(20_261_122);
  let answered = 0;
  let completed = 0;
  for (let n = 0; n < count; n += 1) {
    const [list, asked] = randomQuestion(random);
    const wanted = expected(list, asked);
    // The largest lists are read completely above; here only their beginning is.
    const whole = await walk(list, asked, 100, 12);
    if (whole.isComplete) {
      expect([list, asked, whole.keys.toSorted()]).toEqual([list, asked, wanted.sort()]);
    } else {
      const known = new Set(wanted);
      expect([list, asked, whole.keys.filter((key) => !known.has(key))]).toEqual([list, asked, []]);
      expect(new Set(whole.keys).size).toBe(whole.keys.length);
    }
    for (const limit of [1, 7]) {
      const part = await walk(list, asked, limit, 4);
      const same = part.isComplete ? whole.keys : whole.keys.slice(0, part.keys.length);
      expect([list, asked, limit, part.keys]).toEqual([list, asked, limit, same]);
    }
    if (wanted.length > 0) answered += 1;
    if (whole.isComplete) completed += 1;
  }
  return { answered, completed };
}
