// Counting all over: what the counts of records, record types and roles come to.
import type { ConnectionHalf } from '../shared/contracts/connection-schemas.ts';
import { type RecordReference, recordName } from '../shared/contracts/identifiers.ts';

/**
 * Numbers by cell, named as corrections name them. Of a record and of a type: `total` (sides of
 * connections), `role:<own role>`, `type:<connected type>`, `state:<state>`; of a type also
 * `connections` (each once) and `records`. Of a role: `total`, `type:<own type>`, `connections`,
 * and of the records that hold it `records`, `records:<type>`. A cell that is not there is 0.
 */
export type Cells = Readonly<Record<string, number>>;

type Growing = Record<string, number>;

/** What of a half is counted. */
export type CountedHalf = Pick<
  ConnectionHalf,
  'side' | 'record' | 'roleId' | 'connected' | 'connectedRoleId' | 'state'
>;

/** The record with a name as `recordName` gives it; no type has a `/` in it. */
export function referenceOf(name: string): RecordReference {
  const at = name.indexOf('/');
  return { type: name.slice(0, at), id: name.slice(at + 1) };
}

/** Takes records and halves, in any order, each once. Keeps counts alone, not what it has taken. */
export class Recount {
  readonly #records = new Map<string, Growing>();
  readonly #types = new Map<string, Growing>();
  readonly #roles = new Map<string, Growing>();

  /** By name: the records that were taken, and those that halves were taken of. */
  get records(): ReadonlyMap<string, Cells> {
    return this.#records;
  }

  ofRecord = (name: string): Cells => this.#records.get(name) ?? {};
  ofType = (type: string): Cells => this.#types.get(type) ?? {};
  ofRole = (roleId: string): Cells => this.#roles.get(roleId) ?? {};

  takeRecord(record: RecordReference): void {
    cellsAt(this.#records, recordName(record));
    increase(cellsAt(this.#types, record.type), 'records');
  }

  takeHalf({ side, record, roleId, connected, connectedRoleId, state }: CountedHalf): void {
    const ofRecord = cellsAt(this.#records, recordName(record));
    const isNewHolder = roleId !== null && ofRecord[`role:${roleId}`] === undefined;
    for (const cells of [ofRecord, cellsAt(this.#types, record.type)]) {
      increase(cells, 'total');
      if (roleId !== null) increase(cells, `role:${roleId}`);
      increase(cells, `type:${connected.type}`);
      increase(cells, `state:${state}`);
    }
    if (roleId !== null) {
      const ofRole = cellsAt(this.#roles, roleId);
      increase(ofRole, 'total');
      increase(ofRole, `type:${record.type}`);
      if (isNewHolder) increase(ofRole, 'records');
      if (isNewHolder) increase(ofRole, `records:${record.type}`);
    }
    // A connection counts once: with the half of record1.
    if (side !== 'record1') return;
    for (const type of new Set([record.type, connected.type])) {
      increase(cellsAt(this.#types, type), 'connections');
    }
    for (const role of new Set([roleId, connectedRoleId])) {
      if (role !== null) increase(cellsAt(this.#roles, role), 'connections');
    }
  }
}

function cellsAt(all: Map<string, Growing>, name: string): Growing {
  const cells = all.get(name) ?? {};
  all.set(name, cells);
  return cells;
}

function increase(cells: Growing, cell: string): void {
  cells[cell] = (cells[cell] ?? 0) + 1;
}
