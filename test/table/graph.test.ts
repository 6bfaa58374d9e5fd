// Neighbourhoods and paths on the real table: the number of calls, and records with very many connections.
import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Connection } from '../../shared/domain/connection-rules.ts';
import { neighbourhood } from '../../shared/domain/graph/neighbourhood.ts';
import { shortestPaths } from '../../shared/domain/graph/shortest-paths.ts';
import { setConnectionState } from '../../shared/table/connections/change-connection.ts';
import { createConnections } from '../../shared/table/connections/create-connections.ts';
import type { Table } from '../../shared/table/engine/open-table.ts';
import { connectionsOf } from '../../shared/table/lists/connections-of-record.ts';
import { type StepConditions, stepReader } from '../../shared/table/lists/graph-steps.ts';
import { halfItem } from '../../shared/table/pairs/half-item.ts';
import { putRecords } from '../../shared/table/records/put-records.ts';
import { namedRecords } from '../../shared/table/records/read-records.ts';
import { createdOf } from '../support/created.ts';
import { itNightly } from '../support/effort.ts';
import { caller, clinic, request } from '../support/fixtures.ts';
import { clinicTable } from '../support/table.ts';

const today = '2026-11-22';
let table: Table;
let calls: string[];

const contact = (id: string) => ({ type: 'contact', id, name: id.toUpperCase() });

/** Writes both halves of connections from one contact to many, without the rules' checks. */
async function writeHub(hub: string, count: number, roleId: string | null = 'friend') {
  const halves = Array.from({ length: count }, (_, n) => {
    const connection: Connection = {
      id: `${hub}-${n}`,
      record1: { ...contact(hub), roleId },
      record2: { ...contact(`${hub}${n}`), roleId },
      title: null,
      attributes: null,
      externalId: null,
      description: null,
      effectiveStart: null,
      effectiveEnd: null,
      state: 'active',
      ownerId: 'ines',
      createdAt: caller().now,
      createdBy: 'ines',
      modifiedAt: caller().now,
      modifiedBy: 'ines',
      version: 1,
    };
    return (['record1', 'record2'] as const).map((side) =>
      halfItem({ connection, side }, table.shards),
    );
  }).flat();
  const batches = Array.from({ length: Math.ceil(halves.length / 25) }, (_, at) =>
    halves.slice(at * 25, at * 25 + 25),
  ).values();
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (const some of batches) {
        const requests = some.map((Item) => ({ PutRequest: { Item } }));
        await table.db.send(new BatchWriteCommand({ RequestItems: { [table.name]: requests } }));
      }
    }),
  );
}

async function connect(...all: Parameters<typeof request>[]) {
  const made = await createConnections(
    table,
    all.map((one) => request(...one)),
    caller(),
  );
  return made.map((one) => createdOf(one).id);
}

beforeAll(async () => {
  ({ table, calls } = await clinicTable());
  const others = ['contact/s1', 'contact/s2', 'contact/s3', 'account/acme'].map((path) => {
    const [type = '', id = ''] = path.split('/');
    return { type, id, name: id, attributes: {} };
  });
  await putRecords(table, others, caller());
});

describe('a step', () => {
  it('is the same connection from both sides, as it was created', async () => {
    const [id] = await connect([['contact/a', 'doctor', 'contact/b', 'patient']]);
    const read = stepReader(table, today);
    const edge = {
      id,
      from: { type: 'contact', id: 'a' },
      to: { type: 'contact', id: 'b' },
      fromRoleId: 'doctor',
      toRoleId: 'patient',
      title: null,
      validity: 'current',
      state: 'active',
    };
    for (const [own, other] of [
      ['a', 'b'],
      ['b', 'a'],
    ] as const) {
      const { steps, read: cost } = await read({ record: contact(own), limit: 10 });
      expect([steps, cost]).toEqual([[{ record: contact(other), edge }], 1]);
    }
  });

  it('obeys the conditions of the list of connections, whatever the page size', async () => {
    const ids = await connect(
      [['contact/c', 'doctor', 'contact/d', 'patient'], { effectiveStart: '2020-01-01' }],
      [['contact/c', 'doctor', 'contact/e', 'nurse'], { effectiveEnd: '2019-01-01' }],
      [['contact/f', 'friend', 'contact/c', 'friend'], { effectiveStart: '2030-01-01' }],
      [['contact/c', null, 'contact/g', null]],
      [['contact/c', 'expert', 'contact/d', null]],
    );
    await setConnectionState(table, ids[3] as string, 'inactive', caller(), { ifMatch: undefined });
    for (const conditions of [
      {},
      { roleId: 'doctor' },
      { roleId: 'retired' },
      { roleId: null },
      { roleId: null, connectedType: 'contact' },
      { connectedType: 'contact' },
      { connectedType: 'account' },
      { roleId: 'friend', connectedType: 'contact' },
      { state: 'inactive' },
      { state: 'active', activeOn: '2020-06-01' },
      { activeOn: '2019-01-01' },
    ] as const) {
      const question = { state: 'all' as const, ...conditions };
      const { items } = await connectionsOf(table, clinic, contact('c'), question, 100);
      for (const limit of [1, 2, 100]) {
        const read = stepReader(table, today, conditions);
        const found: string[] = [];
        let position: string | undefined;
        do {
          const page = await read({ record: contact('c'), position, limit });
          found.push(...page.steps.map(({ edge }) => edge.id));
          position = page.position;
        } while (position !== undefined);
        expect(found).toEqual(items.map(({ connection }) => connection.id));
      }
    }
  });

  it('of a path meets the conditions seen from either record, and is found from both or neither', async () => {
    const made = await connect(
      [['contact/s1', 'doctor', 'contact/s2', 'patient']],
      [['contact/s1', 'vendor', 'account/acme', null]],
      [['contact/s2', null, 'account/acme', null], { effectiveEnd: '2001-12-31' }],
      [['account/acme', 'expert', 'contact/s3', 'expert']],
    );
    await setConnectionState(table, made[3] as string, 'inactive', caller(), {
      ifMatch: undefined,
    });
    const [doctor, vendor, ended, expert] = made as [string, string, string, string];
    const records = [
      contact('s1'),
      contact('s2'),
      contact('s3'),
      { ...contact('acme'), type: 'account' },
    ];
    const found = async (conditions: StepConditions) => {
      const read = stepReader(table, today, conditions, 'either record');
      const seen = await Promise.all(
        records.map(async (record) => {
          const ids: string[] = [];
          let position: string | undefined;
          do {
            const page = await read({ record, position, limit: 2 });
            ids.push(...page.steps.map(({ edge }) => edge.id));
            position = page.position;
          } while (position !== undefined);
          return ids;
        }),
      );
      const times = new Map<string, number>();
      for (const id of seen.flat()) times.set(id, (times.get(id) ?? 0) + 1);
      for (const count of times.values()) expect(count).toBe(2);
      return new Set(times.keys());
    };
    expect(await found({})).toEqual(new Set(made));
    expect(await found({ roleId: 'patient' })).toEqual(new Set([doctor]));
    expect(await found({ roleId: null })).toEqual(new Set([vendor, ended]));
    expect(await found({ connectedType: 'account' })).toEqual(new Set([vendor, ended, expert]));
    expect(await found({ connectedType: 'opportunity' })).toEqual(new Set());
    expect(await found({ connectedType: 'contact' })).toEqual(new Set(made));
    expect(await found({ roleId: 'vendor', connectedType: 'account' })).toEqual(new Set([vendor]));
    expect(await found({ roleId: 'vendor', connectedType: 'contact' })).toEqual(new Set());
    expect(await found({ roleId: null, connectedType: 'contact' })).toEqual(
      new Set([vendor, ended]),
    );
    expect(await found({ activeOn: '2002-01-01' })).toEqual(new Set([doctor, vendor, expert]));
    expect(await found({ state: 'active' })).toEqual(new Set([doctor, vendor, ended]));
    expect(await found({ roleId: null, state: 'active', activeOn: today })).toEqual(
      new Set([vendor]),
    );
  });

  it('to a given type skips the connections to other types', async () => {
    await connect(
      ...[...'hijklmnopq'].map(
        (id): Parameters<typeof request> => [['contact/r', 'friend', `contact/${id}`, 'friend']],
      ),
    );
    const read = stepReader(table, today, { connectedType: 'account' });
    const first = await read({ record: contact('r'), limit: 3 });
    expect([first.steps, first.read]).toEqual([[], 3]);
    const { position } = first;
    expect(await read({ record: contact('r'), position, limit: 3 })).toEqual({
      steps: [],
      read: 0,
    });
  });
});

describe('the requested records', () => {
  it('are read with their names in one call; the error names a missing one', async () => {
    calls.length = 0;
    const asked = [contact('b'), contact('a')];
    expect(await namedRecords(table, asked)).toEqual(asked);
    expect(calls).toEqual(['BatchGetItem']);
    await expect(namedRecords(table, [contact('a'), contact('zz')])).rejects.toMatchObject({
      code: 'NotFound',
      message: 'there is no record contact/zz',
    });
  });
});

describe('a neighbourhood', () => {
  it('costs one Query for each record that is followed', async () => {
    await connect(
      [['contact/s', 'friend', 'contact/t', 'friend']],
      [['contact/s', 'doctor', 'contact/u', 'patient']],
      [['contact/t', 'friend', 'contact/u', 'friend']],
      [['contact/u', 'friend', 'contact/v', 'friend']],
      [['contact/v', 'friend', 'contact/w', 'friend']],
    );
    for (const [depth, records, connections, queries] of [
      [1, 3, 2, 1],
      [2, 4, 4, 3],
      [3, 5, 5, 4],
    ] as const) {
      calls.length = 0;
      const limits = { depth, maxNodes: 200 };
      const graph = await neighbourhood(contact('s'), limits, stepReader(table, today));
      expect([graph.nodes.length, graph.edges.length, graph.truncated]).toEqual([
        records,
        connections,
        false,
      ]);
      expect(calls).toEqual(Array(queries).fill('Query'));
    }
  });
});

describe('a record with 3,000 connections', () => {
  beforeAll(async () => {
    await writeHub('x', 3000);
    await connect(
      [['contact/y', 'friend', 'contact/x', 'friend']],
      [['contact/y', 'friend', 'contact/z', 'friend']],
    );
  });

  it('costs a graph one page when there is no room for more, and does not crowd out other records', async () => {
    for (const depth of [1, 2, 3]) {
      calls.length = 0;
      const limits = { depth, maxNodes: 50 };
      const graph = await neighbourhood(contact('x'), limits, stepReader(table, today));
      expect([graph.nodes.length, graph.truncated]).toEqual([50, true]);
      expect(calls.length).toBeLessThanOrEqual(50);
    }
    const limits = { depth: 2, maxNodes: 10 };
    const { nodes, edges } = await neighbourhood(contact('y'), limits, stepReader(table, today));
    expect(nodes.map(({ id }) => id).slice(0, 3)).toEqual(['y', 'x', 'z']);
    expect([nodes.length, edges.length]).toEqual([10, 9]);
  });

  it('is read in few, longer pages when there is room for more', async () => {
    calls.length = 0;
    const limits = { depth: 1, maxNodes: 1000 };
    const graph = await neighbourhood(contact('x'), limits, stepReader(table, today));
    expect([graph.nodes.length, graph.edges.length, graph.truncated]).toEqual([1000, 999, true]);
    expect(calls).toEqual(['Query', 'Query']);
  });

  it('ends a graph where the budget ends, and the answer reports it', async () => {
    const read = stepReader(table, today);
    const budget = { queries: 3, items: 400 };
    const limits = { depth: 1, maxNodes: 1000 };
    const graph = await neighbourhood(contact('x'), limits, read, budget);
    expect(graph).toMatchObject({ nodes: { length: 401 }, truncated: true });
    expect(budget).toEqual({ queries: 1, items: 0 });
  });

  it('is not read by a search that reaches it from the other end', async () => {
    calls.length = 0;
    const limits = { maxDepth: 6, limit: 5 };
    const read = stepReader(table, today);
    const { paths, truncated } = await shortestPaths(contact('x'), contact('z'), limits, read);
    expect(paths.map(({ nodes }) => nodes.map(({ id }) => id))).toEqual([['x', 'y', 'z']]);
    expect(truncated).toBe(false);
    expect(calls.length).toBeLessThanOrEqual(4);
  });

  itNightly('costs a search no more than its budget', async () => {
    await writeHub('w', 3000, null);
    const budget = { queries: 50, items: 2000 };
    const answer = await shortestPaths(
      contact('x1'),
      contact('w1'),
      { maxDepth: 6, limit: 5 },
      stepReader(table, today),
      budget,
    );
    expect(answer).toEqual({ paths: [], truncated: true });
    expect(budget.queries).toBeGreaterThanOrEqual(0);
    expect(budget.items).toBeGreaterThanOrEqual(0);
  });
});
