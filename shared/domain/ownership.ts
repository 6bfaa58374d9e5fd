// Who may delete a connection or change its owner: the owner and administrators.
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

const isOwnerOrAdministrator = ({ ownerId }: Connection, { actor, isAdministrator }: Caller) =>
  isAdministrator || actor === ownerId;

const onlyOwnerMay = ({ ownerId }: Connection, action: string) =>
  `only the owner of the connection, ${ownerId}, or an administrator may ${action}`;
