// A small company for the cost ledger: enough connections that a page of 25 is full.
import type { NewConnectionRole } from '../../shared/contracts/role-schemas.ts';
import type { Connection } from '../../shared/domain/connection-rules.ts';
import { putRecordType } from '../../shared/domain/record-type-rules.ts';
import { putRoles } from '../../shared/domain/role-rules.ts';
import { changeCatalog } from '../../shared/table/catalog/change-catalog.ts';
import { createConnections } from '../../shared/table/connections/create-connections.ts';
import type { Table } from '../../shared/table/engine/open-table.ts';
import { putRecords } from '../../shared/table/records/put-records.ts';
import { createdOf } from './created.ts';
import { caller, newRole, request } from './fixtures.ts';

const roles: NewConnectionRole[] = [
  newRole({ id: 'salesperson', category: 'sales', matchingRoleIds: ['deal'] }),
  newRole({ id: 'deal', category: 'deals', matchingRoleIds: ['salesperson'] }),
  newRole({ id: 'client', category: 'business', matchingRoleIds: ['vendor'] }),
  newRole({ id: 'vendor', category: 'business', matchingRoleIds: ['client'] }),
  newRole({ id: 'friend', category: 'social', matchingRoleIds: ['friend'] }),
  newRole({ id: 'doctor', matchingRoleIds: ['patient'] }),
  newRole({ id: 'patient', matchingRoleIds: ['doctor'] }),
  newRole({ id: 'unused' }),
  newRole({ id: 'sponsor', maxPerRecord: 1, matchingRoleIds: ['sponsored'] }),
  newRole({ id: 'sponsored', matchingRoleIds: ['sponsor'] }),
];

/**
 * Rafael: salesperson on 60 opportunities (6 won), client of 60 accounts, friend of one. 120 friends in a ring.
 * @returns the ids of the connections that the ledger mentions
 */
export async function putCompany(table: Table): Promise<ReadonlyMap<string, string>> {
  for (const type of ['account', 'contact', 'opportunity']) {
    const input = { displayName: type, displayCollectionName: type, connectionsEnabled: true };
    await changeCatalog(table, caller(), (catalog) => putRecordType(catalog, type, input));
  }
  await changeCatalog(table, caller(), (catalog) => putRoles(catalog, roles));
  const many = (count: number, name: string) =>
    Array.from({ length: count }, (_, n) => ({ id: `${name}-${n}`, n }));
  const records = [
    ...many(60, 'opp').map(({ id, n }) => ({
      ...{ type: 'opportunity', id, name: `Opportunity number ${n}` },
      attributes: { status: n % 10 === 0 ? 'won' : 'open', estimatedValue: 1000 * n },
    })),
    ...many(60, 'acc').map(({ id, n }) => ({
      ...{ type: 'account', id, name: `Account number ${n}` },
      attributes: { address: { city: 'Duluth' } },
    })),
    ...[{ id: 'rafael', n: 0 }, { id: 'lonely', n: 0 }, ...many(120, 'friend')].map(
      ({ id, n }) => ({ type: 'contact', id, name: id, attributes: { age: 20 + n } }),
    ),
  ];
  for (let from = 0; from < records.length; from += 100) {
    await putRecords(table, records.slice(from, from + 100), caller());
  }
  const since = { effectiveStart: '2026-01-01' };
  const requests = [
    ...many(60, 'opp').map(({ id }) =>
      request(['contact/rafael', 'salesperson', `opportunity/${id}`, undefined], since),
    ),
    ...many(60, 'acc').map(({ id }) =>
      request(['contact/rafael', 'client', `account/${id}`, undefined], since),
    ),
    request(['contact/rafael', 'friend', 'contact/friend-0', undefined], since),
    request(['contact/friend-50', 'sponsored', 'account/acc-50', undefined], {
      ...{ effectiveStart: '2020-01-01', effectiveEnd: '2021-01-01' },
    }),
    request(['contact/friend-8', 'doctor', 'contact/friend-9', undefined], since),
    ...many(120, 'friend').map(({ id, n }) =>
      request([`contact/${id}`, 'friend', `contact/friend-${(n + 1) % 120}`, undefined], since),
    ),
  ];
  const made: Connection[] = [];
  for (let from = 0; from < requests.length; from += 100) {
    for (const one of await createConnections(table, requests.slice(from, from + 100), caller())) {
      made.push(createdOf(one));
    }
  }
  const idOf = (n: number) => made[n]?.id as string;
  return new Map([
    ['kept', idOf(0)],
    ['described', idOf(1)],
    ['moved', idOf(2)],
    ['switched', idOf(3)],
    ['deleted', idOf(4)],
    ...Array.from({ length: 11 }, (_, n) => [`client-${n}`, idOf(60 + n)] as const),
  ]);
}
