// The entry of a workflow: its log lines, and what it does with the message of a run.
import type { EventBridgeEvent, SQSEvent } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { awsEndpoint } from '../../infra/local/base/aws-endpoint.ts';
import { DurableMap } from '../../infra/local/base/durable-map.ts';
import { listen } from '../../infra/local/base/http-listener.ts';
import { lambdaRecord } from '../../infra/local/sqs/message-format.ts';
import { LocalQueue } from '../../infra/local/sqs/queues.ts';
import { sqsOperations } from '../../infra/local/sqs/sqs-operations.ts';
import { eventExamples } from '../../testing/event-examples.ts';
import { memoryMarks } from '../../testing/memory-marks.ts';
import { capturedLines } from '../support/in-process.ts';
import { readLine } from '../support/log-lines.ts';

const lines = capturedLines();
const stopped = new AbortController();
const queueNamed = (name: string) =>
  new LocalQueue({
    name,
    properties: {
      VisibilityTimeout: 5400,
      DelaySeconds: 0,
      MessageRetentionPeriod: 345_600,
      MaximumMessageSize: 1_048_576,
      ReceiveMessageWaitTimeSeconds: 0,
    },
    messages: new DurableMap(),
    trace: () => {},
  });
const queue = queueNamed('Work');
const failures = queueNamed('Failures');
type Entry = typeof import('../../functions/events/workflow-entry.ts');
let entry: Entry;
let vendorNotice: typeof import('../../functions/handlers/workflows/vendor-notice.ts').handler;
let sqs: Awaited<ReturnType<typeof listen>>;
const queueUrl = (name = 'Work') => `${sqs.url}/000000000000/${name}`;

beforeAll(async () => {
  sqs = await listen(0);
  const queues = new Map([queue, failures].map((each) => [each.name, each]));
  const operations = sqsOperations(queues, queueUrl, stopped.signal);
  sqs.serve(awsEndpoint(operations, []));
  vi.stubEnv('LIAISON_SERVICE_NAME', 'liaison-test');
  vi.stubEnv('LIAISON_FUNCTION_NAME', 'VendorNotice');
  vi.stubEnv('AWS_ENDPOINT_URL_SQS', sqs.url);
  vi.stubEnv('AWS_REGION', 'us-east-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  vi.stubEnv('LIAISON_WORKFLOW_QUEUE_URL', queueUrl());
  vi.stubEnv('LIAISON_WORKFLOW_FAILURE_QUEUE_URL', queueUrl('Failures'));
  vi.resetModules();
  entry = await import('../../functions/events/workflow-entry.ts');
  ({ handler: vendorNotice } = await import('../../functions/handlers/workflows/vendor-notice.ts'));
});
beforeEach(() => {
  lines.length = 0;
  queue.purge();
  failures.purge();
});
afterAll(async () => {
  stopped.abort();
  vi.unstubAllEnvs();
  await sqs.close();
});

const made = eventExamples.get('Connection Created');
const context = { awsRequestId: 'run-1', getRemainingTimeInMillis: () => 1234 };
const eventOf = (type: string, detail: unknown) =>
  ({ 'detail-type': type, detail }) as EventBridgeEvent<string, unknown>;
const madeEvent = eventOf('Connection Created', made?.detail);

/** The messages of the queue, received like Lambda receives them. */
const received = () => queue.receive(10).map((message) => lambdaRecord(queue, message));
/** The invocation with one message that has this body and, if it is not the first, the number of its run. */
function invocation(body: string, run?: number): SQSEvent {
  queue.send(body, run ? { Run: { DataType: 'Number', StringValue: String(run) } } : {});
  return { Records: received() } as unknown as SQSEvent;
}

describe('a run', () => {
  it('writes one line with its event, the actor, and only ids', async () => {
    await vendorNotice(madeEvent, context);

    expect(lines.map(readLine)).toEqual([
      expect.objectContaining({
        level: 'INFO',
        message: 'workflow run',
        service: 'liaison-test',
        function: 'VendorNotice',
        requestId: 'run-1',
        type: 'Connection Created',
        eventId: made?.detail.eventId,
        actor: 'user-ines',
        vendorIds: ['maria-oduya'],
        customerIds: ['fabrikon'],
        Duration: expect.any(Number),
      }),
    ]);
    expect(lines[0]).not.toMatch(/Maria|Fabrikon/);
  });

  it('writes its line and throws if it fails', async () => {
    const unreadable = { ...made?.detail, connection: { id: 'Xq7Secret' } };

    await expect(vendorNotice(eventOf('Connection Created', unreadable), context)).rejects.toThrow(
      'connection.record1',
    );
    await expect(vendorNotice(eventOf('Record Deleted', {}), context)).rejects.toThrow(
      'this workflow handles Connection Created, Connection Updated, not Record Deleted',
    );

    const failed = expect.objectContaining({ level: 'ERROR', function: 'VendorNotice' });
    expect(lines.map(readLine)).toEqual([failed, failed]);
    expect(lines.join()).not.toContain('Xq7Secret');
  });

  it('receives the event in a message of the queue, and the time that it has', async () => {
    const run = vi.fn(async () => {});
    const handler = entry.workflow(['Connection Created', 'Connection Deleted'], run);

    await handler(invocation(JSON.stringify(madeEvent)), context);

    expect(run).toHaveBeenCalledExactlyOnceWith(
      { type: 'Connection Created', ...made?.detail },
      { remainingMs: expect.any(Function), totalMs: 1234 },
    );
    const [[, time]] = run.mock.calls as unknown as [[unknown, { remainingMs(): number }]];
    expect(time.remainingMs()).toBe(1234);
    expect(readLine(lines[0] ?? '')).toMatchObject({
      level: 'INFO',
      eventId: made?.detail.eventId,
    });
    // Lambda deletes the message; until then it stays hidden.
    expect(queue.peek()).toEqual([expect.objectContaining({ receives: 1 })]);
  });
});

it.each([
  ['15 minutes', 900_000, 120_000],
  ['10 seconds', 10_000, 2_000],
])('a run of %s should end early enough to continue, and not before it has worked', (_, totalMs, shortMs) => {
  const isShortAt = (left: number) => entry.isShort({ totalMs, remainingMs: () => left });
  expect([totalMs, shortMs, shortMs - 1].map(isShortAt)).toEqual([false, false, true]);
});

describe('an unfinished run', () => {
  const unfinished = () =>
    entry.workflow('Connection Created', async (_event, { remainingMs }) => {
      if (remainingMs() < 5000) return 'unfinished';
    });
  const sentAgain = () => queue.peek().filter(({ receives }) => receives === 0);

  it('succeeds, and sends its event to the queue again, with the number of the next run', async () => {
    const body = JSON.stringify({ ...madeEvent, id: 'e1' });
    await unfinished()(invocation(body), context);
    const [again] = sentAgain();
    expect(again).toMatchObject({ body, attributes: { Run: { StringValue: '2' } } });
    queue.purge();

    await unfinished()(invocation(body, 2), context);
    expect(sentAgain()).toMatchObject([{ body, attributes: { Run: { StringValue: '3' } } }]);
    expect(lines.map(readLine)).toEqual([
      expect.objectContaining({ level: 'INFO', unfinished: true }),
      expect.objectContaining({ level: 'INFO', unfinished: true, run: 2 }),
    ]);
  });

  it('that was started by hand continues in the queue', async () => {
    await unfinished()(madeEvent, context);
    expect(sentAgain().map(({ body }) => JSON.parse(body))).toEqual([madeEvent]);
  });

  it('fails in a function that has no queue', async () => {
    const handler = entry.workflow('Connection Created', async () => 'unfinished');
    vi.stubEnv('LIAISON_WORKFLOW_QUEUE_URL', undefined);
    onTestFinished(() => {
      vi.stubEnv('LIAISON_WORKFLOW_QUEUE_URL', queueUrl());
    });
    await expect(handler(madeEvent, context)).rejects.toThrow(
      'the run is unfinished, and the function has no queue to continue it',
    );
  });

  it('is the last one after 1,000 runs: a workflow that never finishes must not run forever', async () => {
    const body = JSON.stringify(madeEvent);
    await expect(unfinished()(invocation(body, 1001), context)).rejects.toThrow(
      'the event is not finished after 1000 runs',
    );
    expect(sentAgain()).toEqual([]);
  });
});

describe('a failed run', () => {
  const failing = () =>
    entry.workflow('Connection Created', async () => {
      throw new Error('on purpose');
    });
  const hiddenSeconds = () =>
    queue.peek().map(({ hiddenUntil }) => Math.round((hiddenUntil - Date.now()) / 1000));

  it('lets its message be received again after 1 minute, then after 2', async () => {
    const first = invocation(JSON.stringify(madeEvent));
    await expect(failing()(first, context)).rejects.toThrow('on purpose');
    expect(hiddenSeconds()).toEqual([60]);

    queue.hide(first.Records[0]?.messageId ?? '', 0);
    const second = { Records: received() } as unknown as SQSEvent;
    await expect(failing()(second, context)).rejects.toThrow('on purpose');
    expect(hiddenSeconds()).toEqual([120]);
    expect(lines.map(readLine)).toEqual([
      expect.objectContaining({ level: 'ERROR' }),
      expect.objectContaining({ level: 'ERROR' }),
    ]);
  });

  it('waits for a run that is working on the same effect', async () => {
    const marks = memoryMarks();
    await marks.claim('key', { token: 'first', until: Date.now() + 600_000 }, Date.now());
    const waiting = entry.workflow('Connection Created', async () => {
      await entry.once('key', async () => {});
    });
    const once = await import('../../functions/events/once.ts');
    const run = () => waiting(invocation(JSON.stringify(madeEvent)), context);
    await expect(once.withOnceMarks(marks, run)).rejects.toThrow(
      'another run is working on key, until',
    );
    expect(hiddenSeconds()).toEqual([600]);
  });

  /** The message in the last run that it has. */
  function lastRun(body: string, attributes = {}): SQSEvent {
    queue.send(body, attributes);
    for (let run = 1; run < 5; run += 1) queue.receive(1, 0);
    return { Records: received() } as unknown as SQSEvent;
  }

  it('is the last one after five: its event goes to the failure queue, with its error', async () => {
    const body = JSON.stringify(madeEvent);
    await expect(failing()(lastRun(body), context)).rejects.toThrow('on purpose');
    expect(queue.peek()).toEqual([]);
    const values = (all: object) =>
      Object.fromEntries(
        Object.entries(all).map(([name, attribute]) => [name, attribute.StringValue]),
      );
    const [first] = failures.peek();
    expect([first?.body, values(first?.attributes ?? {})]).toEqual([
      body,
      {
        ERROR_CODE: 'Error',
        ERROR_MESSAGE: 'on purpose',
        ERROR_STACK: expect.stringMatching(/^at .*workflow\.test\.ts/),
        REQUEST_ID: 'run-1',
        ATTEMPTS: '5',
        FIRST_FAILED_AT: expect.stringMatching(/^20.*Z$/),
      },
    ]);

    // What a replay knows about the failures before it stays with the event.
    failures.purge();
    const text = (StringValue: string) => ({ DataType: 'String', StringValue });
    const known = {
      REPLAY_ID: text('01a2'),
      ATTEMPTS: text('5'),
      FIRST_FAILED_AT: text('2026-03-01T00:00:00.000Z'),
    };
    await expect(failing()(lastRun(body, known), context)).rejects.toThrow('on purpose');
    expect(values(failures.peek()[0]?.attributes ?? {})).toMatchObject({
      REPLAY_ID: '01a2',
      ATTEMPTS: '10',
      FIRST_FAILED_AT: '2026-03-01T00:00:00.000Z',
    });
  });

  it('leaves its event to SQS if it cannot put it into the failure queue', async () => {
    const tooLong = Object.assign(new Error('on purpose'), { name: 'x'.repeat(1_100_000) });
    const handler = entry.workflow('Connection Created', async () => {
      throw tooLong;
    });
    await expect(handler(lastRun(JSON.stringify(madeEvent)), context)).rejects.toThrow(
      'on purpose',
    );
    expect(failures.peek()).toEqual([]);
    expect(hiddenSeconds()).toEqual([300]);
    expect(readLine(lines[0] ?? '')).toMatchObject({
      level: 'WARN',
      message: 'event not set aside with its error',
    });
  });

  it('throws its own error if its message cannot be returned', async () => {
    const gone = invocation(JSON.stringify(madeEvent));
    queue.purge();
    await expect(failing()(gone, context)).rejects.toThrow('on purpose');
    expect(lines.map(readLine)).toEqual([
      expect.objectContaining({ level: 'WARN', message: 'message not returned' }),
      expect.objectContaining({ level: 'ERROR', message: 'workflow run' }),
    ]);
  });

  it.each([
    ['{"not": "an event"}'],
    ['Xq7Secret {'],
  ])('explains that a message is no event, without its contents: %s', async (body) => {
    const malformed = invocation(body);
    await expect(failing()(malformed, context)).rejects.toThrow(
      `the message ${malformed.Records[0]?.messageId} does not contain an event of EventBridge`,
    );
    expect(lines.join()).not.toContain('Xq7Secret');
    expect(hiddenSeconds()).toEqual([60]);
  });

  it('explains that it was given a batch, or another kind of record', async () => {
    const {
      Records: [record],
    } = invocation(JSON.stringify(madeEvent));
    const why = 'a workflow reads one message of an SQS queue at a time (batch size 1)';
    for (const Records of [[], [record, record], [{ ...record, eventSource: 'aws:dynamodb' }]]) {
      await expect(failing()({ Records } as SQSEvent, context)).rejects.toThrow(why);
    }
  });
});

describe('a run and the event that started it', () => {
  const eventOfDepth = (depth: number) =>
    eventOf('Connection Created', { ...made?.detail, depth, causedBy: 'connection/1/1' });

  it('are the cause of the requests that the run sends, and of none outside of it', async () => {
    vi.stubEnv('LIAISON_WORKFLOW_NAME', 'Crm-Task');
    onTestFinished(() => {
      vi.stubEnv('LIAISON_WORKFLOW_NAME', undefined);
    });
    const sent: object[] = [];
    const handler = entry.workflow('Connection Created', async () => {
      await new Promise((done) => setImmediate(done));
      sent.push(entry.causeHeaders());
    });

    await Promise.all([handler(eventOfDepth(3), context), handler(madeEvent, context)]);

    const cause = (depth: number) => ({
      'Liaison-Cause': `"${made?.detail.eventId}";depth=${depth};workflow="Crm-Task"`,
    });
    expect(sent).toEqual([cause(3), cause(0)]);
    expect(entry.causeHeaders()).toEqual({});
    expect(lines.map(readLine)).toEqual([
      expect.objectContaining({ level: 'INFO', depth: 3, causedBy: 'connection/1/1' }),
      expect.objectContaining({ level: 'INFO', depth: 0 }),
    ]);
  });

  it('end a chain that is longer than the limit: no run, no retry, one line that says why', async () => {
    vi.stubEnv('LIAISON_MAX_DEPTH', '2');
    onTestFinished(() => {
      vi.stubEnv('LIAISON_MAX_DEPTH', undefined);
    });
    const run = vi.fn(async () => {});
    const handler = entry.workflow('Connection Created', run);

    await handler(invocation(JSON.stringify(eventOfDepth(2))), context);
    expect(run).toHaveBeenCalledTimes(1);
    queue.purge();
    lines.length = 0;
    await handler(invocation(JSON.stringify(eventOfDepth(3))), context);

    expect(run).toHaveBeenCalledTimes(1);
    // It succeeds, so Lambda deletes the message: nothing makes it visible again.
    expect(queue.peek()).toMatchObject([{ receives: 1 }]);
    expect(lines.map(readLine)).toEqual([
      expect.objectContaining({
        level: 'ERROR',
        function: 'VendorNotice',
        type: 'Connection Created',
        eventId: made?.detail.eventId,
        depth: 3,
        maxDepth: 2,
        causedBy: 'connection/1/1',
        ChainsStopped: 1,
        error: {
          name: 'ChainStopped',
          message: expect.stringMatching(/depth 3, and the limit is 2\..*skipOwn/),
        },
      }),
    ]);
  });

  it('have no limit in a function to which its construct gives none', async () => {
    const run = vi.fn(async () => {});
    await entry.workflow('Connection Created', run)(eventOfDepth(9999), context);
    expect(run).toHaveBeenCalledTimes(1);
  });

  it('may be from before there were causes', async () => {
    const {
      depth: _,
      causedBy,
      workflow,
      ...former
    } = { ...made?.detail } as never as {
      [name: string]: unknown;
    };
    expect([causedBy, workflow]).toEqual([null, null]);
    const run = vi.fn(async () => {});
    await entry.workflow('Connection Created', run)(eventOf('Connection Created', former), context);
    expect(run.mock.calls).toMatchObject([[{ depth: 0, causedBy: null, workflow: null }, {}]]);
  });
});
