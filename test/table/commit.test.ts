// Answers that the local engine never gives, injected below the client: conflicts, throttling, lost answers.
import {
  ProvisionedThroughputExceededException,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { createConnections } from '../../shared/table/connections/create-connections.ts';
import type { Table } from '../../shared/table/engine/open-table.ts';
import { caller, request } from '../support/fixtures.ts';
import { allItems, brokenPairs, clinicTable } from '../support/table.ts';

const cancelled = (...codes: string[]) =>
  new TransactionCanceledException({
    message: 'cancelled',
    $metadata: {},
    CancellationReasons: codes.map((Code) => ({ Code })),
  });

/** Fails the first transactions, before or after they reach the engine; records their tokens. */
async function faulty(faults: readonly { error: Error; after?: boolean }[]) {
  const pauses: number[] = [];
  const { table } = await clinicTable({
    pause: async (ms) => {
      pauses.push(ms);
    },
    random: () => 1,
  });
  const tokens: unknown[] = [];
  const left = [...faults];
  table.db.middlewareStack.add(
    (next, context) => async (args) => {
      if (!String(context.commandName).startsWith('TransactWrite')) return next(args);
      tokens.push((args.input as { ClientRequestToken?: string }).ClientRequestToken);
      const fault = left.shift();
      if (!fault) return next(args);
      if (fault.after) await next(args);
      throw fault.error;
    },
    { step: 'initialize', name: 'faults', priority: 'low' },
  );
  return { table, tokens, pauses };
}

const create = (table: Table) =>
  createConnections(table, [request(['contact/a', 'friend', 'contact/b', 'friend'])], caller());

describe('a transaction', () => {
  it('that met a conflict or throttling is retried with the same token and growing pauses', async () => {
    const { table, tokens, pauses } = await faulty([
      { error: cancelled('TransactionConflict', 'None', 'None', 'None') },
      { error: cancelled('None', 'ThrottlingError', 'None', 'None') },
      { error: cancelled('None', 'None', 'ProvisionedThroughputExceeded', 'TransactionConflict') },
    ]);
    expect(await create(table)).toMatchObject([{ connection: { version: 1 } }]);
    expect(tokens).toHaveLength(4);
    expect(new Set(tokens).size).toBe(1);
    expect(pauses).toEqual([25, 50, 100]);
  });

  it('whose answer was lost after the commit is a success, once', async () => {
    const { table } = await faulty([
      { error: cancelled('TransactionConflict', 'None', 'None', 'None'), after: true },
    ]);
    const [made] = await create(table);
    const id = made && 'connection' in made ? made.connection.id : '';
    const halves = (await allItems(table)).filter((item) => 'connectedType' in item);
    expect(halves.map((half) => half.id)).toEqual([id, id]);
  });

  it('that keeps meeting conflicts ends as Busy, with nothing written', async () => {
    const conflict = { error: cancelled('TransactionConflict', 'None', 'None', 'None') };
    const { table, pauses } = await faulty(Array(8).fill(conflict));
    await expect(create(table)).rejects.toMatchObject({ code: 'Busy' });
    expect(pauses).toHaveLength(7);
    expect((await allItems(table)).filter((item) => 'connectedType' in item)).toEqual([]);
  });

  it('with a failed condition among conflicts is decided again, not repeated', async () => {
    const { table, tokens } = await faulty([
      { error: cancelled('None', 'TransactionConflict', 'ConditionalCheckFailed', 'None') },
    ]);
    expect(await create(table)).toMatchObject([{ connection: { version: 1 } }]);
    expect(new Set(tokens).size).toBe(2);
    expect(await brokenPairs(table)).toEqual([]);
  });

  it.each([
    true,
    false,
  ])('that is never confirmed ends as Busy, which does not say that nothing was written (it was: %s)', async (after) => {
    const lost = Object.assign(new Error('no answer'), { name: 'TimeoutError' });
    const { table, tokens } = await faulty(Array(8).fill({ error: lost, after }));
    await expect(create(table)).rejects.toMatchObject({
      code: 'Busy',
      message: expect.stringContaining('may or may not be written'),
      cause: lost,
    });
    expect(tokens).toHaveLength(8);
    expect(new Set(tokens).size).toBe(1);
    const halves = (await allItems(table)).filter((item) => 'connectedType' in item);
    expect(halves).toHaveLength(after ? 2 : 0);
  });

  it('that failed for another reason is not retried', async () => {
    const { table, tokens } = await faulty([{ error: new Error('a bug') }]);
    await expect(create(table)).rejects.toThrow('a bug');
    expect(tokens).toHaveLength(1);
  });

  it('throttled as a whole is retried too', async () => {
    const error = new ProvisionedThroughputExceededException({ message: 'slow', $metadata: {} });
    const { table, tokens } = await faulty([{ error }, { error }]);
    expect(await create(table)).toMatchObject([{ connection: { version: 1 } }]);
    expect(new Set(tokens).size).toBe(1);
  });
});

describe('a read', () => {
  it.each([
    Object.assign(new Error('socket hang up'), { code: 'ECONNRESET', syscall: 'read' }),
    Object.assign(new Error('connect'), { code: 'ECONNREFUSED', syscall: 'connect' }),
    Object.assign(new Error('slow'), { name: 'TimeoutError' }),
  ])('without an answer ends as Busy, with nothing written: %s', async (error) => {
    const { table } = await clinicTable();
    const before = await allItems(table);
    const unreachable = async () => {
      throw error;
    };
    const name = 'no answers';
    table.db.middlewareStack.add(() => unreachable, { step: 'initialize', priority: 'low', name });
    await expect(create(table)).rejects.toMatchObject({ code: 'Busy', cause: error });
    table.db.middlewareStack.remove(name);
    expect(await allItems(table)).toEqual(before);
  });
});
