// Reads a record of the table's stream: which change it reports, and for which sides.
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import type { Cause } from '../../contracts/cause-header.ts';
import { State } from '../../contracts/identifiers.ts';
import { StoredRecordType } from '../../contracts/record-type-schemas.ts';
import { ConnectionRole } from '../../contracts/role-schemas.ts';
import type { CatalogEvent } from '../../domain/catalog.ts';
import { isReported } from '../../domain/events/announced-events.ts';
import type { Change } from '../../domain/events/connection-change.ts';
import type { RecordEvent } from '../../domain/events/record-event.ts';
import type { SideName } from '../../domain/perspective.ts';
import { roleOf } from '../catalog/stored-role.ts';
import { connectionInNote, type NotedConnection } from '../pairs/connection-in-note.ts';
import { type HalfItem, halfAttributes, halfOf, type Kind } from '../pairs/half-item.ts';
import { isMerged } from '../records/record-item.ts';
import { deletedKind, halfKind, items } from '../schema.ts';

/** A record of the stream as Lambda delivers it; images are in DynamoDB JSON. */
export interface StreamRecord {
  readonly eventName?: string | undefined;
  readonly dynamodb?:
    | {
        readonly SequenceNumber?: string | undefined;
        readonly Keys?: unknown;
        readonly NewImage?: unknown;
        readonly OldImage?: unknown;
      }
    | undefined;
}

/** A change reported by the stream. */
export type StreamedChange =
  /** `sides` are the sides it is reported for. Most changes are reported by two records, one per half. */
  | { readonly change: Change; readonly sides: readonly SideName[] }
  | StreamedRecordEvent
  | { readonly catalog: StreamedCatalogChange };

/** A reported change of a record. */
export interface StreamedRecordEvent {
  readonly record: RecordEvent;
  /** When the record was created, in ms since 1970: its id may be used again. */
  readonly recordSince: number;
}

/** One change of record types and roles. */
export interface StreamedCatalogChange {
  readonly version: number;
  readonly events: readonly CatalogEvent[];
  readonly actor: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly cause?: Cause | undefined;
}

const text = z.string();
const instant = z.iso.datetime();
const version = z.int().min(1);

const StoredCause = z.object({
  eventId: text,
  depth: z.int().min(0),
  workflow: text.exactOptional(),
});

const kinds = {
  uuid: z.uuid(),
  text,
  instant,
  number: z.number(),
  version,
  state: State,
  json: text,
  one: z.literal(1),
  cause: StoredCause,
} satisfies Record<Kind, z.ZodType>;

/** The attributes as half-item.ts declares them, and the keys. */
const StoredHalf = z.looseObject(
  Object.fromEntries(
    Object.entries(halfAttributes).map(([name, attribute]) => {
      const kind = kinds[attribute.kind];
      return [name, 'isOptional' in attribute ? kind.optional() : kind];
    }),
  ),
);

const StoredSide = z.object({
  type: text,
  id: text,
  name: text,
  recordSince: z.number().optional(),
  roleId: text.nullable(),
});

const StoredConnection = z.object({
  id: z.uuid(),
  record1: StoredSide,
  record2: StoredSide,
  title: text.optional(),
  description: text.nullable(),
  effectiveStart: text.nullable(),
  effectiveEnd: text.nullable(),
  attributes: text.optional(),
  externalId: z.object({ source: text, key: text }).optional(),
  state: State,
  ownerId: text,
  createdAt: instant,
  createdBy: text,
  modifiedAt: instant,
  modifiedBy: text,
  version,
  renames: z.object({ after: version, until: version }).optional(),
});

const ChangeNote = z.object({
  before: StoredConnection,
  after: StoredConnection.nullable(),
  actor: text,
  at: instant,
  reason: z.literal('merge').optional(),
  cause: StoredCause.optional(),
});

const StoredName = z.object({
  recordType: text,
  recordId: text,
  name: text,
  version,
  createdAt: instant,
  createdBy: text,
  modifiedAt: instant,
  modifiedBy: text,
  cause: StoredCause.optional(),
});

const StoredMerge = z.object({
  recordType: text,
  recordId: text,
  version,
  createdAt: instant,
  modifiedAt: instant,
  modifiedBy: text,
  mergedInto: z.object({ type: text, id: text }),
  cause: StoredCause.optional(),
});

const DeletionNote = z.object({
  deletedType: text,
  deletedId: text,
  name: text,
  version,
  actor: text,
  at: instant,
  cause: StoredCause.optional(),
});

const NotedRole = ConnectionRole.extend({
  maxPerRecord: z.int().optional(),
  attributeSchema: text.optional(),
}).transform((role) => roleOf(role));

const CatalogNote = z.object({
  catalogVersion: version,
  events: z.array(
    z.discriminatedUnion('kind', [
      z.object({
        kind: z.literal('record-type'),
        id: text,
        before: StoredRecordType.nullable(),
        after: StoredRecordType.nullable(),
      }),
      z.object({
        kind: z.literal('role'),
        id: text,
        before: NotedRole.nullable(),
        after: NotedRole.nullable(),
        isCleared: z.literal(true).optional(),
      }),
    ]),
  ),
  actor: text,
  at: instant,
  cause: StoredCause.optional(),
});

/**
 * The change in a record of the stream. Null if it reports none: an item of another kind, or a half
 * whose change is reported by its `change` item.
 * @throws ZodError for an item that this service cannot have written
 */
export function changeIn({ eventName, dynamodb }: StreamRecord): StreamedChange | null {
  if (eventName !== 'INSERT' && eventName !== 'MODIFY') return null;
  const { pk, sk } = imageOf(dynamodb?.Keys) as { pk: string; sk: string };
  const now = imageOf(dynamodb?.NewImage);
  const old = eventName === 'MODIFY' ? imageOf(dynamodb?.OldImage) : null;
  if (sk.startsWith(`${halfKind}#`)) return changeOfHalf(old, now);
  if (sk === items.change.sort()) {
    const { before, after, ...by } = ChangeNote.parse(now);
    const change = {
      ...by,
      before: connectionInNote(before as NotedConnection),
      after: after && connectionInNote(after as NotedConnection),
    };
    return { change, sides: ['record1', 'record2'] };
  }
  if (sk === items.record.sort()) return changeOfRecord(old, now);
  if (sk.startsWith(deletedKind)) {
    const { deletedType, deletedId, ...rest } = DeletionNote.parse(now);
    const record = { event: 'deleted', type: deletedType, id: deletedId, ...rest } as const;
    return { record, recordSince: Number(sk.slice(deletedKind.length + 1)) };
  }
  if (pk !== items.catalogChange.partition()) return null;
  const { catalogVersion, ...note } = CatalogNote.parse(now);
  return { catalog: { version: catalogVersion, ...note } as StreamedCatalogChange };
}

const imageOf = (image: unknown) =>
  unmarshall((image ?? {}) as Record<string, AttributeValue>) as Record<string, unknown>;

function changeOfHalf(
  old: Record<string, unknown> | null,
  now: Record<string, unknown>,
): StreamedChange | null {
  const stored = StoredHalf.parse(now) as unknown as HalfItem;
  const { cause } = stored;
  const after = halfOf(stored);
  // One transaction may delete or move a connection and put another one in its place.
  if (old?.id !== after.connection.id) {
    // A half of an older connection was moved here: the `change` item reports that.
    if (after.connection.version > 1) return null;
    const { createdAt, createdBy } = after.connection;
    const change = {
      before: null,
      after: after.connection,
      actor: createdBy,
      at: createdAt,
      cause,
    };
    return { change, sides: [after.side] };
  }
  const before = halfOf(StoredHalf.parse(old) as unknown as HalfItem);
  const { modifiedAt, modifiedBy } = after.connection;
  const change = {
    before: before.connection,
    after: after.connection,
    actor: modifiedBy,
    at: modifiedAt,
    cause,
  };
  return isReported(change) ? { change, sides: [after.side] } : null;
}

function changeOfRecord(
  old: Record<string, unknown> | null,
  now: Record<string, unknown>,
): StreamedChange | null {
  if (isMerged(now)) {
    if (!old) return null;
    const { recordType: type, recordId: id, version, ...merge } = StoredMerge.parse(now);
    const { modifiedAt: at, modifiedBy: actor, mergedInto: into, cause } = merge;
    const { name } = StoredName.parse(old);
    const recordSince = Date.parse(merge.createdAt);
    const record = { event: 'merged', type, id, name, version, actor, at, into, cause } as const;
    return { record, recordSince };
  }
  const { recordType: type, recordId: id, name, version, cause, ...by } = StoredName.parse(now);
  const recordSince = Date.parse(by.createdAt);
  if (!old) {
    const { createdAt: at, createdBy: actor } = by;
    const record = { event: 'created', type, id, name, version, actor, at, cause } as const;
    return { record, recordSince };
  }
  const formerName = StoredName.parse(old).name;
  if (formerName === name) return null;
  const { modifiedAt: at, modifiedBy: actor } = by;
  const renamed = { event: 'renamed', type, id, name, formerName, version } as const;
  return { record: { ...renamed, actor, at, cause }, recordSince };
}
