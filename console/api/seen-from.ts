// A connection seen from one of its two records: `record1` is that record, as in lists.

import type { ConnectionView } from '../../shared/contracts/answers/connection-answers.ts';
import type { RecordReference } from '../../shared/contracts/identifiers.ts';

const isSame = (one: RecordReference, other: RecordReference) =>
  one.type === other.type && one.id === other.id;

/** The connection as seen from `record`; undefined if the record is on neither side. */
export function seenFrom(
  connection: ConnectionView,
  record: RecordReference,
): ConnectionView | undefined {
  const { record1, record1RoleId, record1RoleName, record2, record2RoleId, record2RoleName } =
    connection;
  if (isSame(record1, record)) return connection;
  if (!isSame(record2, record)) return undefined;
  return {
    ...connection,
    name: record1.name,
    record1: record2,
    record1RoleId: record2RoleId,
    record1RoleName: record2RoleName,
    record2: record1,
    record2RoleId: record1RoleId,
    record2RoleName: record1RoleName,
  };
}
