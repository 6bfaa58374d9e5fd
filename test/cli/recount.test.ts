// A recount gives the same as counting each cell on its own.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CountDifference,
  countDifferences,
  withCategories,
} from '../../cli/count-differences.ts';
import { type CountedHalf, Recount, referenceOf } from '../../cli/recount.ts';
import { correctionsOf } from '../../cli/repair.ts';
import { type RecordReference, recordPath } from '../../shared/contracts/identifiers.ts';

const types = ['account', 'contact'];
const roles = ['vendor', 'client', 'friend'];
const aRecord = fc.record({
  type: fc.constantFrom(...types),
  id: fc.constantFrom('a', 'b', 'c'),
  name: fc.constant(''),
});
const aRole = fc.option(fc.constantFrom(...roles));
const aPair = fc
  .record({
    record: aRecord,
    roleId: aRole,
    connected: aRecord,
    connectedRoleId: aRole,
    state: fc.constantFrom('active' as const, 'inactive' as const),
  })
  .map(({ record, roleId, connected, connectedRoleId, state }): CountedHalf[] => [
    { side: 'record1', record, roleId, connected, connectedRoleId, state },
    {
      side: 'record2',
      record: connected,
      roleId: connectedRoleId,
      connected: record,
      connectedRoleId: roleId,
      state,
    },
  ]);

/** Each cell by looking through all halves; those that are 0 are left out. */
function naive(all: readonly CountedHalf[], records: readonly RecordReference[]) {
  type Test = (half: CountedHalf) => boolean;
  const count = (test: Test) => all.filter(test).length;
  const once = (test: Test) =>
    count((half) => half.side === 'record1' && (test(half) || test(mirrored(half))));
  const mirrored = (half: CountedHalf): CountedHalf => ({
    ...half,
    record: half.connected,
    roleId: half.connectedRoleId,
  });
  const holders = (role: string, type?: string) =>
    new Set(
      all
        .filter(({ roleId, record }) => roleId === role && (!type || record.type === type))
        .map(({ record }) => recordPath(record)),
    ).size;
  const sides = (own: Test): Record<string, number> => ({
    total: count(own),
    ...Object.fromEntries([
      ...roles.map((role) => [`role:${role}`, count((h) => own(h) && h.roleId === role)]),
      ['role:-', count((h) => own(h) && h.roleId === null)],
      ...types.map((type) => [`type:${type}`, count((h) => own(h) && h.connected.type === type)]),
      ...['active', 'inactive'].map((s) => [`state:${s}`, count((h) => own(h) && h.state === s)]),
    ]),
  });
  const positive = (cells: Record<string, number>) =>
    Object.fromEntries(Object.entries(cells).filter(([, value]) => value > 0));
  return {
    ofRecord: (name: string) => positive(sides(({ record }) => recordPath(record) === name)),
    ofType: (type: string) =>
      positive({
        ...sides(({ record }) => record.type === type),
        connections: once(({ record }) => record.type === type),
        records: records.filter((record) => record.type === type).length,
      }),
    ofRole: (role: string) =>
      positive({
        total: count(({ roleId }) => roleId === role),
        connections: once(({ roleId }) => roleId === role),
        records: holders(role),
        ...Object.fromEntries(
          types.flatMap((type) => [
            [`type:${type}`, count((h) => h.roleId === role && h.record.type === type)],
            [`records:${type}`, holders(role, type)],
          ]),
        ),
      }),
  };
}

describe('Recount', () => {
  it('gives the same as counting each cell on its own, in any order', () => {
    const world = fc.record({
      pairs: fc.array(aPair, { maxLength: 20 }),
      records: fc.uniqueArray(aRecord, { selector: recordPath }),
      seed: fc.array(fc.nat(), { minLength: 40, maxLength: 40 }),
    });
    fc.assert(
      fc.property(world, ({ pairs, records, seed }) => {
        const halves = pairs.flat();
        const shuffled = halves
          .map((half, at) => ({ half, order: seed[at] as number }))
          .sort((a, b) => a.order - b.order)
          .map(({ half }) => half);
        const recount = new Recount();
        for (const record of records) recount.addRecord(record);
        for (const half of shuffled) recount.addHalf(half);

        const expected = naive(halves, records);
        for (const [name, cells] of recount.records) expect(cells).toEqual(expected.ofRecord(name));
        for (const type of types) expect(recount.ofType(type)).toEqual(expected.ofType(type));
        for (const role of roles) expect(recount.ofRole(role)).toEqual(expected.ofRole(role));
        const known = new Set([...records, ...halves.map(({ record }) => record)].map(recordPath));
        expect(new Set(recount.records.keys())).toEqual(known);
      }),
    );
  });

  it('names a record so that it can be found again', () => {
    const record = { type: 'contact', id: 'a.b_c:d@e~f-g' };
    expect(referenceOf(recordPath(record))).toEqual(record);
  });
});

describe('countDifferences', () => {
  const of = { type: 'account', id: 'fabrikon' };

  it('names the cells that differ; one that is not there is 0', () => {
    const counted = { total: 3, 'role:vendor': 2, 'state:active': 3 };
    const shown = { total: 3, 'role:client': 1, 'state:active': 4, 'type:contact': 0 };
    expect(countDifferences(of, counted, shown)).toEqual([
      { of, cell: 'role:client', counted: 0, shown: 1 },
      { of, cell: 'role:vendor', counted: 2, shown: 0 },
      { of, cell: 'state:active', counted: 3, shown: 4 },
    ]);
    expect(countDifferences(of, counted, counted)).toEqual([]);
  });

  it('derives categories from roles', () => {
    const categories = new Map([
      ['vendor', 'business'],
      ['client', 'business'],
      ['friend', 'social'],
    ]);
    const cells = { total: 9, 'role:vendor': 1, 'role:client': 2, 'role:gone': 4, 'role:-': 2 };
    expect(withCategories(cells, categories)).toEqual({
      ...cells,
      'category:business': 3,
      'category:-': 6,
    });
  });
});

describe('correctionsOf', () => {
  const record = { type: 'account', id: 'fabrikon' };
  const difference = (of: CountDifference['of'], cell: string, counted: number, shown: number) => ({
    of,
    cell,
    counted,
    shown,
  });

  it('adds what is missing, thing by thing; what is derived follows', () => {
    const corrections = correctionsOf([
      difference(record, 'role:vendor', 1, 4),
      difference({ type: 'account' }, 'total', 5, 3),
      difference(record, 'category:business', 1, 4),
      difference(record, 'role:-', 1, 4),
      difference(record, 'total', 2, 1),
    ]);
    expect(corrections).toEqual([
      { of: record, add: { 'role:vendor': -3, total: 1 } },
      { of: { type: 'account' }, add: { total: 2 } },
    ]);
  });

  it('corrects a record by nothing when only a list of holders is wrong', () => {
    expect(correctionsOf([difference(record, 'holder:vendor', 1, 0)])).toEqual([
      { of: record, add: {} },
    ]);
    expect(correctionsOf([difference({ type: 'account' }, 'category:business', 1, 0)])).toEqual([]);
  });

  it('sends no more cells at once than a correction may have', () => {
    const cells = Array.from({ length: 95 }, (_, at) => `role:r${at}`);
    const sizes = correctionsOf(cells.map((cell) => difference(record, cell, 1, 0))).map(
      ({ add }) => Object.keys(add).length,
    );
    expect(sizes).toEqual([40, 40, 15]);
  });
});
