// What changes add to counts comes, in any order, to what a recount of what is left gives.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Connection } from '../../shared/domain/connection-rules.ts';
import {
  add,
  addedByHolder,
  addedToRecord,
  addedToRoles,
  addedToTypes,
  type Cells,
  type CellsByName,
  sum,
  under,
} from '../../shared/domain/counting.ts';
import type { Change } from '../../shared/domain/events/connection-change.ts';
import { endsOf } from '../../shared/domain/events/connection-change.ts';
import type { SideName } from '../../shared/domain/perspective.ts';
import { leftOf, lives } from '../support/changes.ts';

const sides = ['record1', 'record2'] as const;

/** Random lives of connections between the same few records, and what they tell, shuffled. */
const told = fc.array(lives, { minLength: 1, maxLength: 6 }).chain((all) => {
  const tellings = all
    .flat()
    .flatMap((change) => sides.map((side): [Change, SideName] => [change, side]));
  return fc.record({
    left: fc.constant(leftOf(all)),
    tellings: fc.shuffledSubarray(tellings, { minLength: tellings.length }),
  });
});

function total(all: readonly CellsByName[]): Record<string, Cells> {
  const result = new Map<string, Cells>();
  for (const one of all) for (const [name, cells] of one) add(result, name, cells);
  return Object.fromEntries(result);
}

/** Counts one by one, the simple way. */
function recount(left: readonly Connection[], cellsOf: (one: Connection) => [string, string][]) {
  const result: Record<string, Record<string, number>> = {};
  for (const connection of left) {
    for (const [name, cell] of cellsOf(connection)) {
      result[name] ??= {};
      result[name][cell] = (result[name][cell] ?? 0) + 1;
    }
  }
  return result;
}

const bothWays = ({ record1, record2 }: Connection) =>
  [
    { own: record1, connected: record2 },
    { own: record2, connected: record1 },
  ] as const;

/** The cells of a record, or of its type, under a name of the own side. */
const sideCells = (connection: Connection, nameOf: (own: Connection['record1']) => string) =>
  bothWays(connection).flatMap(({ own, connected }): [string, string][] => [
    [nameOf(own), 'total'],
    [nameOf(own), `type:${connected.type}`],
    [nameOf(own), `state:${connection.state}`],
    ...(own.roleId === null ? [] : [[nameOf(own), `role:${own.roleId}`] as [string, string]]),
  ]);

const recordPath = ({ type, id }: { type: string; id: string }) => `${type}/${id}`;

describe('in any order, the sum of the changes equals a recount', () => {
  it("of a record's connections", () => {
    fc.assert(
      fc.property(told, ({ left, tellings }) => {
        const counted = total(
          tellings.map(([change, side]) => {
            const { own } = endsOf(change, side);
            return new Map([[recordPath(own), addedToRecord(change, side)]]);
          }),
        );
        expect(counted).toEqual(recount(left, (one) => sideCells(one, recordPath)));
      }),
    );
  });

  it('of a type', () => {
    fc.assert(
      fc.property(told, ({ left, tellings }) => {
        const counted = total(tellings.map(([change, side]) => addedToTypes(change, side)));
        expect(counted).toEqual(
          recount(left, (one) => [
            ...sideCells(one, ({ type }) => type),
            ...[...new Set(bothWays(one).map(({ own }) => own.type))].map(
              (type): [string, string] => [type, 'connections'],
            ),
          ]),
        );
      }),
    );
  });

  it('of a role', () => {
    fc.assert(
      fc.property(told, ({ left, tellings }) => {
        const counted = total(tellings.map(([change, side]) => addedToRoles(change, side)));
        expect(counted).toEqual(
          recount(left, (one) => {
            const played = bothWays(one).flatMap(({ own: { roleId, type } }) =>
              roleId === null ? [] : [{ roleId, type }],
            );
            return [
              ...played.flatMap(({ roleId, type }): [string, string][] => [
                [roleId, 'total'],
                [roleId, `type:${type}`],
              ]),
              ...[...new Set(played.map(({ roleId }) => roleId))].map(
                (roleId): [string, string] => [roleId, 'connections'],
              ),
            ];
          }),
        );
      }),
    );
  });

  it('of the records that hold a role, each once', () => {
    fc.assert(
      fc.property(told, ({ left, tellings }) => {
        const records = new Map<string, { type: string; cells: Cells }>();
        const added: CellsByName[] = [];
        for (const [change, side] of tellings) {
          const { own } = endsOf(change, side);
          const before = records.get(recordPath(own))?.cells ?? {};
          const after = sum(before, addedToRecord(change, side));
          added.push(addedByHolder(own.type, before, after));
          records.set(recordPath(own), { type: own.type, cells: after });
        }
        const holders = new Set(
          left.flatMap((one) =>
            bothWays(one).flatMap(({ own }) =>
              own.roleId === null ? [] : [`${own.roleId} ${own.type} ${own.id}`],
            ),
          ),
        );
        const expected: Record<string, Record<string, number>> = {};
        for (const [role = '', type = ''] of [...holders].map((one) => one.split(' '))) {
          expected[role] ??= {};
          for (const cell of ['records', `records:${type}`]) {
            expected[role][cell] = (expected[role][cell] ?? 0) + 1;
          }
        }
        expect(total(added)).toEqual(expected);
      }),
    );
  });
});

describe('cells', () => {
  it('that are zero are left out', () => {
    expect(sum({ total: 2, 'role:a': 1 }, { total: 1, 'role:a': -1 })).toEqual({ total: 3 });
    const added = new Map([['contact', { total: 1 }]]);
    add(added, 'contact', { total: -1 });
    expect([...added]).toEqual([]);
  });

  it('are found under their prefix, whatever the name contains', () => {
    const cells = { 'role:a': 1, 'role:b-c': 2, 'roles:x': 3, total: 3 };
    expect(under(cells, 'role')).toEqual([
      ['a', 1],
      ['b-c', 2],
    ]);
  });
});
