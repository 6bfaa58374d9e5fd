// The cost of each route, warm: the figures that test/table/costs.test.ts enforces and
// docs/performance.md shows. One line per request; a new route needs at least one.
// `{name}` in a path is the id of the connection with that name in test/support/cost-company.ts, `{next}` the
// cursor of the last page of changes.
import type { Capability } from '../../shared/contracts/route-definition.ts';
import type { RouteName } from '../../shared/contracts/routes.ts';
import { patchRole } from '../../shared/domain/role-rules.ts';
import { changeCatalog } from '../../shared/table/catalog/change-catalog.ts';
import {
  deleteConnection,
  patchConnection,
  setConnectionState,
} from '../../shared/table/connections/change-connection.ts';
import { createConnections } from '../../shared/table/connections/create-connections.ts';
import type { Table } from '../../shared/table/engine/open-table.ts';
import { putRecords } from '../../shared/table/records/put-records.ts';
import type { Cost } from './cost-meter.ts';
import { caller, request } from './fixtures.ts';

export interface LedgerRow extends Cost {
  readonly route: RouteName;
  readonly what: string;
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const json = (name: string) => ({ name, attributes: { status: 'open', estimatedValue: 20000 } });
const pair = (from: string, role: string, to: string) => ({
  record1: { type: 'contact', id: from },
  record1RoleId: role,
  record2: { type: 'account', id: to },
});

/** Some of the connections in which Rafael is a client. */
const clients = (count: number) => Array.from({ length: count }, (_, n) => `{client-${n}}`);

/** Their functions read queues, and no table. */
export const withoutTable: ReadonlySet<Capability> = new Set(['failures']);

// biome-ignore format: one line per row
export const ledger: readonly LedgerRow[] = [
  { route: 'listConnectionsOfRecord', what: 'All connections of a record', path: '/v1/records/contact/rafael/connections', calls: 'Query', read: 3, write: 0 },
  { route: 'listConnectionsOfRecord', what: '… by role', path: '/v1/records/contact/rafael/connections?roleId=salesperson', calls: 'Query', read: 3, write: 0 },
  { route: 'listConnectionsOfRecord', what: '… by role and connected type', path: '/v1/records/contact/rafael/connections?roleId=salesperson&connectedType=opportunity', calls: 'Query', read: 3, write: 0 },
  { route: 'listConnectionsOfRecord', what: '… by role, in effect on a day', path: '/v1/records/contact/rafael/connections?roleId=salesperson&activeOn=2026-11-22', calls: 'Query', read: 3, write: 0 },
  { route: 'listConnectionsOfRecord', what: '… by connected type (a record with 3 roles)', path: '/v1/records/contact/rafael/connections?connectedType=opportunity', calls: '3 Query', read: 7, write: 0 },
  { route: 'listConnectionsOfRecord', what: '… between two records (a record with 3 roles)', path: '/v1/records/contact/rafael/connections?connectedType=opportunity&connectedId=opp-7', calls: 'BatchGetItem, Query', read: 4, write: 0 },
  { route: 'listConnectionsOfRecord', what: '… by category of one role', path: '/v1/records/contact/rafael/connections?category=sales', calls: 'GetItem, Query', read: 4, write: 0 },
  { route: 'listConnectionsOfRecord', what: '… by role and type, with a filter that most records match', path: "/v1/records/contact/rafael/connections?roleId=salesperson&connectedType=opportunity&filter=status eq 'open'", calls: '2 BatchGetItem, 2 Query', read: 38, write: 0 },
  { route: 'listConnectionsOfRecord', what: '… with a filter that 6 of 60 records match', path: "/v1/records/contact/rafael/connections?roleId=salesperson&connectedType=opportunity&filter=status eq 'won'", calls: '2 BatchGetItem, 2 Query', read: 67, write: 0 },
  { route: 'listConnectionsOfRecord', what: '… of a record without connections', path: '/v1/records/contact/lonely/connections', calls: 'BatchGetItem, Query', read: 2, write: 0 },
  { route: 'listConnectionsOfRecord', what: '… with the attributes of the connected records', path: '/v1/records/contact/rafael/connections?expand=connected', calls: 'BatchGetItem, Query', read: 28, write: 0 },
  { route: 'listConnectionsOfRecord', what: '… sorted by name (60 by role)', path: '/v1/records/contact/rafael/connections?roleId=salesperson&orderBy=connectedName', calls: 'BatchGetItem, Query', read: 8, write: 0 },
  { route: 'readConnections', what: 'Connections of 10 records', path: '/v1/connections/read', body: { records: Array.from({ length: 10 }, (_, n) => ({ type: 'contact', id: `friend-${n + 10}` })) }, calls: '10 Query', read: 10, write: 0 },
  { route: 'readConnections', what: '… of which 2 have none', path: '/v1/connections/read', body: { records: Array.from({ length: 10 }, (_, n) => (n < 2 ? { type: 'contact', id: n ? 'lonely' : 'missing' } : { type: 'contact', id: `friend-${n + 10}` })) }, calls: 'BatchGetItem, 10 Query', read: 12, write: 0 },
  { route: 'listConnectionsOfType', what: 'All connections of a type', path: '/v1/record-types/contact/connections', calls: 'Query', read: 1.5, write: 0 },
  { route: 'listConnectionsOfType', what: '… by role', path: '/v1/record-types/contact/connections?roleId=friend', calls: 'Query', read: 1.5, write: 0 },
  { route: 'listConnectionsOfType', what: '… by connected type', path: '/v1/record-types/contact/connections?connectedType=contact', calls: 'Query', read: 1.5, write: 0 },
  { route: 'listConnectionsOfType', what: '… to one record', path: '/v1/record-types/opportunity/connections?connectedType=contact&connectedId=rafael', calls: '3 Query', read: 7, write: 0 },
  { route: 'listConnectionsOfType', what: '… with a filter that all records match', path: '/v1/record-types/contact/connections?roleId=friend&filter=age ge 20', calls: 'BatchGetItem, Query', read: 14.5, write: 0 },
  { route: 'listConnectionsOfRole', what: 'All connections of a role', path: '/v1/connection-roles/friend/connections', calls: 'Query', read: 1.5, write: 0 },
  { route: 'listConnectionsOfRole', what: '… by record type', path: '/v1/connection-roles/friend/connections?recordType=contact', calls: 'Query', read: 1.5, write: 0 },
  { route: 'listConnectionsOfRole', what: '… where a shard ends on the page', path: '/v1/connection-roles/deal/connections', calls: '2 Query', read: 2, write: 0 },
  { route: 'listConnectionsOfRole', what: '… of a role that no record plays (4 shards)', path: '/v1/connection-roles/unused/connections', calls: '4 Query', read: 2, write: 0 },
  { route: 'getConnection', what: 'One connection', path: '/v1/connections/{kept}', calls: 'GetItem, Query', read: 1.5, write: 0 },
  { route: 'listConnectionHalves', what: 'Raw halves, for export', path: '/v1/connection-halves', calls: 'Scan', read: 10, write: 0 },
  { route: 'getRecord', what: 'One record', path: '/v1/records/contact/rafael', calls: 'GetItem', read: 1, write: 0 },
  { route: 'listRecords', what: 'Records by name, 25 (4 shards)', path: '/v1/records/contact?namePrefix=friend', calls: 'BatchGetItem, 4 Query', read: 14.5, write: 0 },
  { route: 'listRecords', what: '… with a filter that 6 of 60 records match', path: "/v1/records/opportunity?filter=status eq 'won'", calls: '2 BatchGetItem, 8 Query', read: 34, write: 0 },
  { route: 'listRecords', what: 'Records with 3 ids', path: '/v1/records/contact?ids=rafael,friend-7,nobody', calls: 'BatchGetItem', read: 3, write: 0 },
  { route: 'listRecords', what: 'Records of a type by words of the name, 25', path: '/v1/records/account?search=num acc', calls: 'BatchGetItem, 4 Query', read: 14.5, write: 0 },
  { route: 'listRecords', what: '… of which only one record has all', path: '/v1/records/account?search=17 number acc', calls: 'BatchGetItem, 8 Query', read: 4.5, write: 0 },
  { route: 'searchRecords', what: 'Records of all types by words of the name, 25 (4 shards)', path: '/v1/records?search=number', calls: 'BatchGetItem, 4 Query', read: 14.5, write: 0 },
  { route: 'listWordProblems', what: 'Examine the words of 25 records', path: '/v1/word-problems?recordType=contact', calls: '2 BatchGetItem, 4 Query', read: 77, write: 0 },
  { route: 'listRecordTypes', what: 'Record types', path: '/v1/record-types', calls: 'GetItem', read: 1, write: 0 },
  { route: 'getRecordType', what: 'One record type', path: '/v1/record-types/contact', calls: 'GetItem', read: 1, write: 0 },
  { route: 'listConnectionRoles', what: 'Roles that may be used on a type', path: '/v1/connection-roles?recordType=contact', calls: 'GetItem', read: 1, write: 0 },
  { route: 'getConnectionRole', what: 'One role', path: '/v1/connection-roles/doctor', calls: 'GetItem', read: 1, write: 0 },
  { route: 'listMatchingRoles', what: 'The roles that match a role', path: '/v1/connection-roles/doctor/matching-roles', calls: 'GetItem', read: 1, write: 0 },
  { route: 'getRecordSummary', what: 'Counts of a record’s connections', path: '/v1/records/contact/rafael/summary', calls: 'BatchGetItem', read: 1, write: 0 },
  { route: 'listRolesOfRecord', what: 'Roles a record plays, with counts', path: '/v1/records/contact/rafael/roles', calls: 'BatchGetItem', read: 1, write: 0 },
  { route: 'getRecordTypeSummary', what: 'Counts of a record type', path: '/v1/record-types/contact/summary', calls: 'Query', read: 0.5, write: 0 },
  { route: 'listRolesOfRecordType', what: 'Roles the records of a type play', path: '/v1/record-types/contact/roles', calls: 'Query', read: 0.5, write: 0 },
  { route: 'getConnectionRoleSummary', what: 'Counts of a role', path: '/v1/connection-roles/friend/summary', calls: 'Query', read: 0.5, write: 0 },
  { route: 'listRecordsOfRole', what: 'Records that hold a role, each once', path: '/v1/connection-roles/friend/records?recordType=contact', calls: 'BatchGetItem, Query', read: 25.5, write: 0 },
  { route: 'correctCounts', what: 'Correct a count of a record type', path: '/v1/count-corrections', body: { of: { type: 'opportunity' }, add: { total: 1 } }, calls: 'TransactWriteItems', read: 0, write: 2 },
  { route: 'listPairProblems', what: 'Examine the connections of two records', path: '/v1/pair-problems?record1=contact/rafael&record2=opportunity/opp-7', calls: '2 BatchGetItem, GetItem, 5 Query', read: 19, write: 0 },
  { route: 'repairPair', what: 'Repair the connections of two records; nothing is wrong', path: '/v1/pair-repairs', body: { record1: { type: 'contact', id: 'rafael' }, record2: { type: 'opportunity', id: 'opp-7' } }, calls: '2 BatchGetItem, GetItem, 5 Query', read: 19, write: 0 },
  { route: 'repairWords', what: 'Write the words of a record; nothing is missing', path: '/v1/word-repairs', body: { records: [{ type: 'contact', id: 'rafael' }] }, calls: '2 BatchGetItem', read: 2, write: 0 },
  { route: 'listConnectionHistory', what: 'History of a connection', path: '/v1/connections/{kept}/history', calls: 'Query', read: 0.5, write: 0 },
  { route: 'listRecordHistory', what: 'History of a record’s connections, 25', path: '/v1/records/contact/rafael/history', calls: 'Query', read: 2, write: 0 },
  { route: 'listConnectionRoleHistory', what: 'History of a role', path: '/v1/connection-roles/doctor/history', calls: 'GetItem, Query', read: 1.5, write: 0 },
  { route: 'listRecordTypeHistory', what: 'History of a record type', path: '/v1/record-types/contact/history', calls: 'GetItem, Query', read: 1.5, write: 0 },
  { route: 'listChanges', what: 'Changes, from the oldest one (4 shards)', path: '/v1/changes', calls: '2 BatchGetItem, 4 Query', read: 12, write: 0 },
  { route: 'listChanges', what: '… the next page', path: '/v1/changes?after={next}', calls: '2 BatchGetItem', read: 8, write: 0 },
  { route: 'listChanges', what: '… from the present', path: '/v1/changes?after=now', calls: '4 Query', read: 4, write: 0 },
  { route: 'listChanges', what: '… when there is nothing new', path: '/v1/changes?after={next}', calls: 'BatchGetItem', read: 2, write: 0 },
  { route: 'getGraph', what: 'A neighbourhood, depth 1, 61 records', path: '/v1/records/contact/rafael/graph?connectedType=opportunity', calls: '2 BatchGetItem, Query', read: 44.5, write: 0 },
  { route: 'getPaths', what: 'Paths of length 2', path: '/v1/paths?from=contact/friend-1&to=contact/friend-3', calls: 'BatchGetItem, 2 Query', read: 4, write: 0 },

  { route: 'createConnection', what: 'Connect two records, roles on both sides', path: '/v1/connections', body: pair('lonely', 'client', 'acc-1'), calls: 'BatchGetItem, TransactWriteItems', read: 4, write: 11 },
  { route: 'createConnection', what: '… with a title and small attributes', path: '/v1/connections', body: { ...pair('lonely', 'client', 'acc-3'), title: 'Key account', attributes: { share: 25, level: 'full' } }, calls: 'BatchGetItem, TransactWriteItems', read: 4, write: 11 },
  { route: 'createConnection', what: '… with an external id', path: '/v1/connections', body: { ...pair('lonely', 'client', 'acc-4'), externalId: { source: 'crm', key: '1' } }, calls: 'BatchGetItem, TransactWriteItems', read: 5, write: 13 },
  { route: 'createConnection', what: '… with a role that has a limit', path: '/v1/connections', body: { ...pair('friend-50', 'sponsored', 'acc-51'), effectiveStart: '2026-01-01' }, calls: 'BatchGetItem, TransactWriteItems', read: 5, write: 13 },
  { route: 'createConnection', what: '… the first time for a record', path: '/v1/connections', body: pair('friend-51', 'sponsored', 'acc-51'), calls: 'BatchGetItem, Query, 2 TransactWriteItems', read: 6, write: 15 },
  { route: 'createConnection', what: '… that replaces another connection', path: '/v1/connections', body: { ...pair('friend-50', 'sponsored', 'acc-52'), effectiveStart: '2026-11-22', replace: true }, calls: '2 BatchGetItem, GetItem, Query, TransactWriteItems', read: 7.5, write: 23 },
  { route: 'listConnections', what: 'The connection with an external id', path: '/v1/connections?externalSource=crm&externalKey=1', calls: '2 GetItem, Query', read: 2.5, write: 0 },
  { route: 'createConnection', what: '… with an Idempotency-Key', path: '/v1/connections', body: pair('lonely', 'client', 'acc-2'), headers: { 'idempotency-key': 'one' }, calls: 'BatchGetItem, GetItem, TransactWriteItems', read: 5, write: 13 },
  { route: 'createConnection', what: '… repeated with the same key', path: '/v1/connections', body: pair('lonely', 'client', 'acc-2'), headers: { 'idempotency-key': 'one' }, calls: 'GetItem', read: 1, write: 0 },
  { route: 'batchConnections', what: 'Connect 10 pairs', path: '/v1/connections/batch', body: { items: Array.from({ length: 10 }, (_, n) => pair('lonely', 'client', `acc-${10 + n}`)) }, calls: 'BatchGetItem, TransactWriteItems', read: 22, write: 110 },
  { route: 'batchConnections', what: '… that exist already', path: '/v1/connections/batch', body: { items: Array.from({ length: 10 }, (_, n) => pair('lonely', 'client', `acc-${10 + n}`)) }, calls: '2 BatchGetItem', read: 32, write: 0 },
  { route: 'batchConnections', what: '… that get other values, with `mode=upsert`', path: '/v1/connections/batch?mode=upsert', body: { items: Array.from({ length: 10 }, (_, n) => ({ ...pair('lonely', 'client', `acc-${10 + n}`), description: 'New' })) }, calls: '12 BatchGetItem, 10 Query, 10 TransactWriteItems', read: 57, write: 80 },
  { route: 'listConnections', what: '10 connections by their ids', path: `/v1/connections?ids=${clients(10).join()}`, calls: 'BatchGetItem, 10 Query', read: 15, write: 0 },
  { route: 'listConnections', what: 'An owner’s connections, 25 (4 shards)', path: '/v1/connections?ownerId=ines', calls: 'BatchGetItem, 4 Query', read: 30, write: 0 },
  { route: 'changeConnections', what: 'Delete a connection and create one with other dates, together', path: '/v1/connections/changes', body: { atomic: true, items: [{ op: 'delete', id: '{client-10}' }, { op: 'create', connection: { ...pair('rafael', 'client', 'acc-10'), effectiveStart: '2026-01-01', effectiveEnd: '2026-12-31' } }] }, calls: '3 BatchGetItem, Query, TransactWriteItems', read: 7.5, write: 18 },
  { route: 'changeConnections', what: 'Change 10 descriptions, together', path: '/v1/connections/changes', body: { atomic: true, items: clients(10).map((id) => ({ op: 'update', id, patch: { description: 'New' } })) }, calls: '11 BatchGetItem, 10 Query, TransactWriteItems', read: 26, write: 80 },
  { route: 'changeConnections', what: '… each on its own', path: '/v1/connections/changes', body: { items: clients(10).map((id) => ({ op: 'update', id, patch: { description: 'Newer' } })) }, calls: '10 GetItem, 10 Query, 10 TransactWriteItems', read: 15, write: 80 },
  { route: 'patchConnection', what: 'Change a description', path: '/v1/connections/{described}', body: { description: 'Introduced by Ines' }, calls: 'GetItem, Query, TransactWriteItems', read: 1.5, write: 8 },
  { route: 'patchConnection', what: 'Change a role (both halves move)', path: '/v1/connections/{moved}', body: { record2RoleId: null }, calls: '2 BatchGetItem, GetItem, Query, TransactWriteItems', read: 4.5, write: 23 },
  { route: 'deactivateConnection', what: 'Deactivate a connection', path: '/v1/connections/{switched}/deactivate', calls: 'GetItem, Query, TransactWriteItems', read: 1.5, write: 8 },
  { route: 'activateConnection', what: 'Activate a connection', path: '/v1/connections/{switched}/activate', calls: '2 GetItem, Query, TransactWriteItems', read: 2.5, write: 8 },
  { route: 'deleteConnection', what: 'Delete a connection', path: '/v1/connections/{deleted}', calls: 'BatchGetItem, Query, TransactWriteItems', read: 2.5, write: 13 },

  { route: 'putRecord', what: 'Create a record', path: '/v1/records/contact/fresh', body: json('Fresh'), calls: 'BatchGetItem, TransactWriteItems', read: 2, write: 3 },
  { route: 'putRecord', what: 'Change its attributes', path: '/v1/records/contact/fresh', body: { ...json('Fresh'), attributes: {} }, calls: 'BatchGetItem, TransactWriteItems', read: 2, write: 2 },
  { route: 'putRecord', what: 'Put an identical record', path: '/v1/records/contact/fresh', body: { ...json('Fresh'), attributes: {} }, calls: 'BatchGetItem', read: 2, write: 0 },
  { route: 'putRecord', what: 'Rename a record', path: '/v1/records/contact/friend-3', body: { name: 'Renamed', attributes: { age: 23 } }, calls: 'BatchGetItem, TransactWriteItems', read: 2, write: 4 },
  { route: 'patchRecord', what: 'Change an attribute of a record', path: '/v1/records/contact/fresh', body: { attributes: { status: 'won' } }, calls: 'GetItem, TransactWriteItems', read: 1, write: 2 },
  { route: 'batchRecords', what: 'Create 10 records', path: '/v1/records/batch', body: { items: Array.from({ length: 10 }, (_, n) => ({ type: 'account', id: `more-${n}`, ...json(`More ${n}`) })) }, calls: 'BatchGetItem, TransactWriteItems', read: 11, write: 30 },
  { route: 'batchRecords', what: '… that exist with other values, with `mode=create`', path: '/v1/records/batch?mode=create', body: { items: Array.from({ length: 10 }, (_, n) => ({ type: 'account', id: `more-${n}`, ...json(`Other ${n}`) })) }, calls: 'BatchGetItem', read: 11, write: 0 },
  { route: 'mergeRecord', what: 'Merge a record into another one', path: '/v1/records/account/more-0/merge', body: { into: { type: 'account', id: 'more-1' } }, calls: 'BatchGetItem, TransactWriteItems', read: 2, write: 9 },
  { route: 'deleteRecord', what: 'Delete a record', path: '/v1/records/contact/fresh', calls: 'GetItem, TransactWriteItems', read: 1, write: 5 },

  { route: 'putRecordType', what: 'Create a record type', path: '/v1/record-types/spare', body: { displayName: 'Spare' }, calls: 'GetItem, Query, TransactWriteItems', read: 2, write: 6 },
  { route: 'deleteRecordType', what: 'Delete a record type', path: '/v1/record-types/spare', calls: '3 GetItem, 11 Query, 2 TransactWriteItems', read: 10, write: 18 },
  { route: 'createConnectionRole', what: 'Create a role', path: '/v1/connection-roles', body: { id: 'spare', name: 'Spare' }, calls: 'GetItem, Query, TransactWriteItems', read: 2, write: 6 },
  { route: 'batchConnectionRoles', what: 'Create 10 roles', path: '/v1/connection-roles/batch', body: { items: Array.from({ length: 10 }, (_, n) => ({ id: `spare-${n}`, name: `Spare ${n}` })) }, calls: 'GetItem, Query, TransactWriteItems', read: 2, write: 26 },
  { route: 'putConnectionRole', what: 'Replace a role', path: '/v1/connection-roles/spare', body: { name: 'Spare', description: 'Not used' }, calls: 'GetItem, Query, TransactWriteItems', read: 2, write: 6 },
  { route: 'patchConnectionRole', what: 'Change a role', path: '/v1/connection-roles/spare', body: { description: 'For later' }, calls: 'GetItem, Query, TransactWriteItems', read: 2, write: 6 },
  { route: 'deactivateConnectionRole', what: 'Deactivate a role', path: '/v1/connection-roles/spare/deactivate', calls: 'GetItem, Query, TransactWriteItems', read: 2, write: 6 },
  { route: 'activateConnectionRole', what: 'Activate a role', path: '/v1/connection-roles/spare/activate', calls: 'GetItem, Query, TransactWriteItems', read: 2, write: 6 },
  { route: 'deleteConnectionRole', what: 'Delete a role that is not in use (4 shards)', path: '/v1/connection-roles/spare', calls: '2 GetItem, 6 Query, TransactWriteItems', read: 6, write: 14 },
  { route: 'deleteConnectionRole', what: 'Clear a role and delete it', path: '/v1/connection-roles/doctor?policy=clear', calls: 'GetItem, Query, TransactWriteItems', read: 2, write: 6 },

  { route: 'getHealth', what: 'Health check', path: '/health', calls: '', read: 0, write: 0 },
  { route: 'getOpenApi', what: 'API description', path: '/openapi.json', calls: '', read: 0, write: 0 },
  { route: 'getDocs', what: 'Portal for developers', path: '/docs', calls: '', read: 0, write: 0 },
  { route: 'searchDocs', what: 'Search of the portal', path: '/docs/search?q=role', calls: '', read: 0, write: 0 },
  { route: 'getDocsPage', what: 'Page of the portal', path: '/docs/start', calls: '', read: 0, write: 0 },
];

/** Requests whose cost depends on the number of shards, with 16; test/nightly/table/costs-16-shards.test.ts enforces them. */
// biome-ignore format: one line per row
export const ledgerOf16Shards: readonly LedgerRow[] = [
  { route: 'listRecords', what: 'Records by name, 25 (16 shards)', path: '/v1/records/contact?namePrefix=friend', calls: 'BatchGetItem, 16 Query', read: 20.5, write: 0 },
  { route: 'listRecords', what: 'Records of a type by words of the name, 25 (16 shards)', path: '/v1/records/account?search=num acc', calls: 'BatchGetItem, 16 Query', read: 20.5, write: 0 },
  { route: 'searchRecords', what: 'Records of all types by words of the name, 25 (16 shards)', path: '/v1/records?search=number', calls: 'BatchGetItem, 16 Query', read: 20.5, write: 0 },
  { route: 'listConnections', what: 'An owner’s connections, 25 (16 shards)', path: '/v1/connections?ownerId=ines', calls: 'BatchGetItem, 16 Query', read: 34, write: 0 },
  { route: 'listChanges', what: 'Changes, from the oldest one (16 shards)', path: '/v1/changes', calls: '2 BatchGetItem, 16 Query', read: 30, write: 0 },
  { route: 'listChanges', what: '… the next page, 16 shards', path: '/v1/changes?after={next}', calls: '2 BatchGetItem', read: 14, write: 0 },
  { route: 'listChanges', what: '… from the present, 16 shards', path: '/v1/changes?after=now', calls: '16 Query', read: 16, write: 0 },
  { route: 'listChanges', what: '… when there is nothing new, 16 shards', path: '/v1/changes?after={next}', calls: 'BatchGetItem', read: 8, write: 0 },
];

export interface BehindRow extends Cost {
  readonly what: string;
  /** The change to make; the cost of the projector's work for it is counted. */
  readonly change: (table: Table, idOf: (name: string) => string) => Promise<unknown>;
}

const friendsOf = (id: string, others: readonly number[]) => (table: Table) =>
  createConnections(
    table,
    others.map((n) => request([`contact/${id}`, 'friend', `contact/friend-${n}`, undefined])),
    caller(),
  );

/** A change at another time moves a connection in the list of its owner's. */
const later = { ...caller(), now: '2026-11-22T11:00:00.000Z' };
const latest = { ...caller(), now: '2026-11-22T12:00:00.000Z' };

/** The cost of history, counts and feed after a request, with both halves in one batch of the stream. */
export const behind: readonly BehindRow[] = [
  {
    what: 'a connection is created',
    change: friendsOf('lonely', [1]),
    calls: '2 BatchGetItem, GetItem, TransactWriteItems',
    read: 5,
    write: 20,
  },
  {
    what: '20 connections of one record are created',
    change: friendsOf(
      'lonely',
      Array.from({ length: 20 }, (_, n) => n + 10),
    ),
    calls: '3 BatchGetItem, GetItem, 2 TransactWriteItems',
    read: 44,
    write: 196,
  },
  {
    what: 'a description is changed',
    change: (table, idOf) =>
      patchConnection(table, idOf('kept'), { description: 'Met in May' }, later, {
        ifMatch: undefined,
      }),
    calls: 'BatchGetItem, TransactWriteItems',
    read: 1,
    write: 11,
  },
  {
    what: 'a role of a connection is changed',
    change: (table, idOf) =>
      patchConnection(table, idOf('described'), { record2RoleId: null }, later, {
        ifMatch: undefined,
      }),
    calls: '2 BatchGetItem, TransactWriteItems',
    read: 4,
    write: 20,
  },
  {
    what: 'a connection is deactivated',
    change: (table, idOf) =>
      setConnectionState(table, idOf('kept'), 'inactive', latest, { ifMatch: undefined }),
    calls: 'BatchGetItem, TransactWriteItems',
    read: 3,
    write: 19,
  },
  {
    what: 'a connection is deleted',
    change: (table, idOf) => deleteConnection(table, idOf('described'), caller(), undefined),
    calls: 'BatchGetItem, TransactWriteItems',
    read: 3,
    write: 19,
  },
  {
    what: 'a record is created',
    change: (table) =>
      putRecords(table, [{ type: 'contact', id: 'later', ...json('Later') }], caller()),
    calls: 'BatchGetItem, GetItem, PutItem, TransactWriteItems',
    read: 2,
    write: 5,
  },
  {
    what: 'a record is renamed',
    change: (table) =>
      putRecords(table, [{ type: 'contact', id: 'later', ...json('Latest of all') }], caller()),
    calls: 'BatchGetItem, DeleteItem, 3 PutItem, TransactWriteItems',
    read: 1,
    write: 8,
  },
  {
    what: 'a record’s attributes change',
    change: (table) =>
      putRecords(
        table,
        [{ type: 'contact', id: 'later', name: 'Latest of all', attributes: { status: 'won' } }],
        caller(),
      ),
    calls: '',
    read: 0,
    write: 0,
  },
  {
    what: 'a role is renamed',
    change: (table) =>
      changeCatalog(table, caller(), (catalog) => patchRole(catalog, 'unused', { name: 'Idle' })),
    calls: 'TransactWriteItems',
    read: 0,
    write: 4,
  },
];

/** The average size of an item of the company on disk, in bytes: in the table, and in its indexes. */
export interface StoredRow {
  readonly kind: 'half' | 'historyEntry' | 'record' | 'word' | 'summary' | 'heldRole';
  readonly table: number;
  readonly indexes: number;
}

export const stored: readonly StoredRow[] = [
  { kind: 'half', table: 521, indexes: 1155 },
  { kind: 'historyEntry', table: 611, indexes: 320 },
  { kind: 'record', table: 348, indexes: 195 },
  { kind: 'word', table: 189, indexes: 0 },
  { kind: 'summary', table: 278, indexes: 0 },
  { kind: 'heldRole', table: 199, indexes: 199 },
];
