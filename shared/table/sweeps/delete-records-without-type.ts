// Deleting records that were created while their type was being deleted.

import { Refusal } from '../../contracts/error-codes.ts';
import type { RecordEvent } from '../../domain/events/record-event.ts';
import { catalogFor } from '../catalog/freshness.ts';
import { recordTypeKey } from '../catalog/read-catalog.ts';
import type { Action } from '../engine/commit.ts';
import { isNew } from '../engine/conditions.ts';
import { AttachedFailed } from '../engine/decide.ts';
import type { Table } from '../engine/open-table.ts';
import { deleteRecord } from '../records/delete-record.ts';

/** The actor of these deletions in history and events. */
const actor = 'liaison:gone-type';

/**
 * Deletes each of these created records whose type does not exist: its creator had read the catalog
 * before the type was deleted. Call it with every event, after the event is counted. The events of
 * the deletion and the deletion of connections follow from the stream. Reads nothing if no record was
 * created, otherwise the catalog's version.
 * @throws Refusal Busy
 */
export async function deleteRecordsWithoutType(
  table: Table,
  events: readonly RecordEvent[],
): Promise<void> {
  const created = events.filter(({ event }) => event === 'created');
  if (created.length === 0) return;
  const { recordTypes } = await catalogFor(table, 'deleteRecordsWithoutType');
  for (const record of created.filter(({ type }) => !recordTypes.has(type))) {
    const now = new Date(table.clock()).toISOString();
    // The creation is not announced, so this follows from whatever caused the creation.
    const caller = { actor, isAdministrator: true, now, cause: record.cause };
    const hasNoType: Action = { check: recordTypeKey(record.type), when: isNew };
    try {
      await deleteRecord(table, record, caller, undefined, [hasNoType]);
    } catch (error) {
      // The type was created again, so that the record may stay; or the record is deleted or merged already.
      const isGone =
        error instanceof Refusal && (error.code === 'NotFound' || error.code === 'RecordMerged');
      if (!isGone && !(error instanceof AttachedFailed)) throw error;
    }
  }
}
