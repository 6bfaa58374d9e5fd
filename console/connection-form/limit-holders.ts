// Which connections use up the limit of a role, and what they are to the record that has reached it.

import type {
  ConnectionView,
  NamedRecord,
} from '../../shared/contracts/answers/connection-answers.ts';
import { seenFrom } from '../api/seen-from.ts';

/** The connection that was refused, as seen from the record whose page this is. */
export interface Refused {
  readonly record: NamedRecord;
  readonly other: NamedRecord | undefined;
  /** Id of the role of `other`; '' for none. */
  readonly connectedRole: string;
  readonly ownRole: string;
}

interface Holder {
  /** The record that has reached the limit. */
  readonly at: NamedRecord;
  /** The connection as seen from that record: `record2` holds the role. */
  readonly connection: ConnectionView;
}

/**
 * A limit is about the records on the other side: a connection uses it up if that side has a role of the
 * refused one. Connections of neither record are left out.
 */
export function limitHolders(
  connections: readonly ConnectionView[],
  { record, other, connectedRole, ownRole }: Refused,
): Holder[] {
  const sides = [
    { at: record, role: connectedRole },
    ...(other ? [{ at: other, role: ownRole }] : []),
  ];
  return connections.flatMap((each) => {
    const seen = sides.flatMap(({ at, role }) => {
      const connection = seenFrom(each, at);
      return connection ? [{ at, connection, holds: connection.record2RoleId === role }] : [];
    });
    const found = seen.find(({ holds }) => holds) ?? seen[0];
    return found ? [{ at: found.at, connection: found.connection }] : [];
  });
}

/**
 * The day on which a replacement ends connections: the start of the new one, or today (UTC).
 * @param start YYYY-MM-DD, or ''
 */
export const replacementDay = (start: string): string =>
  start || new Date().toISOString().slice(0, 10);

/** Whether connections can be replaced on a day: those that start on it or later are not ended. */
export const canReplace = (holders: readonly Holder[], day: string): boolean =>
  holders.every(({ connection }) => (connection.effectiveStart ?? '') < day);
