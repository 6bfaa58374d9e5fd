// Counting connections: what a change adds to the counts of records, record types and roles.

import type { Connection } from './connection-rules.ts';
import { type Change, isMoved, subject } from './events/connection-change.ts';
import { ends, type Half, type SideName } from './perspective.ts';

/**
 * Counts by cell. A record and a type have the cells `total` (sides of connections), `role:<own
 * role>`, `type:<connected type>` and `state:<state>`; a type also has `connections` (each counted
 * once) and `records`. A role has `total`, `type:<own type>` and `connections`, and for the records
 * that hold it `records` and `records:<type>`.
 */
export type Cells = Readonly<Record<string, number>>;

/** Amounts to add to the counts of several record types or roles, by their id. */
export type CellsByName = ReadonlyMap<string, Cells>;

/** The sum of each cell; cells that are 0 are left out. */
export function sum(one: Cells, other: Cells): Cells {
  const result: Record<string, number> = { ...one };
  for (const [cell, amount] of Object.entries(other)) {
    const value = (result[cell] ?? 0) + amount;
    if (value === 0) delete result[cell];
    else result[cell] = value;
  }
  return result;
}

const negative = (cells: Cells): Cells =>
  Object.fromEntries(Object.entries(cells).map(([cell, amount]) => [cell, -amount]));

/** The cells under a prefix such as `role`, without the prefix. */
export function under(cells: Cells, prefix: string): [name: string, count: number][] {
  const start = `${prefix}:`;
  return Object.entries(cells)
    .filter(([cell]) => cell.startsWith(start))
    .map(([cell, count]) => [cell.slice(start.length), count]);
}

/** What a half adds to the counts of its own record, and of the type of that record. */
function cellsOfHalf(half: Half): Cells {
  const { own, connected } = ends(half);
  return {
    total: 1,
    ...(own.roleId !== null && { [`role:${own.roleId}`]: 1 }),
    [`type:${connected.type}`]: 1,
    [`state:${half.connection.state}`]: 1,
  };
}

const cellsOfSide = (connection: Connection | null, side: SideName): Cells =>
  connection ? cellsOfHalf({ connection, side }) : {};

/** What a change adds to the counts of the record on one side: after a move, of the record it moved to. */
export function addedToRecord(change: Change, side: SideName): Cells {
  const { before, after } = change;
  if (isMoved(change, side)) return cellsOfSide(after, side);
  return sum(negative(cellsOfSide(before, side)), cellsOfSide(after, side));
}

/** What a move adds to the counts of the record that the connection leaves. */
export const addedByLeaving = ({ before }: Change, side: SideName): Cells =>
  negative(cellsOfSide(before, side));

/**
 * What one side of a change adds to the counts of types: both sides add to their own type; record1
 * also adds the connection itself, so that it is counted once.
 */
export function addedToTypes(change: Change, side: SideName): CellsByName {
  const added = new Map<string, Cells>();
  add(added, subject(change)[side].type, addedToRecord(change, side));
  if (isMoved(change, side)) {
    add(added, change.before?.[side].type ?? '', addedByLeaving(change, side));
  }
  if (side === 'record1') {
    for (const [connection, amount] of signed(change)) {
      for (const type of new Set([connection.record1.type, connection.record2.type])) {
        add(added, type, { connections: amount });
      }
    }
  }
  return added;
}

/** What one side of a change adds to the counts of roles, in the same way as for types. */
export function addedToRoles(change: Change, side: SideName): CellsByName {
  const added = new Map<string, Cells>();
  for (const [connection, amount] of signed(change)) {
    const { type, roleId } = connection[side];
    if (roleId !== null) add(added, roleId, { total: amount, [`type:${type}`]: amount });
    if (side === 'record2') continue;
    for (const role of new Set([connection.record1.roleId, connection.record2.roleId])) {
      if (role !== null) add(added, role, { connections: amount });
    }
  }
  return added;
}

/**
 * What a change of a record's counts adds to the counts of roles that it starts or stops holding.
 */
export function addedByHolder(type: string, before: Cells, after: Cells): CellsByName {
  const added = new Map<string, Cells>();
  for (const [role, holds] of rolesStartedOrStopped(before, after)) {
    const amount = holds ? 1 : -1;
    add(added, role, { records: amount, [`records:${type}`]: amount });
  }
  return added;
}

/** The roles whose count becomes positive or stops being positive. */
export function rolesStartedOrStopped(
  before: Cells,
  after: Cells,
): [role: string, holds: boolean][] {
  const roles = new Set([...under(before, 'role'), ...under(after, 'role')].map(([role]) => role));
  return [...roles].flatMap((role): [string, boolean][] => {
    const held = (before[`role:${role}`] ?? 0) > 0;
    const holds = (after[`role:${role}`] ?? 0) > 0;
    return held === holds ? [] : [[role, holds]];
  });
}

/** Adds cells to those of an id; removes the id if all its cells are 0. */
export function add(added: Map<string, Cells>, name: string, cells: Cells): void {
  const result = sum(added.get(name) ?? {}, cells);
  if (Object.keys(result).length === 0) added.delete(name);
  else added.set(name, result);
}

/** The connection before a change, to subtract, and the one after it, to add. */
function signed({ before, after }: Change): [connection: Connection, amount: 1 | -1][] {
  return [
    ...(before ? [[before, -1] as [Connection, -1]] : []),
    ...(after ? [[after, 1] as [Connection, 1]] : []),
  ];
}
