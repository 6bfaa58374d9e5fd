// The entry of a connection in the list of its owner's connections.
import type { Connection } from '../../domain/connection-rules.ts';
import type { Key } from '../engine/commit.ts';
import { items, shardOf } from '../schema.ts';
import { halfKey } from './half-item.ts';

/** An entry, and where the connection is. */
export interface OwnedEntry extends Key {
  readonly toPartition: string;
  readonly toSort: string;
}

/** The entry of a connection as its last change left it. An owner may own everything, so the entries are spread. */
export function ownedEntry(
  connection: Connection,
  shards: number,
): OwnedEntry & Record<string, string> {
  const { id, ownerId, modifiedAt } = connection;
  const { pk, sk } = halfKey({ connection, side: 'record1' });
  return {
    pk: items.owned.partition(shardOf('connection', id, shards), ownerId),
    sk: items.owned.sort(modifiedAt, id),
    toPartition: pk,
    toSort: sk,
  };
}
