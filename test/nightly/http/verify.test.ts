// `verify` recounts everything, finds exactly the wrong counts, and repairs them on request.

import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
} from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Host } from '../../../infra/local/host/host.ts';
import { writePartOfSample } from '../../support/part-of-sample.ts';
import { workbench } from '../../support/workbench.ts';

const { bench, emptyService, liaison } = workbench();

let host: Host;
let authorization: string;
let part: Awaited<ReturnType<typeof writePartOfSample>>;

beforeAll(async () => {
  host = await emptyService();
  authorization = `Bearer ${await host.token()}`;
  const folder = join(bench.dir, 'part');
  // A part, because each test verifies everything.
  part = await writePartOfSample(folder, 60);
  expect((await liaison(host, 'import', folder)).status).toBe(0);
  await host.drained();
});

async function read(path: string) {
  const response = await fetch(`${host.url}/v1/${path}`, { headers: { authorization } });
  expect(response.status).toBe(200);
  // biome-ignore lint/suspicious/noExplicitAny: the tests check the bodies that they expect
  return (await response.json()) as any;
}

const correct = (of: object, add: Record<string, number>, headers = {}) =>
  fetch(`${host.url}/v1/count-corrections`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ of, add }),
  });

async function damage(of: object, add: Record<string, number>) {
  expect((await correct(of, add)).status).toBe(204);
}

/** Runs `verify`; returns its lines of JSON, with the last line separate. */
async function verify(...options: string[]) {
  const { status, out, error } = await liaison(host, 'verify', '--json', ...options);
  const lines = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  return { status, error, problems: lines.slice(0, -1), totals: lines.at(-1) };
}

type Summary = Record<'byRole' | 'byCategory', { key: string | null; count: number }[]>;

const countOf = (summary: { key: string | null; count: number }[], key: string | null) =>
  summary.find((one) => one.key === key)?.count ?? 0;

/** The service's table, to damage it in ways that no caller of the API can. */
function openTable() {
  return {
    db: DynamoDBDocumentClient.from(new DynamoDBClient(host.dynamodb)),
    TableName: host.tableNames[0] as string,
  };
}

describe('verify', { timeout: 300_000 }, () => {
  it('finds nothing wrong after an import', async () => {
    const { status, out } = await liaison(host, 'verify');
    expect(out.trim().split('\n')).toEqual([
      `0 wrong counts among 60 records, ${part.types} record types, ${part.roles} roles`,
      '224 halves, 112 connections, 0 problems',
    ]);
    expect(status).toBe(0);
  });

  it('finds exactly the counts that are wrong, and repairs them', async () => {
    const [vendor] = (await read('connection-roles/vendor/records')).items;
    const [client, hidden] = (await read('connection-roles/client/records')).items.filter(
      (one: { id: string }) => one.id !== vendor.id,
    );
    const role = await read('connection-roles/vendor');
    const clientRole = await read('connection-roles/client');
    const ofVendor = await read(`records/${vendor.type}/${vendor.id}/summary`);
    const ofClient = await read(`records/${client.type}/${client.id}/summary`);
    const clients = await read('connection-roles/client/summary');
    const accounts = await read('record-types/account/summary');
    const friends = await read('connection-roles/friend/summary');
    const reference = ({ type, id }: { type: string; id: string }) => ({ type, id });

    await damage(reference(vendor), { 'role:vendor': 3 });
    // Below zero: shown as zero.
    const active = countOf(accounts.byState, 'active');
    await damage({ type: 'account' }, { total: 5, 'state:active': -active - 1 });
    await damage({ roleId: 'friend' }, { records: -1, 'type:contact': 2 });
    await damage(reference(client), { 'role:client': -client.count });
    const { db, TableName } = openTable();
    const pk = `record#${hidden.type}#${hidden.id}`;
    await db.send(new DeleteCommand({ TableName, Key: { pk, sk: 'held-role#client' } }));

    const found = await verify();
    const difference = (of: object, cell: string, counted: number, shown: number) => {
      return { of, cell, counted, shown };
    };
    const [business, sales] = [role.category, clientRole.category];
    const inBusiness = countOf(ofVendor.byCategory, business);
    const inSales = countOf(ofClient.byCategory, sales);
    // What has no role is what the total has in addition to the roles.
    const noRole = (of: object, { byRole, byCategory }: Summary, wrongBy: number) =>
      Object.entries({ 'role:-': byRole, 'category:-': byCategory }).map(([cell, part]) =>
        difference(of, cell, countOf(part, null), countOf(part, null) + wrongBy),
      );
    const withFriends = countOf(friends.byRecordType, 'contact');
    const { records: holdersOfType } = clients.byRecordType.find(
      (one: { key: string }) => one.key === client.type,
    );
    const expected = [
      difference(reference(vendor), 'role:vendor', vendor.count, vendor.count + 3),
      difference(reference(vendor), `category:${business}`, inBusiness, inBusiness + 3),
      difference({ type: 'account' }, 'total', accounts.total, accounts.total + 5),
      ...noRole({ type: 'account' }, accounts, 5),
      difference({ type: 'account' }, 'state:active', active, 0),
      difference({ roleId: 'friend' }, 'records', friends.records, friends.records - 1),
      difference({ roleId: 'friend' }, 'type:contact', withFriends, withFriends + 2),
      difference(reference(client), 'role:client', client.count, 0),
      difference(reference(client), `category:${sales}`, inSales, inSales - client.count),
      ...noRole(reference(client), ofClient, client.count),
      // The record no longer has the role, so the role has one record less.
      difference({ roleId: 'client' }, 'records', clients.records, clients.records - 1),
      difference({ roleId: 'client' }, `records:${client.type}`, holdersOfType, holdersOfType - 1),
      difference(reference(hidden), 'holder:client', hidden.count, 0),
    ];
    expect(found.problems).toHaveLength(expected.length);
    expect(found.problems).toEqual(expect.arrayContaining(expected));
    expect(found.totals).toMatchObject({ problems: expected.length, unsettled: [], halves: 224 });
    expect(found.status).toBe(1);

    const repaired = await verify('--repair');
    expect(repaired).toMatchObject({ status: 0, problems: [], totals: { wrongCounts: 0 } });
    expect(repaired.totals.repaired.counts).toBeGreaterThanOrEqual(5);
    const holders = (await read('connection-roles/client/records')).items;
    expect(holders).toEqual(expect.arrayContaining([client, hidden]));
  });

  it('reports a broken pair, and completes it only on request', async () => {
    const { items } = await read('connection-roles/friend/records?limit=1');
    const [{ type, id }] = items;
    const { db, TableName } = openTable();
    const pk = `record#${type}#${id}`;
    const { Items = [] } = await db.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :kind)',
        ExpressionAttributeValues: { ':pk': pk, ':kind': 'connection#friend#' },
        Limit: 1,
      }),
    );
    const half = Items[0] as { pk: string; sk: string; id: string };
    await db.send(new DeleteCommand({ TableName, Key: { pk: half.pk, sk: half.sk } }));

    const found = await verify();
    expect(found.status).toBe(1);
    expect(found.problems.map((one) => one.connectionId ?? one.of)).toEqual(
      expect.arrayContaining([half.id, { type, id }, { type }, { roleId: 'friend' }]),
    );
    const repaired = await verify('--repair');
    expect(repaired.status).toBe(1);
    expect(repaired.problems).toEqual([
      expect.objectContaining({ connectionId: half.id, kind: 'halves' }),
    ]);
    expect(repaired.totals).toMatchObject({ wrongCounts: 0, problems: 1 });

    const complete = await verify('--repair', '--repair-pairs');
    expect(complete).toMatchObject({ status: 0, problems: [], totals: { problems: 0 } });
    expect(complete.totals.repaired).toMatchObject({ connections: 1, pairs: [{ kind: 'halves' }] });
    // The next test shows that nothing else is wrong.
    await host.drained();
  });

  it('finds a missing series, and writes it again', async () => {
    const { db, TableName } = openTable();
    const { Items = [] } = await db.send(
      new ScanCommand({ TableName, FilterExpression: 'attribute_exists(members)' }),
    );
    const { pk, sk, members } = Items[0] as { pk: string; sk: string; members: { id: string }[] };
    await db.send(new DeleteCommand({ TableName, Key: { pk, sk } }));

    const found = await verify();
    expect(found).toMatchObject({ status: 1, totals: { problems: members.length } });
    expect(found.problems).toEqual(
      members.map(({ id }) => expect.objectContaining({ connectionId: id, kind: 'series' })),
    );
    const repaired = await verify('--repair');
    expect(repaired).toMatchObject({ status: 0, problems: [] });
    expect(repaired.totals.repaired).toEqual({
      counts: 0,
      words: 0,
      connections: members.length,
      pairs: [],
    });
    const { Item } = await db.send(new GetCommand({ TableName, Key: { pk, sk } }));
    expect(Item).toEqual({ pk, sk, members });
  });

  it('finds a record without a type, and a connection of a record that does not exist', async () => {
    const { db, TableName } = openTable();
    const ghost = { pk: 'record#ghost#g', sk: 'record', recordType: 'ghost', recordId: 'g' };
    await db.send(new PutCommand({ TableName, Item: { ...ghost, nameKey: 'g' } }));
    const [vendor] = (await read('connection-roles/vendor/records')).items;
    const key = { pk: `record#${vendor.type}#${vendor.id}`, sk: 'record' };
    const { Item } = await db.send(new GetCommand({ TableName, Key: key }));
    await db.send(new DeleteCommand({ TableName, Key: key }));

    const found = await verify();
    expect(found.status).toBe(1);
    expect(found.problems).toContainEqual({ recordWithoutType: 'ghost/g' });
    const detail = `the record ${vendor.type}/${vendor.id} does not exist; delete the connection`;
    expect(found.problems).toContainEqual(expect.objectContaining({ kind: 'record', detail }));
    await db.send(new DeleteCommand({ TableName, Key: { pk: ghost.pk, sk: ghost.sk } }));
    await db.send(new PutCommand({ TableName, Item: Item ?? {} }));
  });

  it('writes the words of records that have none, as those from before searches', async () => {
    const { db, TableName } = openTable();
    const [record] = (await read('records/account?limit=1')).items;
    const isFound = async () =>
      (await read(`records?search=${encodeURIComponent(record.name)}`)).items.length > 0;
    const { Items = [] } = await db.send(
      new ScanCommand({
        TableName,
        FilterExpression: 'begins_with(pk, :words) AND contains(sk, :record)',
        ExpressionAttributeValues: { ':words': 'words#', ':record': `#account#${record.id}` },
      }),
    );
    expect(Items.length).toBeGreaterThan(0);
    for (const { pk, sk } of Items)
      await db.send(new DeleteCommand({ TableName, Key: { pk, sk } }));
    expect(await isFound()).toBe(false);

    const unfoundRecord = `account/${record.id}`;
    expect(await verify()).toMatchObject({ status: 1, problems: [{ unfoundRecord }] });
    const repaired = await verify('--repair');
    expect(repaired).toMatchObject({ status: 0, problems: [] });
    expect(repaired.totals.repaired).toEqual({ counts: 0, words: 1, connections: 0, pairs: [] });
    expect(await isFound()).toBe(true);
  });

  it('says which scope is missing', async () => {
    await damage({ type: 'account' }, { total: 1 });
    const token = await host.token({ sub: 'ines', scope: 'liaison/read liaison/write' });
    const { status, error } = await liaison(host, 'verify', '--repair', '--token', token);
    expect(status).toBe(2);
    expect(error).toContain('needs the scope liaison/admin');
    await damage({ type: 'account' }, { total: -1 });
  });
});

describe('a count correction', () => {
  it('is applied once, however often it is sent with the same Idempotency-Key', async () => {
    const { total } = await read('record-types/account/summary');
    const send = (add: Record<string, number>, key: string) =>
      correct({ type: 'account' }, add, { 'idempotency-key': key });
    expect((await send({ total: 7 }, 'first')).status).toBe(204);
    expect((await send({ total: 7 }, 'first')).status).toBe(204);
    expect((await read('record-types/account/summary')).total).toBe(total + 7);
    expect((await send({ total: -7 }, 'back')).status).toBe(204);
  });

  const body = (add: Record<string, number>) => correct({ type: 'account' }, add);

  it('is refused for an invalid cell, and for more cells than fit in a transaction', async () => {
    expect((await body({ pk: 1 })).status).toBe(400);
    expect((await body({ 'colour:red': 1 })).status).toBe(400);
    const many = Object.fromEntries(Array.from({ length: 41 }, (_, at) => [`role:r${at}`, 1]));
    expect((await body(many)).status).toBe(400);
  });
});
