// How a stream reader handles records that fail: the others are processed, and nothing is lost.
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { DynamoDBRecord } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { busy } from '../../shared/table/engine/busy.ts';
import { WaitsForEarlier } from '../../shared/table/feed/waits-for-earlier.ts';
import type { StreamedChange } from '../../shared/table/projection/stream-records.ts';
import { capturedLines } from '../support/in-process.ts';
import { readLine } from '../support/log-lines.ts';

interface SetAside {
  readonly requestContext: object;
  readonly cause: { readonly message: string };
  readonly Records: readonly DynamoDBRecord[];
}
const queued: SetAside[] = [];

/** Answers SendMessage as SQS does. */
const queue = createServer(async (request, answer) => {
  const { MessageBody } = (await json(request)) as { MessageBody: string };
  queued.push(JSON.parse(MessageBody));
  const MD5OfMessageBody = createHash('md5').update(MessageBody).digest('hex');
  answer.setHeader('content-type', 'application/x-amz-json-1.0');
  answer.end(JSON.stringify({ MessageId: String(queued.length), MD5OfMessageBody }));
});

let streamFunction: typeof import('../../functions/stream/stream-entry.ts').streamFunction;

beforeAll(async () => {
  await new Promise<void>((listening) => queue.listen(0, '127.0.0.1', listening));
  const endpoint = `http://127.0.0.1:${(queue.address() as AddressInfo).port}`;
  vi.stubEnv('AWS_ENDPOINT_URL_SQS', endpoint);
  vi.stubEnv('AWS_REGION', 'us-east-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  vi.stubEnv('LIAISON_FAILURE_QUEUE_URL', `${endpoint}/000000000000/failures`);
  vi.stubEnv('LIAISON_SERVICE_NAME', 'liaison-test');
  vi.stubEnv('LIAISON_FUNCTION_NAME', 'Projector');
  ({ streamFunction } = await import('../../functions/stream/stream-entry.ts'));
});
const lines = capturedLines();
beforeEach(() => {
  queued.splice(0);
  lines.splice(0);
});
afterAll(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  queue.close();
});

const context = {
  invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:projector',
  awsRequestId: 'run-1',
  getRemainingTimeInMillis: () => 60_000,
};

/** A stream record about a deleted record; without a name it is unreadable. */
function deletionOf(id: string, name: string | undefined = id): DynamoDBRecord {
  const at = '2026-11-22T10:00:00.000Z';
  const NewImage = {
    deletedType: { S: 'contact' },
    deletedId: { S: id },
    ...(name && { name: { S: name } }),
    version: { N: '2' },
    actor: { S: 'ines' },
    at: { S: at },
  };
  const Keys = { pk: { S: `record#contact#${id}` }, sk: { S: 'deleted' } };
  return { eventName: 'INSERT', dynamodb: { SequenceNumber: `seq-${id}`, Keys, NewImage } };
}
const unreadable = deletionOf('bad', '');

const idsOf = (all: readonly StreamedChange[]) =>
  all.map((one) => 'record' in one && one.record.id);

/** A reader that fails on the record `poison`, and the ids of the records that it has processed. */
function reader(poison: () => unknown) {
  const done: unknown[] = [];
  const handler = streamFunction(async (all) => {
    if (idsOf(all).includes('poison')) throw poison();
    done.push(...idsOf(all));
  });
  return { handler, done };
}

const broken = () => new Error('cannot be written');

it('processes all records together when nothing fails', async () => {
  const { handler, done } = reader(broken);

  const answer = await handler({ Records: [deletionOf('a'), deletionOf('b')] }, context);

  expect([answer, done, queued]).toEqual([{ batchItemFailures: [] }, ['a', 'b'], []]);
});

it('sets aside, with the cause, a record that is unreadable or that fails alone', async () => {
  const { handler, done } = reader(broken);
  const places = expect.arrayContaining([expect.stringMatching(/^at /)]);
  const Records = [deletionOf('a'), unreadable, deletionOf('poison'), deletionOf('b')];

  const answer = await handler({ Records }, context);

  expect(answer).toEqual({ batchItemFailures: [] });
  expect(done).toEqual(['a', 'b']);
  expect(queued).toEqual([
    expect.objectContaining({
      Records: [unreadable],
      cause: { name: 'ZodError', message: expect.stringContaining('name'), stack: places },
    }),
    expect.objectContaining({
      requestContext: { functionArn: context.invokedFunctionArn, condition: 'RecordSetAside' },
      Records: [Records[2]],
      cause: { name: 'Error', message: 'cannot be written', stack: places },
    }),
  ]);
});

const temporary: [string, () => unknown][] = [
  ['contention', () => busy()],
  ['a fault of the service', () => Object.assign(new Error('internal'), { $fault: 'server' })],
  ['throttling', () => Object.assign(new Error('slow'), { name: 'ThrottlingException' })],
  [
    'an error that the SDK would retry',
    () => Object.assign(new Error('later'), { $retryable: {} }),
  ],
  [
    'an unreachable service',
    () => Object.assign(new Error('refused'), { code: 'ECONNREFUSED', syscall: 'connect' }),
  ],
];

it.each(temporary)('%s makes Lambda retry the whole batch', async (_, cause) => {
  const { handler } = reader(cause);
  const Records = [unreadable, deletionOf('poison')];

  await expect(handler({ Records }, context)).rejects.toThrow();

  expect(queued).toEqual([]);
});

it.each(temporary)('after %s Lambda continues from the record that failed', async (_, cause) => {
  let isFirst = true;
  const { handler, done } = reader(() => {
    const error = isFirst ? broken() : cause();
    isFirst = false;
    return error;
  });
  const Records = [deletionOf('a'), deletionOf('poison'), deletionOf('b')];

  const answer = await handler({ Records }, context);

  expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'seq-poison' }] });
  expect([done, queued]).toEqual([['a'], []]);
});

it('continues from a change that waits for an earlier one; what is unreadable before it is set aside', async () => {
  const handler = streamFunction(async ([, second]) => {
    throw new WaitsForEarlier(second as StreamedChange);
  });
  const Records = [deletionOf('a'), unreadable, deletionOf('late'), unreadable, deletionOf('b')];

  const answer = await handler({ Records }, context);

  expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'seq-late' }] });
  expect(queued.map((one) => one.Records)).toEqual([[unreadable]]);
  await expect(handler({ Records, isReplay: true }, context)).rejects.toThrow('not processed yet');
});

it('throws what fails again in a replay, and adds no new message to the queue', async () => {
  const { handler } = reader(broken);

  await expect(
    handler({ Records: [deletionOf('poison')], isReplay: true }, context),
  ).rejects.toThrow('cannot be written');
  await expect(handler({ Records: [unreadable], isReplay: true }, context)).rejects.toThrow();

  expect(queued).toEqual([]);
});

it('writes one log line for a batch, with its lag', async () => {
  const { handler } = reader(broken);
  const aMinuteAgo = Math.floor(Date.now() / 1000) - 60;
  const { dynamodb, ...record } = deletionOf('a');
  const first = {
    ...record,
    eventID: 'event-1',
    dynamodb: { ...dynamodb, ApproximateCreationDateTime: aMinuteAgo },
  };

  await handler({ Records: [first, deletionOf('b')] }, context);

  const [line, ...more] = lines.map(readLine);
  expect(more).toEqual([]);
  expect(line).toMatchObject({
    level: 'INFO',
    message: 'stream batch',
    function: 'Projector',
    requestId: 'run-1',
    firstEventId: 'event-1',
    Records: 2,
  });
  expect(line?.Lag).toBeGreaterThanOrEqual(60_000);
  expect(line?.Lag).toBeLessThan(120_000);
});

it('writes the contents of a record only to the queue; the log says where to find it', async () => {
  const { handler } = reader(() => new Error('unexpected "Xq7Secret"'));
  const poison = { ...deletionOf('poison', 'Xq7Secret'), eventID: 'event-2' };

  await handler({ Records: [poison] }, context);

  expect(lines.map(readLine)).toEqual([
    expect.objectContaining({
      level: 'ERROR',
      message: 'record set aside',
      eventId: 'event-2',
      sequenceNumber: 'seq-poison',
      item: expect.stringMatching(/^[0-9a-f]{16}$/),
      error: expect.objectContaining({ name: 'Error', message: 'unexpected "…"' }),
    }),
    expect.objectContaining({ message: 'stream batch', SetAside: 1 }),
  ]);
  expect(lines.join()).not.toContain('Xq7Secret');
  expect(JSON.stringify(queued)).toContain('Xq7Secret');
});
