// The calls of the functions behind the stream are exactly those that the template allows.
import { beforeAll, expect, it } from 'vitest';
import { createConnections } from '../../shared/table/connections/create-connections.ts';
import { endedConnections, settleTermEnd } from '../../shared/table/connections/term-ends.ts';
import type { Table } from '../../shared/table/engine/open-table.ts';
import { deleteRecord } from '../../shared/table/records/delete-record.ts';
import { mergeRecord } from '../../shared/table/records/merge-record.ts';
import { putRecords } from '../../shared/table/records/put-records.ts';
import { clearRole } from '../../shared/table/sweeps/blank-role.ts';
import { caller, request } from '../support/fixtures.ts';
import { rightsAsked } from '../support/rights.ts';
import { tableRightsOf, templateOf } from '../support/stack.ts';
import { deliver, streamOf } from '../support/stream.ts';
import {
  clinicTable,
  startClearing,
  sweepDeleted,
  sweepMerged,
  sweepRenamed,
} from '../support/table.ts';

const announced = templateOf('dev');
const deactivated = templateOf('dev', { dev: { endedConnections: 'deactivate' } });
const by = { ...caller('eva', true), now: '2026-11-22T11:00:00.000Z' };
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
  return askedBy(() => deliver(table, records));
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
        for (const one of page) await settleTermEnd(table, one, { treatment, feedDays: 30 }, by);
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
  const renaming = await askedBy(() => sweepRenamed(table, a, by));
  await createConnections(
    table,
    [
      request(['contact/g', 'doctor', 'contact/h', 'patient']),
      request(['contact/i', 'doctor', 'contact/h', 'patient']),
    ],
    caller(),
  );
  const [g, i] = ['g', 'i'].map((id) => ({ type: 'contact', id })) as [typeof a, typeof a];
  await mergeRecord(table, g, { into: i }, by, { ifMatch: undefined });
  const merging = await askedBy(() => sweepMerged(table, g, by));
  await deleteRecord(table, a, by, undefined);
  const cascading = await askedBy(() => sweepDeleted(table, a, by));
  const uncounting = await askedByProjector();

  const endOfTerm = 'announces connections whose end date has passed';
  expect(announcing).toEqual(tableRightsOf(announced, endOfTerm));
  expect(deactivating).toEqual(tableRightsOf(deactivated, endOfTerm));
  // Record types and roles that are not in memory yet are read.
  expect(clearing).toEqual(
    allowed('blanks a role on its connections, then deletes it', 'dynamodb:Query on table'),
  );
  // A record may be deleted while its new name is copied.
  const inRaces = ['dynamodb:BatchGetItem on table', 'dynamodb:ConditionCheckItem on table'];
  expect(renaming).toEqual(allowed('brings a new name to the connections of a record', ...inRaces));
  expect([...new Set([...merging, ...cascading])].sort()).toEqual(
    allowed('deletes the connections of a deleted record, moves those of a merged one'),
  );
  const counted = [...new Set([...counting, ...uncounting])].sort();
  expect(counted).toEqual(allowed('keeps history and counts'));
});
