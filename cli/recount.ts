// Counts the connections of records, record types and roles again, from their halves.

import type { ConnectionHalf } from '../shared/contracts/answers/connection-answers.ts';
import { type RecordReference, recordPath } from '../shared/contracts/identifiers.ts';

/** Stands for "no role" in the name of a cell; the service derives such counts from the others. */
export const noRole = '-';

/**
 * Numbers by cell, with the names that corrections use. Of a record and of a type: `total` (sides of
 * connections), `role:<own role>`, `type:<connected type>`, `state:<state>`; of a type also
 * `connections` (each once) and `records`. Of a role: `total`, `type:<own type>`, `connections`,
 * and the numbers of records that have it, `records` and `records:<type>`. A missing cell is 0.
 */
export type Cells = Readonly<Record<string, number>>;

type MutableCells = Record<string, number>;

/** The fields of a half that counts depend on. */
export type CountedHalf = Pick<
  ConnectionHalf,
  'side' | 'record' | 'roleId' | 'connected' | 'connectedRoleId' | 'state'
>;

/** The reverse of `recordPath`; no type contains a `/`. */
export function referenceOf(name: string): RecordReference {
  const at = name.indexOf('/');
  return { type: name.slice(0, at), id: name.slice(at + 1) };
}

/** Counts records and halves, given in any order, each once. Keeps only the counts. */
export class Recount {
  readonly #records = new Map<string, MutableCells>();
  readonly #types = new Map<string, MutableCells>();
  readonly #roles = new Map<string, MutableCells>();

  /** By name: the records that were added, and the records of the halves that were added. */
  get records(): ReadonlyMap<string, Cells> {
    return this.#records;
  }

  ofRecord = (name: string): Cells => this.#records.get(name) ?? {};
  ofType = (type: string): Cells => this.#types.get(type) ?? {};
  ofRole = (roleId: string): Cells => this.#roles.get(roleId) ?? {};

  addRecord(record: RecordReference): void {
    cellsAt(this.#records, recordPath(record));
    increase(cellsAt(this.#types, record.type), 'records');
  }

  addHalf({ side, record, roleId, connected, connectedRoleId, state }: CountedHalf): void {
    const ofRecord = cellsAt(this.#records, recordPath(record));
    const isNewHolder = roleId !== null && ofRecord[`role:${roleId}`] === undefined;
    for (const cells of [ofRecord, cellsAt(this.#types, record.type)]) {
      increase(cells, 'total');
      increase(cells, `role:${roleId ?? noRole}`);
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
    // A connection is counted once, with the half of record1.
    if (side !== 'record1') return;
    for (const type of new Set([record.type, connected.type])) {
      increase(cellsAt(this.#types, type), 'connections');
    }
    for (const role of new Set([roleId, connectedRoleId])) {
      if (role !== null) increase(cellsAt(this.#roles, role), 'connections');
    }
  }
}

function cellsAt(all: Map<string, MutableCells>, name: string): MutableCells {
  const cells = all.get(name) ?? {};
  all.set(name, cells);
  return cells;
}

function increase(cells: MutableCells, cell: string): void {
  cells[cell] = (cells[cell] ?? 0) + 1;
}
