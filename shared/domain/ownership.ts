// Who may delete a connection or change its owner: the owner and administrators. Who may delete a record:
// its creator and administrators.
import { Refusal } from '../contracts/error-codes.ts';
import type { Caller, Connection } from './connection-rules.ts';

/** @throws Refusal Forbidden unless the caller owns the connection or is an administrator */
export function assertMayDelete(connection: Connection, caller: Caller): void {
  if (!isOwnerOrAdministrator(connection, caller)) {
    throw new Refusal('Forbidden', onlyOwnerMay(connection, 'delete it'));
  }
}

/** @throws Refusal Forbidden, at `ownerId`, unless the caller owns it or is an administrator */
export function assertMayChangeOwner(connection: Connection, caller: Caller): void {
  if (!isOwnerOrAdministrator(connection, caller)) {
    throw Refusal.at('ownerId', 'Forbidden', onlyOwnerMay(connection, 'change its owner'));
  }
}

/**
 * A record's connections are deleted with it, also those that others own, so not everybody may delete it.
 * @throws Refusal Forbidden unless the caller created the record or is an administrator
 */
export function assertMayDeleteRecord(
  { createdBy }: { readonly createdBy: string },
  { actor, isAdministrator }: Caller,
): void {
  if (isAdministrator || actor === createdBy) return;
  throw new Refusal(
    'Forbidden',
    `only the creator of the record, ${createdBy}, or an administrator may delete it, because its connections are deleted with it`,
  );
}

const isOwnerOrAdministrator = ({ ownerId }: Connection, { actor, isAdministrator }: Caller) =>
  isAdministrator || actor === ownerId;

const onlyOwnerMay = ({ ownerId }: Connection, action: string) =>
  `only the owner of the connection, ${ownerId}, or an administrator may ${action}`;
