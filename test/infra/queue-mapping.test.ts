// An event source mapping on a queue: how many runs there are at once, and what becomes of a failed message.
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { DurableMap } from '../../infra/local/base/durable-map.ts';
import { QueueMapping } from '../../infra/local/lambda/queue-mapping.ts';
import { LocalQueue, type Message } from '../../infra/local/sqs/queues.ts';

interface Record {
  readonly messageId: string;
  readonly body: string;
}
interface Setup {
  readonly messages?: DurableMap<Message>;
  readonly visibilitySeconds?: number;
  readonly maximumConcurrency?: number;
  readonly batchSize?: number;
  readonly maxReceiveCount?: number;
}

const properties = {
  VisibilityTimeout: 5400,
  DelaySeconds: 0,
  MessageRetentionPeriod: 345_600,
  MaximumMessageSize: 1_048_576,
  ReceiveMessageWaitTimeSeconds: 0,
};

/** A queue with its dead-letter queue, and a started mapping that passes each batch of bodies to `run`. */
function mapped(run: (bodies: string[]) => Promise<unknown>, setup: Setup = {}) {
  const { maximumConcurrency = 2, batchSize = 1, maxReceiveCount = 3 } = setup;
  const trace = () => {};
  const dead = new LocalQueue({ name: 'Dead', properties, messages: new DurableMap(), trace });
  const queue = new LocalQueue({
    name: 'Work',
    properties: {
      ...properties,
      VisibilityTimeout: setup.visibilitySeconds ?? 5400,
      RedrivePolicy: { deadLetterTargetArn: 'Dead', maxReceiveCount },
    },
    messages: setup.messages ?? new DurableMap(),
    deadLetters: () => dead,
    trace,
  });
  const events: { Records: Record[] }[] = [];
  const invoke = (event: unknown) => {
    events.push(event as { Records: Record[] });
    return run((event as { Records: Record[] }).Records.map(({ body }) => body));
  };
  const options = { functionName: 'Function', batchSize, maximumConcurrency };
  const mapping = new QueueMapping({ ...options, queue, invoke, trace, onEnd: () => {} });
  mapping.start();
  return { queue, dead, mapping, events };
}
const bodiesOf = (queue: LocalQueue) => queue.peek().map(({ body }) => body);

describe('a mapping on a queue', () => {
  it('passes a message in the format of Lambda, and deletes it after the run', async () => {
    const { queue, mapping, events } = mapped(async () => {});
    const id = queue.send('é', { kind: { DataType: 'String', StringValue: 'a' } });
    await mapping.done();

    expect(events).toEqual([
      {
        Records: [
          {
            messageId: id,
            receiptHandle: expect.stringContaining(id),
            body: 'é',
            attributes: {
              SenderId: '000000000000',
              SentTimestamp: expect.stringMatching(/^\d{13}$/),
              ApproximateReceiveCount: '1',
              ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/),
            },
            messageAttributes: {
              kind: {
                stringValue: 'a',
                stringListValues: [],
                binaryListValues: [],
                dataType: 'String',
              },
            },
            md5OfBody: expect.stringMatching(/^[\da-f]{32}$/),
            eventSource: 'aws:sqs',
            eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:Work',
            awsRegion: 'us-east-1',
          },
        ],
      },
    ]);
    expect(queue.size).toBe(0);
  });

  it.each([2, 5])('runs no more than its maximum concurrency at once: %i', async (maximum) => {
    let running = 0;
    const seen: number[] = [];
    const { queue, mapping } = mapped(
      async () => {
        running += 1;
        seen.push(running);
        for (let turns = 0; turns < 3; turns += 1) await turn();
        running -= 1;
      },
      { maximumConcurrency: maximum },
    );
    for (let n = 0; n < 40; n += 1) queue.send(String(n));
    await mapping.done();

    expect(seen).toHaveLength(40);
    expect(Math.max(...seen)).toBe(maximum);
  });

  it('receives up to a batch of messages at a time', async () => {
    const batches: string[][] = [];
    const run = async (bodies: string[]) => batches.push(bodies);
    const { queue, mapping } = mapped(run, { batchSize: 3 });
    for (const body of 'abcd') queue.send(body);
    await mapping.done();
    expect(batches).toEqual([['a', 'b', 'c'], ['d']]);
  });

  it('hides a message from other consumers while its function runs', async () => {
    const { promise: finish, resolve } = Promise.withResolvers<void>();
    const { promise: running, resolve: started } = Promise.withResolvers<void>();
    const { queue, mapping } = mapped(() => {
      started();
      return finish;
    });
    queue.send('a');
    await running;
    expect(queue.receive(10)).toEqual([]);
    expect(queue.counts()).toEqual({ visible: 0, delayed: 0, inFlight: 1 });
    resolve();
    await mapping.done();
  });

  it('runs a message again when its visibility timeout ends before the function', async () => {
    const { promise: second, resolve } = Promise.withResolvers<void>();
    let runs = 0;
    const { queue, mapping } = mapped(
      () => {
        runs += 1;
        if (runs === 2) resolve();
        return second;
      },
      { visibilitySeconds: 0.05 },
    );
    queue.send('slow');
    await mapping.done();
    expect(runs).toBe(2);
  });

  it('runs a delayed message when its time has come', async () => {
    const times: number[] = [];
    const { queue, mapping } = mapped(async () => times.push(Date.now()));
    const sent = Date.now();
    queue.send('later', {}, 50);
    await mapping.done();
    expect(times).toHaveLength(1);
    expect(times[0]).toBeGreaterThanOrEqual(sent + 50);
  });

  it('repeats a failed message, then moves it to the dead-letter queue, and processes the others', async () => {
    const seen: string[] = [];
    const { queue, dead, mapping } = mapped(async ([body = '']) => {
      seen.push(body);
      if (body === 'bad') throw new Error('on purpose');
    });
    const id = queue.send('bad', { kind: { DataType: 'String', StringValue: 'a' } });
    queue.send('good');
    await mapping.done();

    expect(seen.toSorted()).toEqual(['bad', 'bad', 'bad', 'good']);
    expect(queue.size).toBe(0);
    expect(dead.receive(10)).toEqual([
      [
        id,
        expect.objectContaining({
          body: 'bad',
          attributes: { kind: { DataType: 'String', StringValue: 'a' } },
          movedFrom: 'arn:aws:sqs:us-east-1:000000000000:Work',
        }),
      ],
    ]);
  });

  it('continues after a restart with the messages that were being processed, as if not received', async () => {
    const messages = new DurableMap<Message>();
    const { promise: running, resolve: started } = Promise.withResolvers<void>();
    const { promise: cut, reject: cutShort } = Promise.withResolvers<void>();
    const before = mapped(
      () => {
        started();
        return cut;
      },
      { messages },
    );
    before.queue.send('a');
    await running;
    const stopped = before.mapping.stop();
    cutShort(new Error('the host stops'));
    await stopped;
    before.queue.send('b');
    expect(bodiesOf(before.queue)).toEqual(['a', 'b']);

    const after = mapped(async () => {}, { messages });
    await after.mapping.done();
    expect(after.events.flatMap(({ Records }) => Records)).toMatchObject([
      { body: 'a', attributes: { ApproximateReceiveCount: '1' } },
      { body: 'b', attributes: { ApproximateReceiveCount: '1' } },
    ]);
    expect(messages.size).toBe(0);
  });
});
