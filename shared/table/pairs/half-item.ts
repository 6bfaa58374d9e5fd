// The stored connection: one declaration of its two halves, from which type, writing and validation follow.
import type { State } from '../../contracts/identifiers.ts';
import type { Side } from '../../domain/connection-rules.ts';
import { ends, type Half, type SideName } from '../../domain/perspective.ts';
import type { Item, Key } from '../engine/commit.ts';
import { items, shardOf } from '../schema.ts';

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
  readonly one: 1;
}
export type Kind = keyof Kinds;

/** A half that is about to be written. */
interface Written extends Half {
  readonly own: Side;
  readonly connected: Side;
  readonly shards: number;
}

/** An attribute of every half, and its value. */
const always = <K extends Kind>(kind: K, value: (half: Written) => Kinds[K]) =>
  ({ kind, isOptional: false, value }) as const;

/** An attribute that is left out when it has no value. */
const optional = <K extends Kind>(kind: K, value: (half: Written) => Kinds[K] | null | undefined) =>
  ({ kind, isOptional: true, value }) as const;

/**
 * The attributes of a half: a complete copy of the connection, seen from its own record. The keys
 * are not among them, see halfKey.
 */
export const halfAttributes = {
  id: always('uuid', ({ connection }) => connection.id),
  /** Only on the half of record1, which makes the index by connection id sparse. */
  source: optional('one', ({ side }) => (side === 'record1' ? 1 : null)),
  recordType: always('text', ({ own }) => own.type),
  recordId: always('text', ({ own }) => own.id),
  recordName: always('text', ({ own }) => own.name),
  recordSince: optional('number', ({ own }) => own.recordSince),
  roleId: optional('text', ({ own }) => own.roleId),
  connectedType: always('text', ({ connected }) => connected.type),
  connectedId: always('text', ({ connected }) => connected.id),
  connectedName: always('text', ({ connected }) => connected.name),
  connectedSince: optional('number', ({ connected }) => connected.recordSince),
  connectedRoleId: optional('text', ({ connected }) => connected.roleId),
  description: optional('text', ({ connection }) => connection.description),
  effectiveStart: optional('text', ({ connection }) => connection.effectiveStart),
  effectiveEnd: optional('text', ({ connection }) => connection.effectiveEnd),
  state: always('state', ({ connection }) => connection.state),
  ownerId: always('text', ({ connection }) => connection.ownerId),
  createdAt: always('instant', ({ connection }) => connection.createdAt),
  createdBy: always('text', ({ connection }) => connection.createdBy),
  /** Left out until the first change: until then they are as created. */
  modifiedAt: optional('instant', (half) => (isModified(half) ? half.connection.modifiedAt : null)),
  modifiedBy: optional('text', (half) => (isModified(half) ? half.connection.modifiedBy : null)),
  version: always('version', ({ connection }) => connection.version),
  shard: always('number', ({ own, shards }) => shardOf(own.type, own.id, shards)),
} as const;

const isModified = ({ connection }: Half) =>
  connection.modifiedAt !== connection.createdAt || connection.modifiedBy !== connection.createdBy;

type Declared = typeof halfAttributes;
type Optional = {
  [Name in keyof Declared]: Declared[Name]['isOptional'] extends true ? Name : never;
}[keyof Declared];

/** A half as stored. */
export type HalfItem = Key & {
  readonly [Name in Exclude<keyof Declared, Optional>]: Kinds[Declared[Name]['kind']];
} & { readonly [Name in Optional]?: Kinds[Declared[Name]['kind']] };

const declared = Object.entries(halfAttributes);

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
    ),
  };
}

/** A half as an item. */
export function halfItem(half: Half, shards: number): HalfItem & Item {
  const written: Written = { ...half, ...ends(half), shards };
  const item: Record<string, unknown> = { ...halfKey(half) };
  for (const [name, { value }] of declared) {
    const stored = value(written);
    if (stored !== null && stored !== undefined) item[name] = stored;
  }
  return item as unknown as HalfItem & Item;
}

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
  return {
    side,
    connection: {
      id: item.id,
      record1: side === 'record1' ? own : connected,
      record2: side === 'record1' ? connected : own,
      description: item.description ?? null,
      effectiveStart: item.effectiveStart ?? null,
      effectiveEnd: item.effectiveEnd ?? null,
      state: item.state,
      ownerId: item.ownerId,
      createdAt: item.createdAt,
      createdBy: item.createdBy,
      modifiedAt: item.modifiedAt ?? item.createdAt,
      modifiedBy: item.modifiedBy ?? item.createdBy,
      version: item.version,
    },
  };
}
