// The log of requests: one line each, with its metrics, and no personal data or contents.
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { routes } from '../../shared/contracts/routes.ts';
import type { Table } from '../../shared/table/engine/open-table.ts';
import { functionsOn } from '../support/in-process.ts';
import { measuredBy, readLine } from '../support/log-lines.ts';
import { clinicTable } from '../support/table.ts';

/** Part of every text that a caller sends and that must not be logged. */
const marker = 'Xq7Secret';

let table: Table;
let call: Awaited<ReturnType<typeof functionsOn>>['call'];
let lines: string[];
/** The error that a transaction with this input returns; null: none. */
let fault: (input: string) => Error | null = () => null;

beforeAll(async () => {
  const made = (await clinicTable()).table;
  ({ table, call, lines } = await functionsOn(made.name, made.shards));
  Object.assign(table, { pause: async () => {} });
  table.db.middlewareStack.add(
    (next, context) => async (args) => {
      const isWrite = String(context.commandName).startsWith('TransactWrite');
      const error = isWrite && fault(JSON.stringify(args.input));
      if (error) throw error;
      return next(args);
    },
    { step: 'initialize', name: 'faults', priority: 'low' },
  );
});
beforeEach(() => {
  lines.length = 0;
  fault = () => null;
});

const headers = { authorization: `Bearer ${marker}`, 'user-agent': marker };
const connect = (record1: string, record2: string) =>
  call(routes.createConnection, '/v1/connections', {
    headers,
    body: {
      record1: { type: 'contact', id: record1 },
      record2: { type: 'contact', id: record2 },
      record1RoleId: 'friend',
      description: marker,
    },
  });

it('a request writes one line: who did what, to which connection, how it ended, how long it took', async () => {
  expect(await connect('a', 'b')).toBe(201);

  expect(lines.map(readLine)).toEqual([
    {
      level: 'INFO',
      timestamp: expect.any(String),
      message: 'request',
      service: 'liaison-test',
      requestId: 'test',
      operation: 'createConnection',
      actor: 'ines',
      status: 201,
      code: 'Success',
      connectionId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      Duration: expect.any(Number),
      _aws: {
        Timestamp: expect.any(Number),
        CloudWatchMetrics: [
          {
            Namespace: 'Liaison',
            Dimensions: [
              ['service', 'operation'],
              ['service', 'code'],
            ],
            Metrics: [{ Name: 'Duration', Unit: 'Milliseconds' }],
          },
        ],
      },
    },
  ]);
});

it('a refusal is logged by its code, with the connection that was requested', async () => {
  const id = '018f0000-0000-7000-8000-000000000000';
  expect(await call(routes.getConnection, `/v1/connections/${id}`)).toBe(404);

  expect(lines.map(readLine)).toEqual([
    expect.objectContaining({ level: 'INFO', status: 404, code: 'NotFound', connectionId: id }),
  ]);
});

it('no line contains record contents, names, descriptions, filters, cursors, keys or tokens', async () => {
  const record = (id: string) => ({ name: marker, attributes: { [marker]: marker, id } });
  const list = '/v1/records/contact/m/connections';
  const asked: [Parameters<typeof call>[0], string, object?][] = [
    [routes.putRecord, '/v1/records/contact/m', record('m')],
    [routes.putRecord, '/v1/records/contact/m', { ...record('m'), [marker]: 1 }],
    [routes.batchRecords, '/v1/records/batch', { items: [{ type: marker, id: marker, name: 1 }] }],
    [routes.listConnectionsOfRecord, `${list}?filter=${encodeURIComponent(`name eq '${marker}'`)}`],
    [routes.listConnectionsOfRecord, `${list}?filter=${marker}${marker}(`],
    [routes.listConnectionsOfRecord, `${list}?cursor=${marker}&${marker}=1`],
    [routes.listRecords, `/v1/records/contact?name=${marker}`],
    [routes.getConnection, `/v1/connections/${marker}`],
    [routes.getRecord, `/v1/records/${marker}/${marker}`],
    [routes.putRecordType, `/v1/record-types/${marker}`, { displayName: marker }],
    [routes.createConnectionRole, '/v1/connection-roles', { name: marker, description: marker }],
  ];
  for (const [route, path, body] of asked) {
    await call(route, path, { headers: { ...headers, 'if-match': marker }, body });
  }
  await connect('m', 'c');

  expect(lines.map((line) => readLine(line).operation)).toHaveLength(asked.length + 1);
  for (const line of lines) expect(line.toLowerCase()).not.toContain(marker.toLowerCase());
});

it('a failure is an ERROR with its cause and stack, without any values', async () => {
  const reasons = [{ Code: 'ValidationError', Message: marker, Item: { name: { S: marker } } }];
  const cancelled = new TransactionCanceledException({
    message: 'Transaction cancelled, please refer cancellation reasons [ValidationError]',
    $metadata: {},
    CancellationReasons: reasons,
  });
  const unreadable = new SyntaxError(
    `Unexpected token 'X', "${marker} and more" is not valid JSON`,
  );
  for (const [error, told] of [
    [cancelled, /^Transaction cancelled/],
    [unreadable, /is not valid JSON$/],
  ] as const) {
    lines.length = 0;
    fault = () => error;
    expect(await connect('a', 'd')).toBe(500);

    expect(lines.map(readLine)).toEqual([
      expect.objectContaining({
        level: 'ERROR',
        code: 'InternalError',
        error: {
          name: error.name,
          message: expect.stringMatching(told),
          stack: expect.arrayContaining([expect.stringMatching(/^at /)]),
        },
      }),
    ]);
    expect(lines[0]).not.toContain(marker);
  }
});

it('retries and conflicts are counted for the request that had them, whatever runs at the same time', async () => {
  const conflicts = new Map([
    ['record#contact#e', 2],
    ['record#contact#g', 1],
  ]);
  fault = (input) => {
    for (const [key, left] of conflicts) {
      if (!input.includes(`"${key}"`) || left === 0) continue;
      conflicts.set(key, left - 1);
      const CancellationReasons = [{ Code: 'TransactionConflict' }];
      return new TransactionCanceledException({ message: 'x', $metadata: {}, CancellationReasons });
    }
    return null;
  };
  await Promise.all([connect('e', 'f'), connect('g', 'h'), connect('i', 'j')]);

  const counted = lines.map(readLine).map(({ Retries, Conflicts }) => [Retries, Conflicts]);
  expect(counted).toHaveLength(3);
  expect(counted).toEqual(
    expect.arrayContaining([
      [2, 2],
      [1, 1],
      [undefined, undefined],
    ]),
  );
  expect(lines.map(readLine).map(measuredBy).sort()).toEqual([
    ['Duration'],
    ['Duration', 'Retries', 'Conflicts'],
    ['Duration', 'Retries', 'Conflicts'],
  ]);
});

it('a request refused as busy is a WARN that says what blocked it', async () => {
  fault = () =>
    new TransactionCanceledException({
      message: 'Transaction cancelled [TransactionConflict]',
      $metadata: {},
      CancellationReasons: [{ Code: 'TransactionConflict' }],
    });
  expect(await connect('k', 'l')).toBe(503);

  expect(lines.map(readLine)).toEqual([
    expect.objectContaining({
      level: 'WARN',
      code: 'Busy',
      Retries: 7,
      error: expect.objectContaining({
        cause: expect.objectContaining({ message: 'Transaction cancelled [TransactionConflict]' }),
      }),
    }),
  ]);
});
