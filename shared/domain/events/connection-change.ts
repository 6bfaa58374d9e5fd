// A change, of a connection or of the catalog: the fields that changed, who changed them and when.

import type { Cause } from '../../contracts/cause-header.ts';
import { recordPath } from '../../contracts/identifiers.ts';
import type { Attributes } from '../../contracts/json-attributes.ts';
import { faultPath } from '../../text/fault-path.ts';
import { isSameJson } from '../../text/same-json.ts';
import type { Connection, Side } from '../connection-rules.ts';
import { ends, type Half, named, type SideName } from '../perspective.ts';

/** One change of one connection; null means "does not exist". */
export interface Change {
  readonly before: Connection | null;
  readonly after: Connection | null;
  readonly actor: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Why the connection was deleted, if a merge of one of its records did that. */
  readonly reason?: DeletionReason | undefined;
  /** The event that caused it, if one did. */
  readonly cause?: Cause | undefined;
}

export type DeletionReason = 'merge';

/** One field of a change; null means no value. Values of attributes are any JSON. */
export interface FieldChange {
  readonly field: string;
  readonly from: Json;
  readonly to: Json;
}

/** The connection after the change, or before its deletion. */
export function subject({ before, after }: Change): Connection {
  const connection = after ?? before;
  if (!connection) throw new Error('a change has a connection before it or after it');
  return connection;
}

/** The version of the connection after the change. A deletion also increases the version. */
export function versionOf({ before, after }: Change): number {
  return after?.version ?? (before?.version ?? 0) + 1;
}

/** The last version of a connection that was reported: versions that change only names are not. */
export const reportedVersion = ({ version, renames }: Connection): number =>
  renames?.until === version ? renames.after : version;

/** Whether the record of one side is another one after the change, because it was merged. */
export const isMoved = ({ before, after }: Pick<Change, 'before' | 'after'>, side: SideName) =>
  before !== null && after !== null && recordPath(before[side]) !== recordPath(after[side]);

/** The fields that events report. Names of records are not among them: they belong to records. */
const fields = [
  'title',
  'description',
  'effectiveStart',
  'effectiveEnd',
  'ownerId',
  'state',
] as const;

/**
 * The fields that changed, seen from one side: `record1RoleId` is the role of that side's record.
 * Empty if only the stored name of a record changed.
 */
export function changedFields({ before, after }: Change, side: SideName): FieldChange[] {
  const [old, now] = [before, after].map((connection) => connection && { connection, side });
  const values = (half: Half | null | undefined): Record<string, Json> => {
    if (!half) return {};
    const { own, connected } = ends(half);
    return {
      record1RoleId: own.roleId,
      record2RoleId: connected.roleId,
      ...Object.fromEntries(fields.map((field) => [field, half.connection[field]])),
      externalId: half.connection.externalId && { ...half.connection.externalId },
      ...attributeFields(half.connection.attributes),
    };
  };
  const changes = [...recordsMoved(old, now), ...differences(values(old), values(now))];
  const [was, is] = [before, after].map((one) => (one?.attributes ?? null) as Json);
  // `{}` and none, or null and no value, differ as a whole only.
  const isHidden = before && after && changes.length === 0 && !isSameJson(was, is);
  return isHidden ? [{ field: 'attributes', from: was ?? null, to: is ?? null }] : changes;
}

/** The records that a merge has replaced, as seen from the side of two copies of a connection. */
function recordsMoved(old: Half | null | undefined, now: Half | null | undefined): FieldChange[] {
  if (!old || !now) return [];
  const [from, to] = [ends(old), ends(now)];
  return (['own', 'connected'] as const).flatMap((end) => {
    if (recordPath(from[end]) === recordPath(to[end])) return [];
    const field = end === 'own' ? 'record1' : 'record2';
    return [{ field, from: named(from[end]), to: named(to[end]) }];
  });
}

/** Each attribute as a field of its own. */
const attributeFields = (attributes: Attributes | null) =>
  Object.fromEntries(
    Object.entries((attributes ?? {}) as Record<string, Json>).map(([name, value]) => [
      faultPath(['attributes', name]),
      value,
    ]),
  );

/** The fields whose values differ, in the order given. A missing value is null. */
function differences<Value>(
  from: Readonly<Record<string, Value>>,
  to: Readonly<Record<string, Value>>,
): { field: string; from: Value | null; to: Value | null }[] {
  return Object.keys({ ...from, ...to }).flatMap((field) => {
    const change = { field, from: from[field] ?? null, to: to[field] ?? null };
    return isSameJson(change.from, change.to) ? [] : [change];
  });
}

/** The two sides of the changed connection, seen from one of them. */
export function endsOf(change: Change, side: SideName): { own: Side; connected: Side } {
  return ends({ connection: subject(change), side });
}

type Json = string | boolean | number | null | Json[] | { [name: string]: Json };

/** The fields of a record type or role that changed, without `version`. */
export function catalogFields(before: object | null, after: object | null) {
  const values = (one: object | null) => ({ ...one }) as Record<string, Json>;
  return differences(values(before), values(after)).filter(({ field }) => field !== 'version');
}
