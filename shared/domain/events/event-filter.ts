// Which events a reader of the feed asked for: those about a record type, or about a role.
import type { LiaisonEvent } from '../../contracts/event-schemas.ts';

/** What events must be about; undefined for any. A null role stands for no role. */
export interface EventFilter {
  readonly recordType?: string | undefined;
  readonly roleId?: string | null | undefined;
}

/** The parts of an event's detail that name types and roles; each event has some. */
interface Named {
  readonly connection?: {
    readonly record1: { readonly type: string };
    readonly record2: { readonly type: string };
    readonly record1RoleId: string | null;
    readonly record2RoleId: string | null;
  };
  readonly record?: { readonly type: string };
  readonly recordType?: { readonly type: string };
  readonly connectionRole?: { readonly id: string };
  readonly changes?: readonly { readonly field: string; readonly from: unknown }[];
}

/**
 * Whether an event is about a record type (a side of a connection, a record, the type itself) and about a role (a
 * side of a connection, before or after the change, or the role itself).
 */
export function isAbout({ detail }: LiaisonEvent, { recordType, roleId }: EventFilter): boolean {
  const named: Named = detail;
  return (
    (recordType === undefined || typesIn(named).includes(recordType)) &&
    (roleId === undefined || rolesIn(named).includes(roleId))
  );
}

const typesIn = ({ connection, record, recordType }: Named): string[] =>
  [connection?.record1, connection?.record2, record, recordType].flatMap((one) => one?.type ?? []);

function rolesIn({ connection, connectionRole, changes = [] }: Named): unknown[] {
  if (!connection) return connectionRole ? [connectionRole.id] : [];
  const former = changes.filter(({ field }) => /^record[12]RoleId$/.test(field));
  // A new connection had no role before: its changes are from null.
  const isNew = 'version' in connection && connection.version === 1;
  return [
    connection.record1RoleId,
    connection.record2RoleId,
    ...(isNew ? [] : former.map(({ from }) => from)),
  ];
}
