// A function with fewer shards than the table has been written with refuses to work.
import type { DynamoDBRecord, EventBridgeEvent } from 'aws-lambda';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { environmentNames } from '../../functions/runtime/environment.ts';
import { routes } from '../../shared/contracts/routes.ts';
import { recordEvent } from '../../shared/domain/events/announced-events.ts';
import { busy } from '../../shared/table/engine/busy.ts';
import type { Table } from '../../shared/table/engine/open-table.ts';
import { itemAt } from '../../shared/table/engine/read.ts';
import { checkingShards } from '../../shared/table/engine/shard-count.ts';
import { hasRecords } from '../../shared/table/lists/records-by-name.ts';
import { putRecords } from '../../shared/table/records/put-records.ts';
import { getRecord } from '../../shared/table/records/read-records.ts';
import { items } from '../../shared/table/schema.ts';
import { caller } from '../support/fixtures.ts';
import { httpEvent, lambdaContext } from '../support/http-event.ts';
import { capturedLines } from '../support/in-process.ts';
import { readLine } from '../support/log-lines.ts';
import { openFunctions } from '../support/open-functions.ts';
import { rightsAsked } from '../support/rights.ts';
import { streamOf } from '../support/stream.ts';
import { clinicTable, instanceOn } from '../support/table.ts';

const a = { type: 'contact', id: 'a' };
const countKey = { pk: items.shardCount.partition(), sk: items.shardCount.sort() };

/** Another function instance that uses a table, with its own number of shards. */
const instance = ({ name }: Table, shards: number) => {
  const { table, calls } = instanceOn(name, shards);
  return { table: checkingShards(table), calls };
};
const stored = async (table: Table) => (await itemAt(table, countKey))?.shards;
const put = (table: Table, name: string) =>
  putRecords(table, [{ ...a, name, attributes: {} }], caller());

describe('the number of shards', () => {
  it('is stored by the first write, and raised by the first write with a higher one', async () => {
    const { table } = await clinicTable();
    const first = instance(table, 4);
    await getRecord(first.table, a);
    expect(await stored(table)).toBeUndefined();
    await put(first.table, 'Ana');
    expect(await stored(table)).toBe(4);
    await put(instance(table, 8).table, 'Ada');
    expect(await stored(table)).toBe(8);
  });

  it('costs one GetItem per instance while it stays the same', async () => {
    const { table } = await clinicTable();
    await put(instance(table, 4).table, 'Ana');
    const [checked, unchecked] = [instance(table, 4), instanceOn(table.name, 4)];
    for (const one of [checked, unchecked]) {
      await getRecord(one.table, a);
      await put(one.table, `Ada, ${one.calls.length}`);
    }
    expect(checked.calls.sort()).toEqual([...unchecked.calls, 'GetItem'].sort());
  });

  it('can be used, but not stored, by a function that only reads', async () => {
    const { table } = await clinicTable();
    await put(instance(table, 4).table, 'Ana');
    const reader = instance(table, 8);
    const rights = rightsAsked(reader.table);
    await hasRecords(reader.table, 'contact');
    await getRecord(reader.table, a);
    expect([...rights].sort()).toEqual([
      'dynamodb:GetItem on table',
      'dynamodb:Query on index by-record-name',
    ]);
    expect(await stored(table)).toBe(4);
  });

  it('stops every function with a lower one, before it reads or writes anything', async () => {
    const { table } = await clinicTable();
    await put(instance(table, 4).table, 'Ana');
    const lower = instance(table, 2);
    const message =
      'the table has been written with 4 shards, but the setting shards is 2, which would hide records; set it to 4 or more and deploy again';
    for (const work of [
      () => getRecord(lower.table, a),
      () => hasRecords(lower.table, 'contact'),
      () => put(lower.table, 'Ada'),
      () => put(lower.table, 'Ada'),
    ]) {
      await expect(work()).rejects.toMatchObject({ name: 'TooFewShards', message });
    }
    expect(lower.calls).not.toContain('TransactWriteItems');
    expect((await getRecord(table, a)).name).toBe('Ana');
  });

  it('stops a function that had checked it, when another one raises it before the first write', async () => {
    const { table } = await clinicTable();
    const lower = instance(table, 4);
    await getRecord(lower.table, a);
    await put(instance(table, 8).table, 'Ana');
    await expect(put(lower.table, 'Ada')).rejects.toMatchObject({ name: 'TooFewShards' });
    expect((await getRecord(table, a)).name).toBe('Ana');
    expect(await stored(table)).toBe(8);
  });

  it('is checked again after a check that failed', async () => {
    const { table } = await clinicTable();
    const next = instance(table, 4);
    let isBroken = true;
    next.table.db.middlewareStack.add(
      (pass) => async (args) => {
        if (!isBroken || (args.input as { Key?: { pk: string } }).Key?.pk !== countKey.pk)
          return pass(args);
        isBroken = false;
        throw busy();
      },
      { step: 'initialize' },
    );
    await expect(getRecord(next.table, a)).rejects.toMatchObject({ code: 'Busy' });
    await put(next.table, 'Ana');
    expect(await stored(table)).toBe(4);
  });
});

describe('the functions of a stage whose setting was lowered', () => {
  let functions: Awaited<ReturnType<typeof openFunctions>>;
  let written: Table;
  const lines = capturedLines();
  const message = expect.stringContaining('4 shards, but the setting shards is 2');

  beforeAll(async () => {
    written = (await clinicTable({}, { streamed: true })).table;
    await put(instance(written, 4).table, 'Ana');
    functions = await openFunctions(written.name, 2, {
      AWS_ENDPOINT_URL: inject('endpoint'),
      [environmentNames.functionName]: 'Projector',
      [environmentNames.historyDays]: '30',
      [environmentNames.failureQueueUrl]: 'http://127.0.0.1:1/failures',
    });
  });

  it.each([
    ['queries', routes.getRecord, '/v1/records/contact/a', undefined],
    ['queries', routes.listRecords, '/v1/records/contact', undefined],
    ['records', routes.putRecord, '/v1/records/contact/a', { name: 'Ada' }],
    ['administration', routes.deleteRecordType, '/v1/record-types/opportunity', undefined],
  ] as const)('answer 500 and log what to do: %s %s', async (capability, route, path, body) => {
    lines.length = 0;
    const event = httpEvent(route, path, body && { body });
    const answer = await functions.handlers[capability](event, lambdaContext());
    expect(answer).toMatchObject({
      statusCode: 500,
      headers: { 'content-type': 'application/problem+json' },
    });
    expect(JSON.parse(String(answer.body))).toMatchObject({
      code: 'InternalError',
      detail: expect.not.stringContaining('shard'),
    });
    expect(lines.map(readLine)).toMatchObject([
      { level: 'ERROR', code: 'InternalError', error: { name: 'TooFewShards', message } },
    ]);
  });

  it('throw in a stream reader and a workflow, so that nothing is set aside and all is tried again', async () => {
    const { handler } = await import('../../functions/handlers/projector.ts');
    const rename = await import('../../functions/handlers/workflows/rename.ts');
    const context = {
      awsRequestId: 'one',
      invokedFunctionArn: 'arn',
      getRemainingTimeInMillis: () => 900_000,
    };
    const Records = (await streamOf(written)) as DynamoDBRecord[];
    const thrown = { name: 'TooFewShards', message };
    await expect(handler({ Records }, context)).rejects.toMatchObject(thrown);
    const { detail } = recordEvent({
      ...{ event: 'renamed', ...a, name: 'Ana', formerName: 'A', version: 2 },
      ...{ actor: 'ines', at: caller().now },
    }) as { readonly detail: object };
    const event = { 'detail-type': 'Record Renamed', detail } as EventBridgeEvent<string, unknown>;
    await expect(rename.handler(event, context)).rejects.toMatchObject(thrown);
  });
});
