// Perspective: a connection seen from one of its two sides.

import type { ConnectionHalf, ConnectionView } from '../contracts/answers/connection-answers.ts';
import type { Catalog } from './catalog.ts';
import type { Connection, Side } from './connection-rules.ts';
import { validityOn } from './validity.ts';

export type SideName = 'record1' | 'record2';

/** A connection and the side it is seen from. The table stores both halves of a connection. */
export interface Half {
  readonly connection: Connection;
  readonly side: SideName;
}

export const sideNames: readonly SideName[] = ['record1', 'record2'];

const otherSide = (side: SideName): SideName => (side === 'record1' ? 'record2' : 'record1');

/** The other half of the same connection. */
export function twin({ connection, side }: Half): Half {
  return { connection, side: otherSide(side) };
}

/** The half's own record and the record it is connected to. */
export function ends({ connection, side }: Half): { own: Side; connected: Side } {
  return { own: connection[side], connected: connection[otherSide(side)] };
}

/** The connection as a caller sees it from one side; `today` decides its validity. */
export function view(half: Half, catalog: Catalog, today: string): ConnectionView {
  const { own, connected } = ends(half);
  const { connection } = half;
  return {
    id: connection.id,
    name: connected.name,
    title: connection.title,
    record1: named(own),
    record1RoleId: own.roleId,
    record1RoleName: roleName(catalog, own.roleId),
    record2: named(connected),
    record2RoleId: connected.roleId,
    record2RoleName: roleName(catalog, connected.roleId),
    description: connection.description,
    effectiveStart: connection.effectiveStart,
    effectiveEnd: connection.effectiveEnd,
    validity: validityOn(connection, today),
    state: connection.state,
    attributes: connection.attributes,
    externalId: connection.externalId,
    ownerId: connection.ownerId,
    createdAt: connection.createdAt,
    createdBy: connection.createdBy,
    modifiedAt: connection.modifiedAt,
    modifiedBy: connection.modifiedBy,
    version: connection.version,
  };
}

/** A half as stored, for export and verify. */
export function rawHalf(half: Half): ConnectionHalf {
  const { own, connected } = ends(half);
  const { record1, record2, renames: _, ...shared } = half.connection;
  return {
    ...shared,
    side: half.side,
    record: named(own),
    roleId: own.roleId,
    connected: named(connected),
    connectedRoleId: connected.roleId,
  };
}

/** The record of a side, without its role. */
export const named = ({ type, id, name }: Pick<Side, 'type' | 'id' | 'name'>) => ({
  type,
  id,
  name,
});

const roleName = (catalog: Catalog, roleId: string | null) =>
  roleId === null ? null : (catalog.roles.get(roleId)?.name ?? null);
