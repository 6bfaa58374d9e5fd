// What the functions behind the stream ask of the table is what the template lets them.
import { beforeAll, expect, it } from 'vitest';
import { clearRole } from '../../shared/table/clear-role.ts';
import { createConnections } from '../../shared/table/create-connections.ts';
import { deleteConnectionsOf, deleteRecord } from '../../shared/table/delete-record.ts';
import { project } from '../../shared/table/project.ts';
import { projectionsOf } from '../../shared/table/projection.ts';
import { putRecords } from '../../shared/table/records.ts';
import { spreadName } from '../../shared/table/rename-record.ts';
import { toldBy } from '../../shared/table/stream.ts';
import type { Table } from '../../shared/table/table.ts';
import { endedConnections, settleTermEnd } from '../../shared/table/term-ends.ts';
import { caller, request } from '../support/fixtures.ts';
import { rightsOf, templateOf } from '../support/stack.ts';
import { streamOf } from '../support/stream.ts';
import { clinicTable, startClearing } from '../support/table.ts';

const template = templateOf('dev');
const by = { ...caller('eva', true), now: '2026-11-22T11:00:00.000Z' };
const settings = { shards: 4, retentionDays: 36_500 };
const a = { type: 'contact', id: 'a' };

let table: Table;
/** What was asked, as IAM names it. */
const asked = new Set<string>();

beforeAll(async () => {
  ({ table } = await clinicTable({}, { streamed: true }));
  table.db.middlewareStack.add(
    (next, { commandName }) =>
      (args) => {
        const { IndexName, TransactItems = [] } = args.input as {
          IndexName?: string;
          TransactItems?: object[];
        };
        const operation = String(commandName).replace('Command', '');
        // A transaction asks for what each of its actions would.
        const actions = TransactItems.flatMap(Object.keys).map((action) => `${action}Item`);
        for (const action of operation === 'TransactWriteItems' ? actions : [operation]) {
          asked.add(`dynamodb:${action} on ${IndexName ? 'index' : 'table'}`);
        }
        return next(args);
      },
    { step: 'initialize' },
  );
});

/** What a piece of work asks of the table. */
async function askedBy(work: () => Promise<unknown>): Promise<string[]> {
  asked.clear();
  await work();
  return [...asked].sort();
}

const allowed = (purpose: string) =>
  rightsOf(template, purpose).filter((right) => /^dynamodb:.* on (table|index)$/.test(right));

/** What the projector asks of the table, given the whole stream. */
async function askedByProjector(): Promise<string[]> {
  const records = await streamOf(table);
  const told = records.map(toldBy).filter((one) => one !== null);
  return askedBy(() =>
    project(
      table,
      told.flatMap((one) => projectionsOf(one, settings)),
    ),
  );
}

it('the readers and workflows ask for no right that they lack, the projector for each it has', async () => {
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
  const ending = await askedBy(async () => {
    for await (const page of endedConnections(table, '2026-11-22')) {
      for (const one of page) await settleTermEnd(table, one, 'deactivate', by);
    }
  });
  await startClearing(table, 'expert');
  const clearing = await askedBy(() => clearRole(table, 'expert', caller()));
  await putRecords(table, [{ ...a, name: 'Ana', attributes: {} }], by);
  const renaming = await askedBy(() => spreadName(table, a));
  await deleteRecord(table, a, by, undefined);
  const cascading = await askedBy(() => deleteConnectionsOf(table, a, by));
  const uncounting = await askedByProjector();

  const lacks = (used: string[], purpose: string) =>
    used.filter((right) => !allowed(purpose).includes(right));
  expect(lacks(ending, 'announces connections whose end date has passed')).toEqual([]);
  expect(lacks(clearing, 'blanks a role on its connections, then deletes it')).toEqual([]);
  expect(lacks(renaming, 'brings a new name to the connections of a record')).toEqual([]);
  expect(lacks(cascading, 'deletes the connections of a deleted record')).toEqual([]);
  // The check of a summary that comes to nothing at once is for races.
  const counted = new Set([...counting, ...uncounting, 'dynamodb:ConditionCheckItem on table']);
  expect([...counted].sort()).toEqual(allowed('keeps history and counts'));
});
