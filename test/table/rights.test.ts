// The calls of the functions behind the stream are exactly those that the template allows.
import { beforeAll, expect, it } from 'vitest';
import { createConnections } from '../../shared/table/connections/create-connections.ts';
import { endedConnections, settleTermEnd } from '../../shared/table/connections/term-ends.ts';
import type { Table } from '../../shared/table/engine/open-table.ts';
import { projectionsOf } from '../../shared/table/projection/history-and-counts.ts';
import { changeIn } from '../../shared/table/projection/stream-records.ts';
import { project } from '../../shared/table/projection/write-history-and-counts.ts';
import { deleteRecord } from '../../shared/table/records/delete-record.ts';
import { putRecords } from '../../shared/table/records/put-records.ts';
import { blankDeletedRoles, clearRole } from '../../shared/table/sweeps/blank-role.ts';
import { deleteConnectionsOf } from '../../shared/table/sweeps/cascade-delete.ts';
import { deleteRecordsWithoutType } from '../../shared/table/sweeps/delete-records-without-type.ts';
import { spreadName } from '../../shared/table/sweeps/rename-record.ts';
import { caller, request } from '../support/fixtures.ts';
import { rightsAsked } from '../support/rights.ts';
import { tableRightsOf, templateOf } from '../support/stack.ts';
import { streamOf } from '../support/stream.ts';
import { clinicTable, startClearing } from '../support/table.ts';

const announced = templateOf('dev');
const deactivated = templateOf('dev', { dev: { endedConnections: 'deactivate' } });
const by = { ...caller('eva', true), now: '2026-11-22T11:00:00.000Z' };
const settings = { shards: 4, retentionDays: 36_500 };
const a = { type: 'contact', id: 'a' };

let table: Table;
let asked: Set<string>;

beforeAll(async () => {
  ({ table } = await clinicTable({}, { streamed: true }));
  asked = rightsAsked(table);
});

/** The permissions that some work needs on the table. */
async function askedBy(work: () => Promise<unknown>): Promise<string[]> {
  asked.clear();
  await work();
  return [...asked].sort();
}

/** The permissions of the stack, except those needed only when others write at the same moment. */
const allowed = (purpose: string, ...inRaces: string[]) =>
  tableRightsOf(announced, purpose).filter((right) => !inRaces.includes(right));

/** The permissions that the projector needs for the whole stream. */
async function askedByProjector(): Promise<string[]> {
  const records = await streamOf(table);
  const changes = records.map(changeIn).filter((one) => one !== null);
  return askedBy(async () => {
    await project(
      table,
      changes.flatMap((one) => projectionsOf(one, settings)),
    );
    await blankDeletedRoles(
      table,
      changes.flatMap((one) => ('change' in one ? [one.change] : [])),
    );
    await deleteRecordsWithoutType(
      table,
      changes.flatMap((one) => ('record' in one ? [one.record] : [])),
    );
  });
}

it('the functions behind the stream use each permission that they have and need no other', async () => {
  const ended = { effectiveStart: '2020-01-01', effectiveEnd: '2020-12-31' };
  await createConnections(
    table,
    [
      request(['contact/a', 'doctor', 'contact/b', 'patient'], ended),
      request(['contact/a', 'friend', 'contact/c', 'friend']),
      request(['contact/d', 'expert', 'contact/c', null]),
      request(['contact/d', null, 'contact/c', null]),
    ],
    caller(),
  );
  const counting = await askedByProjector();
  const ending = (treatment: 'announce' | 'deactivate') =>
    askedBy(async () => {
      for await (const page of endedConnections(table, '2026-11-22')) {
        for (const one of page) await settleTermEnd(table, one, treatment, by);
      }
    });
  const announcing = await ending('announce');
  await createConnections(
    table,
    [request(['contact/e', 'doctor', 'contact/f', 'patient'], ended)],
    caller(),
  );
  await askedByProjector();
  const deactivating = await ending('deactivate');
  await startClearing(table, 'expert');
  const clearing = await askedBy(() => clearRole(table, 'expert', caller()));
  await putRecords(table, [{ ...a, name: 'Ana', attributes: {} }], by);
  const renaming = await askedBy(() => spreadName(table, a));
  await deleteRecord(table, a, by, undefined);
  const cascading = await askedBy(() => deleteConnectionsOf(table, a, by));
  const uncounting = await askedByProjector();

  const endOfTerm = 'announces connections whose end date has passed';
  expect(announcing).toEqual(tableRightsOf(announced, endOfTerm));
  expect(deactivating).toEqual(tableRightsOf(deactivated, endOfTerm));
  expect(clearing).toEqual(allowed('blanks a role on its connections, then deletes it'));
  expect(renaming).toEqual(allowed('brings a new name to the connections of a record'));
  expect(cascading).toEqual(allowed('deletes the connections of a deleted record'));
  // Only races check a summary without counts, or blank a role that was set during its deletion.
  const counted = [...new Set([...counting, ...uncounting])].sort();
  expect(counted).toEqual(
    allowed(
      'keeps history and counts',
      'dynamodb:ConditionCheckItem on table',
      'dynamodb:Query on table',
    ),
  );
});
