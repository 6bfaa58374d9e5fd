// Lists the connections of all records of a type, or of all records that have a role.

import type { OrderBy } from '../../contracts/connection-query-schemas.ts';
import type { Catalog } from '../../domain/catalog.ts';
import { twin } from '../../domain/perspective.ts';
import type { Table } from '../engine/open-table.ts';
import { existingRecords } from '../records/merged-records.ts';
import { allowedRoles, connectedRecord } from './connections-of-record.ts';
import { fillPage, type HalfReader, type HalvesRead, type ListConditions } from './fill-page.ts';
import { IndexHalfReader, type IndexPosition } from './index-half-reader.ts';
import { RecordHalfReader } from './record-half-reader.ts';
import { SortedHalfReader, type SortedPosition } from './sorted-half-reader.ts';

/** Whose halves to list: those of a record type, of a role, or of a role and a type. */
export type Owners =
  | { readonly recordType: string; readonly role?: undefined }
  | { readonly recordType?: string | undefined; readonly role: string };

export type ListPosition = IndexPosition | string;

/**
 * One page of halves, each seen from its own record. A connection between two records of the type
 * (or with the role on both sides) appears twice, once from each side. `after` is the position at
 * which an earlier page ended.
 *
 * 1 Query in simple cases, and one more for each shard that ends on the page. Reads the shortest
 * list that contains the answer: the partition of the connected record if that is given (strongly
 * consistent), otherwise the index by role for the own roles, otherwise for the connected role,
 * otherwise the index by record type, which also has the halves without a role. The cost has the bounds of fillPage. An index can lag behind a
 * write. A connected record without such connections is read: 1 BatchGetItem.
 * @throws Refusal RecordMerged if `connectedId` was merged
 */
export async function connectionsOfAll(
  table: Table,
  catalog: Catalog,
  owners: Owners,
  conditions: ListConditions,
  limit: number,
  after?: ListPosition,
): Promise<HalvesRead<ListPosition>> {
  const reader = readerFor(table, catalog, owners, conditions, after);
  return openPage<ListPosition>(table, reader, conditions, limit, after === undefined);
}

/** A page of connections; if the first one shows none, the connected record that the conditions name must be open. */
async function openPage<Position>(
  table: Table,
  reader: HalfReader<Position>,
  conditions: ListConditions,
  limit: number,
  isFirst: boolean,
): Promise<HalvesRead<Position>> {
  const page = await fillPage(table, reader, conditions, limit, false);
  if (isFirst && page.items.length === 0) await assertNotMerged(table, conditions);
  return page;
}

/**
 * The same, sorted by a field. Reads all that the conditions on the keys select, at most 1,000, for each page: about 60 read
 * units for 1,000.
 * @throws Refusal TooManyToSort; RecordMerged
 */
export async function sortedConnectionsOfAll(
  table: Table,
  catalog: Catalog,
  owners: Owners,
  conditions: ListConditions,
  orderBy: OrderBy,
  limit: number,
  after?: SortedPosition,
): Promise<HalvesRead<SortedPosition>> {
  const reader = readerFor(table, catalog, owners, conditions);
  const sorted = new SortedHalfReader(reader, orderBy, after);
  return openPage(table, sorted, conditions, limit, after === undefined);
}

/** @throws Refusal RecordMerged if the connected record that the conditions name was merged */
async function assertNotMerged(table: Table, conditions: ListConditions): Promise<void> {
  const other = connectedRecord(conditions);
  if (other) await existingRecords(table, [other]);
}

/** The own roles that both owners and conditions allow, null for no role; undefined means any or none. */
function ownRoles(
  catalog: Catalog,
  { role }: Owners,
  conditions: ListConditions,
): (string | null)[] | undefined {
  const allowed = allowedRoles(catalog, conditions);
  if (role === undefined) return allowed;
  return allowed === undefined || allowed.includes(role) ? [role] : [];
}

function readerFor(
  table: Table,
  catalog: Catalog,
  owners: Owners,
  conditions: ListConditions,
  after?: ListPosition,
): HalfReader<ListPosition> {
  const { recordType } = owners;
  const roleIds = ownRoles(catalog, owners, conditions);
  const { connectedType, connectedId, connectedRoleId } = conditions;
  const indexed = after as IndexPosition | undefined;
  if (connectedId !== undefined) {
    const record = { type: connectedType as string, id: connectedId };
    const mirrored = {
      roleIds: connectedRoleId === undefined ? undefined : [connectedRoleId],
      connectedType: recordType,
      connectedRoleIds: roleIds,
    };
    return new MirroredReader(
      new RecordHalfReader(table, record, mirrored, after as string | undefined),
    );
  }
  // Halves without a role are not in the index by role.
  const named = roleIds?.filter((role) => role !== null);
  const isBlank = roleIds?.includes(null);
  if (named && !isBlank) {
    const having = {
      ...(connectedType !== undefined && { connectedType }),
      ...(connectedRoleId !== undefined && { connectedRoleId }),
    };
    const own = { index: 'by-role', values: named, first: recordType, having } as const;
    return new IndexHalfReader(table, own, indexed);
  }
  if (typeof connectedRoleId === 'string') {
    const connected = {
      index: 'by-role',
      values: [connectedRoleId],
      first: connectedType,
      having: {
        connectedType: recordType as string,
        ...(isBlank && { connectedRoleId: null }),
      },
    } as const;
    return new MirroredReader(new IndexHalfReader(table, connected, indexed));
  }
  const ofType = {
    index: 'by-record-type',
    values: [recordType as string],
    first: connectedType,
    having: {
      ...(isBlank && { roleId: null }),
      ...(connectedRoleId === null && { connectedRoleId }),
    },
  } as const;
  return new IndexHalfReader(table, ofType, indexed);
}

/** Reads the halves of the connected records and returns their twins. */
class MirroredReader<Position> implements HalfReader<Position> {
  readonly #reader: HalfReader<Position>;

  constructor(reader: HalfReader<Position>) {
    this.#reader = reader;
  }

  get position(): Position | undefined {
    return this.#reader.position;
  }

  get merged() {
    return this.#reader.merged;
  }

  async read(limit: number) {
    const { halves, rejected } = await this.#reader.read(limit);
    return {
      halves: halves.map(({ half, position }) => ({ half: twin(half), position })),
      rejected,
    };
  }
}
