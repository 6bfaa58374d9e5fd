// The rules for creating, changing and deleting a record type.
import { type Fault, Refusal } from '../contracts/error-codes.ts';
import type { RecordType, RecordTypeInput } from '../contracts/record-type-schemas.ts';
import { changedReturned } from '../contracts/returned-fields.ts';
import { Sent } from '../contracts/sent-input.ts';
import type { Catalog, CatalogChange } from './catalog.ts';

/**
 * The record type after a PUT, and the change that writes it.
 * @throws Refusal with every fault of the request, and ConnectionsCannotBeDisabled
 */
export function putRecordType(
  catalog: Catalog,
  type: string,
  request: RecordTypeInput | Sent<RecordTypeInput>,
): { recordType: RecordType; change: CatalogChange } {
  const sent = Sent.of(request);
  const current = catalog.recordTypes.get(type);
  const disables = current?.connectionsEnabled && sent.value.connectionsEnabled === false;
  const input = sent.whole([
    ...changedReturned(sent.returned, current),
    ...(disables ? [disabled(type)] : []),
  ]);
  const recordType = {
    type,
    displayName: input.displayName,
    displayCollectionName: input.displayCollectionName ?? input.displayName,
    connectionsEnabled: input.connectionsEnabled,
  };
  const before = catalog.recordTypes.get(type);
  if (before && isSame(before, recordType)) return { recordType: before, change: {} };
  const written = { ...recordType, version: (before?.version ?? 0) + 1 };
  return { recordType: written, change: { recordTypes: [written] } };
}

const isSame = (before: RecordType, now: Omit<RecordType, 'version'>) =>
  before.displayName === now.displayName &&
  before.displayCollectionName === now.displayCollectionName &&
  before.connectionsEnabled === now.connectionsEnabled;

const disabled = (type: string): Fault => ({
  path: 'connectionsEnabled',
  code: 'ConnectionsCannotBeDisabled',
  message: `connections are enabled for ${type} and cannot be disabled; send "connectionsEnabled": true`,
});

/**
 * The change that deletes a record type. A role that lists the type blocks the deletion: without
 * the type, its list might become empty, which would mean "all types".
 * @throws Refusal NotFound, RecordTypeInUse
 */
export function deleteRecordType(
  catalog: Catalog,
  type: string,
  hasRecords: boolean,
): CatalogChange {
  if (!catalog.recordTypes.has(type)) throw noSuchType(type);
  if (hasRecords) {
    throw new Refusal(
      'RecordTypeInUse',
      `there are records of the type ${type}; delete them first`,
    );
  }
  const roles = [...catalog.roles.values()].filter((role) => role.recordTypes.includes(type));
  if (roles.length > 0) {
    throw new Refusal(
      'RecordTypeInUse',
      `connection roles list the type ${type}: ${roles.map((role) => role.id).join(', ')}; remove it from their recordTypes first`,
    );
  }
  return { removedRecordTypes: [type] };
}

/**
 * How long the mark of a deletion applies, in ms: longer than the function that deletes the type may
 * run (29 s) and clocks differ. Later the mark is void, so that a function that died blocks no type.
 */
const deletionMarkMs = 60_000;

/**
 * The fault of a record whose type does not exist or is being deleted, so that it may not be written.
 * `now` in ms since 1970.
 */
export function recordTypeFaults(
  { recordTypes, deleting }: Catalog,
  type: string,
  now: number,
): Fault[] {
  if (!recordTypes.has(type)) {
    const message = `there is no record type ${type}`;
    return [{ path: 'type', code: 'RecordTypeNotFound', message }];
  }
  const since = deleting.get(type);
  if (since === undefined || now - Date.parse(since) >= deletionMarkMs) return [];
  const message = `the record type ${type} is being deleted`;
  return [{ path: 'type', code: 'RecordTypeNotFound', message }];
}

/** The refusal for a path whose record type does not exist. */
export function noSuchType(type: string): Refusal {
  return new Refusal('NotFound', `there is no record type ${type}`);
}
