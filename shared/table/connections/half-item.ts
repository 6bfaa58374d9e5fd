// The two halves of a connection as items of the table, and back.
import type { State } from '../../contracts/identifiers.ts';
import type { Side } from '../../domain/connection-rules.ts';
import { ends, type Half, type SideName } from '../../domain/perspective.ts';
import type { Item, Key } from '../engine/commit.ts';
import { items, shardOf } from '../schema.ts';

/** A half as it stands in the table: a complete copy, seen from its own record. */
export interface HalfItem extends Key {
  readonly id: string;
  /** 1 on the half of record1 alone, which makes the index by connection id sparse. */
  readonly source?: 1;
  readonly recordType: string;
  readonly recordId: string;
  readonly recordName: string;
  readonly recordSince?: number;
  readonly roleId?: string;
  readonly connectedType: string;
  readonly connectedId: string;
  readonly connectedName: string;
  readonly connectedSince?: number;
  readonly connectedRoleId?: string;
  readonly description?: string;
  readonly effectiveStart?: string;
  readonly effectiveEnd?: string;
  readonly state: State;
  readonly ownerId: string;
  readonly createdAt: string;
  readonly createdBy: string;
  /** Left out until the first change: then they are as created. */
  readonly modifiedAt?: string;
  readonly modifiedBy?: string;
  readonly version: number;
  readonly shard: number;
}

/** Where a half is. */
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

export function halfItem(half: Half, shards: number): HalfItem & Item {
  const { own, connected } = ends(half);
  const { connection } = half;
  const isModified =
    connection.modifiedAt !== connection.createdAt ||
    connection.modifiedBy !== connection.createdBy;
  return {
    ...halfKey(half),
    id: connection.id,
    ...(half.side === 'record1' && { source: 1 as const }),
    recordType: own.type,
    recordId: own.id,
    recordName: own.name,
    ...(own.recordSince !== undefined && { recordSince: own.recordSince }),
    ...(own.roleId !== null && { roleId: own.roleId }),
    connectedType: connected.type,
    connectedId: connected.id,
    connectedName: connected.name,
    ...(connected.recordSince !== undefined && {
      connectedSince: connected.recordSince,
    }),
    ...(connected.roleId !== null && { connectedRoleId: connected.roleId }),
    ...(connection.description !== null && { description: connection.description }),
    ...(connection.effectiveStart !== null && { effectiveStart: connection.effectiveStart }),
    ...(connection.effectiveEnd !== null && { effectiveEnd: connection.effectiveEnd }),
    state: connection.state,
    ownerId: connection.ownerId,
    createdAt: connection.createdAt,
    createdBy: connection.createdBy,
    ...(isModified && { modifiedAt: connection.modifiedAt, modifiedBy: connection.modifiedBy }),
    version: connection.version,
    shard: shardOf(own.type, own.id, shards),
  };
}

/** Reads a half back. Any half holds the whole connection. */
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
