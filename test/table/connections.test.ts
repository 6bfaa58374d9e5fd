import { beforeAll, describe, expect, it } from 'vitest';
import type { Connection } from '../../shared/domain/connection-rules.ts';
import { changeCatalog } from '../../shared/table/catalog/change-catalog.ts';
import {
  deleteConnection,
  patchConnection,
  setConnectionState,
} from '../../shared/table/connections/change-connection.ts';
import {
  createConnection,
  createConnections,
} from '../../shared/table/connections/create-connections.ts';
import type { Table } from '../../shared/table/engine/open-table.ts';
import { connectionsOf } from '../../shared/table/lists/connections-of-record.ts';
import { getConnection } from '../../shared/table/pairs/find-connection.ts';
import { createdOf } from '../support/created.ts';
import { caller, clinic, request } from '../support/fixtures.ts';
import { allItems, brokenPairs, clinicTable } from '../support/table.ts';

let table: Table;
let calls: string[];
beforeAll(async () => {
  ({ table, calls } = await clinicTable());
});

async function create(...args: Parameters<typeof request>): Promise<Connection> {
  const [made] = await createConnections(table, [request(...args)], caller());
  return createdOf(made);
}

describe('creating', () => {
  it('takes two calls, and writes two halves, their series and nothing else', async () => {
    await create(['contact/a', 'friend', 'contact/z', 'friend']);
    const before = await allItems(table);
    calls.length = 0;
    const { id } = await create(['contact/a', 'doctor', 'contact/b', undefined]);
    expect(calls).toEqual(['BatchGetItem', 'TransactWriteItems']);
    const added = (await allItems(table)).filter(
      (item) => !before.some((old) => old.pk === item.pk && old.sk === item.sk),
    );
    expect(added.flatMap((item) => item.id ?? [])).toEqual([id, id]);
    expect(added.flatMap((item) => item.members ?? [])).toEqual([{ id }]);
    expect(added).toHaveLength(3);
    expect(await brokenPairs(table)).toEqual([]);
  });

  it('reports a result for each of many, writes the valid ones, and detects duplicates among them', async () => {
    const results = await createConnections(
      table,
      [
        request(['contact/c', 'doctor', 'contact/d', 'nurse']),
        request(['contact/d', 'nurse', 'contact/c', 'doctor']),
        request(['contact/c', 'doctor', 'contact/missing', 'nurse']),
        request(['contact/c', 'doctor', 'contact/e', 'friend']),
        request(['contact/c', 'doctor', 'contact/d', 'nurse'], { effectiveStart: '2020-01-01' }),
        request(['contact/c', 'friend', 'contact/d', undefined]),
      ],
      caller(),
    );
    expect(
      results.map((one) =>
        'refusal' in one
          ? one.refusal.code
          : 'identical' in one
            ? 'identical'
            : one.connection.record2.roleId,
      ),
    ).toEqual([
      'nurse',
      'identical',
      'ConnectionObjectsMissing',
      'UnrelatedConnectionRoles',
      'ConnectionExists',
      'friend',
    ]);
    expect(await brokenPairs(table)).toEqual([]);
  });

  it('fits many connections of one record into few transactions', async () => {
    calls.length = 0;
    const others = [...'bcdefghijklmnopqrstuvwxyz'];
    const results = await createConnections(
      table,
      others.map((id) => request(['contact/a', 'expert', `contact/${id}`, null])),
      caller(),
    );
    expect(results.every((one) => 'connection' in one)).toBe(true);
    expect(calls.filter((call) => call === 'TransactWriteItems')).toHaveLength(1);
  });

  it('returns id and state of the existing connection, whichever side it was created from', async () => {
    const { id } = await create(['contact/f', 'doctor', 'contact/g', 'nurse']);
    const reverse = request(['contact/g', 'nurse', 'contact/f', 'doctor']);
    for (const state of ['active', 'inactive'] as const) {
      await setConnectionState(table, id, state, caller(), { ifMatch: undefined });
      await expect(createConnection(table, reverse, caller(), () => [])).rejects.toMatchObject({
        code: 'ConnectionExists',
        extras: { existingId: id, existingState: state },
        message: expect.stringMatching(
          state === 'inactive' ? /activate it instead$/ : /exists with the same values$/,
        ),
      });
    }
  });

  it('finds an existing connection identical even when its role may no longer be set', async () => {
    const roles = ['contact/d', 'expert', 'contact/e', null] as const;
    const { id } = await create(roles);
    const setExpert = (state: 'active' | 'inactive') =>
      changeCatalog(table, caller(), (catalog) => {
        const expert = catalog.roles.get('expert');
        if (!expert) throw new Error('no expert');
        return { change: { roles: [{ ...expert, state }] } };
      });
    await setExpert('inactive');
    const [again] = await createConnections(table, [request(roles)], caller());
    expect(again).toMatchObject({ identical: { id } });
    await expect(create(['contact/d', 'expert', 'contact/f', null])).rejects.toMatchObject({
      code: 'ConnectionRoleNotActive',
    });
    await setExpert('active');
  });

  it('refuses by its keys a duplicate that the read before the write could not see', async () => {
    const racers = await Promise.all(
      Array.from({ length: 20 }, () =>
        createConnections(
          table,
          [request(['contact/h', 'friend', 'contact/i', 'friend'])],
          caller(),
        ),
      ),
    );
    const made = racers.flat().filter((one) => 'connection' in one);
    const identical = racers.flat().flatMap((one) => ('identical' in one ? [one.identical] : []));
    expect(made).toHaveLength(1);
    const [winner] = made;
    const connection = winner && 'connection' in winner && winner.connection;
    expect(identical).toEqual(Array.from({ length: 19 }, () => connection));
    expect(await brokenPairs(table)).toEqual([]);
  });

  it('uses a catalog that changed in another process since it was read', async () => {
    const other = { ...table, catalogMemory: {} };
    await changeCatalog(other, caller(), (catalog) => {
      const expert = catalog.roles.get('expert');
      if (!expert) throw new Error('no expert');
      return { change: { roles: [{ ...expert, state: 'inactive' }] } };
    });
    const tryExpert = () =>
      createConnections(table, [request(['contact/j', 'expert', 'contact/k', null])], caller());
    expect(await tryExpert()).toMatchObject([{ refusal: { code: 'ConnectionRoleNotActive' } }]);
    await changeCatalog(other, caller(), (catalog) => {
      const expert = catalog.roles.get('expert');
      if (!expert) throw new Error('no expert');
      return { change: { roles: [{ ...expert, state: 'active' }] } };
    });
    expect(await tryExpert()).toMatchObject([{ connection: { record1: { roleId: 'expert' } } }]);
  });
});

describe('changing', () => {
  it('a description takes three calls, a role moves both halves and stays found', async () => {
    const { id } = await create(['contact/l', 'doctor', 'contact/m', 'nurse']);
    calls.length = 0;
    await patchConnection(table, id, { description: 'x' }, caller(), { ifMatch: undefined });
    expect(calls).toEqual(['Query', 'GetItem', 'TransactWriteItems']);
    await patchConnection(table, id, { record2RoleId: 'patient' }, caller(), { ifMatch: ['"2"'] });
    expect(await getConnection(table, id)).toMatchObject({
      version: 3,
      description: 'x',
      record2: { roleId: 'patient' },
    });
    expect(await brokenPairs(table)).toEqual([]);
  });

  it('two at once are both applied, or one is refused when it requires a version', async () => {
    const { id } = await create(['contact/n', 'friend', 'contact/o', 'friend']);
    await Promise.all(
      Array.from({ length: 5 }, (_, n) =>
        patchConnection(table, id, { description: `edit ${n}` }, caller(), { ifMatch: undefined }),
      ),
    );
    expect((await getConnection(table, id)).version).toBe(6);
    const outcomes = await Promise.allSettled(
      ['one', 'two', 'three'].map((description) =>
        patchConnection(table, id, { description }, caller(), { ifMatch: ['"6"'] }),
      ),
    );
    const refused = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []));
    expect(refused).toEqual(['PreconditionFailed', 'PreconditionFailed']);
    expect((await getConnection(table, id)).version).toBe(7);
    expect(await brokenPairs(table)).toEqual([]);
  });

  it('dates into an overlap, or roles into a duplicate, is refused', async () => {
    const roles = ['contact/p', 'friend', 'contact/q', 'friend'] as const;
    const first = await create(roles, { effectiveStart: '2020-01-01', effectiveEnd: '2021-01-01' });
    const next = await create(roles, { effectiveStart: '2021-01-01' });
    const patch = (change: Parameters<typeof patchConnection>[2]) =>
      patchConnection(table, next.id, change, caller(), { ifMatch: undefined });
    const extras = { existingId: first.id, existingState: 'active' };
    const exists = { code: 'ConnectionExists', extras };
    await expect(patch({ effectiveStart: '2020-06-01' })).rejects.toMatchObject(exists);
    await expect(patch({ effectiveStart: '2020-01-01' })).rejects.toMatchObject(exists);
    await patch({ effectiveStart: '2021-06-01' });
    const twin = await create(['contact/p', null, 'contact/q', null], {
      effectiveStart: '2020-01-01',
    });
    await expect(
      patchConnection(
        table,
        twin.id,
        { record1RoleId: 'friend', record2RoleId: 'friend' },
        caller(),
        { ifMatch: undefined },
      ),
    ).rejects.toMatchObject(exists);
    expect(await brokenPairs(table)).toEqual([]);
  });

  it('deactivates, refuses edits, activates, deletes both halves', async () => {
    const { id } = await create(['contact/r', 'friend', 'contact/s', 'friend']);
    const options = { ifMatch: undefined };
    await setConnectionState(table, id, 'inactive', caller(), options);
    const edit = () => patchConnection(table, id, { description: 'x' }, caller(), options);
    await expect(edit()).rejects.toMatchObject({ code: 'ConnectionInactive' });
    await setConnectionState(table, id, 'active', caller(), options);
    await edit();
    await expect(deleteConnection(table, id, caller('mateo'), undefined)).rejects.toMatchObject({
      code: 'Forbidden',
    });
    await deleteConnection(table, id, caller(), undefined);
    await expect(getConnection(table, id)).rejects.toMatchObject({ code: 'NotFound' });
    expect((await allItems(table)).filter((item) => item.id === id)).toEqual([]);
  });
});

describe('a lagging index', () => {
  /** Answers of the index by connection id, replaced `times` times by an older one. */
  function lagging(table: Table, older: (input: { IndexName?: string }) => object[] | undefined) {
    table.db.middlewareStack.add(
      (next) => async (args) => {
        const stale = older(args.input as { IndexName?: string });
        if (!stale) return next(args);
        return { response: {}, output: { $metadata: {}, Items: stale } } as never;
      },
      { step: 'initialize', name: 'lag' },
    );
  }

  it('does not hide a connection that was just created', async () => {
    const pauses: number[] = [];
    const { table } = await clinicTable({
      pause: async (ms) => {
        pauses.push(ms);
      },
    });
    const [made] = await createConnections(
      table,
      [request(['contact/a', null, 'contact/b', null])],
      caller(),
    );
    const id = made && 'connection' in made ? made.connection.id : '';
    let misses = 3;
    lagging(table, ({ IndexName }) =>
      IndexName === 'by-connection-id' && misses-- > 0 ? [] : undefined,
    );
    expect((await getConnection(table, id)).id).toBe(id);
    expect(pauses).toHaveLength(3);
  });

  it('does not hide a connection whose role was just changed, or lose an edit of it', async () => {
    const { table } = await clinicTable({ clock: () => Date.now() + 60_000 });
    const [made] = await createConnections(
      table,
      [request(['contact/a', 'doctor', 'contact/b', 'nurse'])],
      caller(),
    );
    const { id } = createdOf(made);
    const old = { pk: 'record#contact#a', sk: 'connection#doctor#contact#b#nurse#-' };
    const options = { ifMatch: undefined };
    await patchConnection(table, id, { record2RoleId: 'patient' }, caller(), options);
    for (const stale of [[old], []]) {
      lagging(table, ({ IndexName }) => (IndexName === 'by-connection-id' ? stale : undefined));
      expect((await getConnection(table, id)).record2.roleId).toBe('patient');
      await patchConnection(table, id, { description: `${stale.length}` }, caller(), options);
      table.db.middlewareStack.remove('lag');
    }
    expect(await getConnection(table, id)).toMatchObject({ version: 4, description: '0' });
    expect(await brokenPairs(table)).toEqual([]);
  });

  it('does not make a request for an old, unknown id wait', async () => {
    const { table } = await clinicTable({
      pause: () => {
        throw new Error('waited');
      },
    });
    await expect(
      getConnection(table, '0190a1b2-0000-7000-8000-000000000001'),
    ).rejects.toMatchObject({ code: 'NotFound' });
  });
});

describe("a record's connections", () => {
  const list = async (
    record: string,
    question: Partial<Parameters<typeof connectionsOf>[3]> = {},
    limit = 100,
    after?: string,
  ) => {
    const [type = '', id = ''] = record.split('/');
    return connectionsOf(table, clinic, { type, id }, { state: 'all', ...question }, limit, after);
  };

  it('are found from both sides, each as seen from the requested record', async () => {
    await create(['contact/t', 'doctor', 'contact/u', 'patient']);
    await create(['contact/u', 'friend', 'contact/v', 'friend']);
    const { items } = await list('contact/u');
    // The blank role belongs to the expert's connections above.
    expect(items.map((half) => [half.side, half.connection[half.side].id])).toEqual([
      ['record2', 'u'],
      ['record1', 'u'],
      ['record2', 'u'],
    ]);
  });

  it('cost one Query for a page without filter, by role, and by role and type', async () => {
    for (const question of [
      {},
      { roleId: 'expert' },
      { roleId: 'expert', connectedType: 'contact' },
    ]) {
      calls.length = 0;
      const { items, position } = await list('contact/a', question, 10);
      expect([items.length, calls]).toEqual([10, ['Query']]);
      calls.length = 0;
      expect((await list('contact/a', question, 10, position as string)).items).toHaveLength(10);
      expect(calls).toEqual(['Query']);
    }
  });

  it('are listed page by page, each once, also with filters that the keys cannot answer', async () => {
    for (const limit of [1, 7, 100]) {
      for (const question of [{}, { connectedType: 'contact' }, { activeOn: '2026-01-01' }]) {
        const all = (await list('contact/a', question)).items;
        const walked: string[] = [];
        let after: string | undefined;
        do {
          const page = await list('contact/a', question, limit, after);
          walked.push(...page.items.map((half) => half.connection.id));
          after = page.position as string | undefined;
        } while (after);
        expect(walked).toEqual(all.map((half) => half.connection.id));
      }
    }
  });

  it('of an unknown record are NotFound, of a record without connections an empty list', async () => {
    await expect(list('contact/nobody')).rejects.toMatchObject({ code: 'NotFound' });
    expect((await list('contact/y', { roleId: 'nurse' })).items).toEqual([]);
  });
});
