// External ids: unique in the service, because each is kept by an item that only one connection can have.
import { createHash } from 'node:crypto';
import { Refusal } from '../../contracts/error-codes.ts';
import type { RecordReference } from '../../contracts/identifiers.ts';
import type { Connection, ExternalId } from '../../domain/connection-rules.ts';
import type { Key } from '../engine/commit.ts';
import { items } from '../schema.ts';

/** For which connection an external id is kept. */
export interface Keeper {
  /** The id of the connection. */
  readonly id: string;
  /** The version of the connection that got the external id. */
  readonly since: number;
  readonly keeps: ExternalId;
  readonly record1: RecordReference;
  readonly record2: RecordReference;
}

/** The item that keeps an external id for a connection. */
export type KeeperItem = Key & Keeper;

/** The key of the item that keeps an external id: a hash, because source and key may have any characters. */
export function externalIdKey({ source, key }: ExternalId): Key {
  const hash = createHash('sha256')
    .update(JSON.stringify([source, key]))
    .digest('base64url');
  return { pk: items.externalId.partition(hash), sk: items.externalId.sort() };
}

/** What keeps the external id of a connection that has one. */
export function keeperOf({ id, version, externalId, record1, record2 }: Connection): Keeper {
  const of = ({ type, id }: RecordReference) => ({ type, id });
  const keeps = externalId as ExternalId;
  return { id, since: version, keeps, record1: of(record1), record2: of(record2) };
}

/** The refusal of a connection whose external id another one has. */
export const externalIdTaken = ({ source, key }: ExternalId, existingId: string): Refusal =>
  Refusal.at(
    'externalId',
    'ExternalIdTaken',
    `another connection has the external id ${key} of ${source}`,
    { existingId },
  );
