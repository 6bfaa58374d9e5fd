// The stored connection: one declaration of its two halves, from which type, writing and validation follow.
import type { Cause } from '../../contracts/cause-header.ts';
import type { State } from '../../contracts/identifiers.ts';
import type { Side } from '../../domain/connection-rules.ts';
import { ends, type Half, type SideName } from '../../domain/perspective.ts';
import type { Item, Key } from '../engine/commit.ts';
import { items, shardOf } from '../schema.ts';
import { titleKey } from './title-key.ts';

/** The kinds of values that a half has. */
interface Kinds {
  readonly uuid: string;
  readonly text: string;
  /** ISO 8601, UTC. */
  readonly instant: string;
  /** Milliseconds since 1970, or a shard. */
  readonly number: number;
  /** Counts from 1. */
  readonly version: number;
  readonly state: State;
  /** An object as JSON text. */
  readonly json: string;
  readonly one: 1;
  readonly cause: Cause;
}
export type Kind = keyof Kinds;

/** A half that is about to be written. */
interface Written extends Half {
  readonly own: Side;
  readonly connected: Side;
  readonly shards: number;
  readonly cause: Cause | undefined;
}

/** An attribute: its kind, and its value; an optional one without a value is left out. */
type Attribute = {
  [K in Kind]: { readonly kind: K } & (
    | { readonly isOptional?: false; readonly value: (half: Written) => Kinds[K] }
    | { readonly isOptional: true; readonly value: (half: Written) => Kinds[K] | null | undefined }
  );
}[Kind];

/**
 * The attributes of a half: a complete copy of the connection, seen from its own record. The keys
 * are not among them, see halfKey.
 */
export const halfAttributes = {
  id: { kind: 'uuid', value: ({ connection }) => connection.id },
  /** Only on the half of record1, which makes the index by connection id sparse. */
  source: { kind: 'one', isOptional: true, value: ({ side }) => (side === 'record1' ? 1 : null) },
  recordType: { kind: 'text', value: ({ own }) => own.type },
  recordId: { kind: 'text', value: ({ own }) => own.id },
  recordName: { kind: 'text', value: ({ own }) => own.name },
  recordSince: { kind: 'number', isOptional: true, value: ({ own }) => own.recordSince },
  roleId: { kind: 'text', isOptional: true, value: ({ own }) => own.roleId },
  connectedType: { kind: 'text', value: ({ connected }) => connected.type },
  connectedId: { kind: 'text', value: ({ connected }) => connected.id },
  connectedName: { kind: 'text', value: ({ connected }) => connected.name },
  connectedSince: {
    kind: 'number',
    isOptional: true,
    value: ({ connected }) => connected.recordSince,
  },
  connectedRoleId: { kind: 'text', isOptional: true, value: ({ connected }) => connected.roleId },
  title: { kind: 'text', isOptional: true, value: ({ connection }) => connection.title },
  description: {
    kind: 'text',
    isOptional: true,
    value: ({ connection }) => connection.description,
  },
  effectiveStart: {
    kind: 'text',
    isOptional: true,
    value: ({ connection }) => connection.effectiveStart,
  },
  effectiveEnd: {
    kind: 'text',
    isOptional: true,
    value: ({ connection }) => connection.effectiveEnd,
  },
  /** As JSON text: DynamoDB cannot store every number of JSON. */
  attributes: {
    kind: 'json',
    isOptional: true,
    value: ({ connection: { attributes } }) => attributes && JSON.stringify(attributes),
  },
  externalSource: {
    kind: 'text',
    isOptional: true,
    value: ({ connection }) => connection.externalId?.source,
  },
  externalKey: {
    kind: 'text',
    isOptional: true,
    value: ({ connection }) => connection.externalId?.key,
  },
  state: { kind: 'state', value: ({ connection }) => connection.state },
  ownerId: { kind: 'text', value: ({ connection }) => connection.ownerId },
  createdAt: { kind: 'instant', value: ({ connection }) => connection.createdAt },
  createdBy: { kind: 'text', value: ({ connection }) => connection.createdBy },
  /** Left out until the first change: until then they are as created. */
  modifiedAt: {
    kind: 'instant',
    isOptional: true,
    value: (half) => (isModified(half) ? half.connection.modifiedAt : null),
  },
  modifiedBy: {
    kind: 'text',
    isOptional: true,
    value: (half) => (isModified(half) ? half.connection.modifiedBy : null),
  },
  version: { kind: 'version', value: ({ connection }) => connection.version },
  /** Only on connections of a record that was renamed. */
  renamesAfter: {
    kind: 'version',
    isOptional: true,
    value: ({ connection }) => connection.renames?.after,
  },
  renamesUntil: {
    kind: 'version',
    isOptional: true,
    value: ({ connection }) => connection.renames?.until,
  },
  /** Of the last change: what is written without a cause has none. Only the stream reads it. */
  cause: { kind: 'cause', isOptional: true, value: ({ cause }) => cause },
  shard: { kind: 'number', value: ({ own, shards }) => shardOf(own.type, own.id, shards) },
} as const satisfies Record<string, Attribute>;

const isModified = ({ connection }: Half) =>
  connection.modifiedAt !== connection.createdAt || connection.modifiedBy !== connection.createdBy;

type Declared = typeof halfAttributes;
type Optional = {
  [Name in keyof Declared]: Declared[Name] extends { isOptional: true } ? Name : never;
}[keyof Declared];

/** A half as stored. */
export type HalfItem = Key & {
  readonly [Name in Exclude<keyof Declared, Optional>]: Kinds[Declared[Name]['kind']];
} & { readonly [Name in Optional]?: Kinds[Declared[Name]['kind']] };

/** The key of a half. */
export function halfKey(half: Half): Key {
  const { own, connected } = ends(half);
  return {
    pk: items.half.partition(own.type, own.id),
    sk: items.half.sort(
      own.roleId,
      connected.type,
      connected.id,
      connected.roleId,
      half.connection.effectiveStart,
      titleKey(half.connection.title),
    ),
  };
}

/**
 * A half as an item.
 * @param cause the event that caused the change after which it is so, if one did
 */
export function halfItem(half: Half, shards: number, cause?: Cause): HalfItem & Item {
  const written: Written = { ...half, ...ends(half), shards, cause };
  const item: Record<string, unknown> = { ...halfKey(half) };
  for (const [name, { value }] of Object.entries(halfAttributes)) {
    const stored = value(written);
    if (stored !== null && stored !== undefined) item[name] = stored;
  }
  return item as unknown as HalfItem & Item;
}

const externalIdOf = ({ externalSource: source, externalKey: key }: HalfItem) =>
  source === undefined || key === undefined ? null : { source, key };

const renamesOf = ({ renamesAfter: after, renamesUntil: until }: HalfItem) =>
  after === undefined || until === undefined ? undefined : { after, until };

/** The half of an item. Either half has the whole connection. */
export function halfOf(item: HalfItem): Half {
  const own: Side = {
    type: item.recordType,
    id: item.recordId,
    name: item.recordName,
    ...(item.recordSince !== undefined && { recordSince: item.recordSince }),
    roleId: item.roleId ?? null,
  };
  const connected: Side = {
    type: item.connectedType,
    id: item.connectedId,
    name: item.connectedName,
    ...(item.connectedSince !== undefined && { recordSince: item.connectedSince }),
    roleId: item.connectedRoleId ?? null,
  };
  const side: SideName = item.source === 1 ? 'record1' : 'record2';
  const renames = renamesOf(item);
  return {
    side,
    connection: {
      id: item.id,
      record1: side === 'record1' ? own : connected,
      record2: side === 'record1' ? connected : own,
      title: item.title ?? null,
      description: item.description ?? null,
      effectiveStart: item.effectiveStart ?? null,
      effectiveEnd: item.effectiveEnd ?? null,
      attributes: item.attributes === undefined ? null : JSON.parse(item.attributes),
      externalId: externalIdOf(item),
      state: item.state,
      ownerId: item.ownerId,
      createdAt: item.createdAt,
      createdBy: item.createdBy,
      modifiedAt: item.modifiedAt ?? item.createdAt,
      modifiedBy: item.modifiedBy ?? item.createdBy,
      version: item.version,
      ...(renames && { renames }),
    },
  };
}
