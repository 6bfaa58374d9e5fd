// The table that the services use: a salesperson with 120 connections, and a contact without any.
import { v7 } from 'uuid';
import type { Connection } from '../../../shared/domain/connection-rules.ts';
import type { Table } from '../../../shared/table/engine/open-table.ts';
import { halvesOf, putItems, RecordCounts } from '../fill.ts';
import { benchRecord, benchSide, madeBy, numbers, putCatalog } from '../tables.ts';

const accounts = numbers(60).map((n) => `acc-${n}`);
const opportunities = numbers(60).map((n) => `opp-${n}`);

/** Rafael: salesperson on 60 opportunities, client of 60 accounts. One connection has all that it may have. */
export async function fillCompany(table: Table): Promise<void> {
  await putCatalog(table, ['account', 'contact', 'opportunity'], {
    ...{ salesperson: 'deal', deal: 'salesperson' },
    ...{ client: 'vendor', vendor: 'client' },
  });
  const { db, name, shards } = table;
  const counts = new RecordCounts();
  await putItems(db, name, [
    ...['rafael', 'lonely'].map((id) => benchRecord('contact', id, shards)),
    ...accounts.map((id) => benchRecord('account', id, shards)),
    ...opportunities.map((id) => benchRecord('opportunity', id, shards)),
    ...halvesOf(connections(), shards, counts),
  ]);
  await putItems(db, name, counts.items(shards));
}

function connections(): Connection[] {
  const rafael = (role: string) => benchSide('contact', 'rafael', role);
  const [first, ...others] = accounts.map((id) => benchSide('account', id, 'vendor'));
  return [
    ...(first ? [{ ...connection(rafael('client'), first), ...everything }] : []),
    ...others.map((account) => connection(rafael('client'), account)),
    ...opportunities.map((id) =>
      connection(rafael('salesperson'), benchSide('opportunity', id, 'deal')),
    ),
  ];
}

const everything = {
  title: 'Key account',
  description: 'Introduced by Ines in May',
  effectiveEnd: '2030-12-31',
  attributes: { share: 25, terms: ['net', 30] },
  externalId: { source: 'crm', key: 'CONN-1' },
};

const connection = (
  record1: Connection['record1'],
  record2: Connection['record2'],
): Connection => ({
  ...{ id: v7(), record1, record2, ...madeBy, ownerId: madeBy.createdBy },
  ...{ title: null, description: null, attributes: null, externalId: null },
  ...{ effectiveStart: '2026-01-01', effectiveEnd: null, state: 'active', version: 1 },
});
