// What the publisher puts on the bus: every change at least once and always with the same id, even if
// the bus refuses some entries.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { LiaisonEvent } from '../../shared/contracts/event-schemas.ts';
import type { Connection } from '../../shared/domain/connection-rules.ts';
import { connectionEvent } from '../../shared/domain/events/announced-events.ts';

interface Entry {
  readonly DetailType: string;
  readonly Detail: string;
}
/** The entries that the bus accepted, and the entries of each request. */
const accepted: Entry[] = [];
const requests: Entry[][] = [];
/** Whether the bus refuses an entry; called for each entry. */
let refuses = (): boolean => false;

/** Answers PutEvents as EventBridge does: accepts or refuses each entry separately. */
const bus = createServer(async (request, answer) => {
  const { Entries } = (await json(request)) as { Entries: Entry[] };
  requests.push(Entries);
  const answers = Entries.map((entry, at) => {
    if (refuses()) return { ErrorCode: 'ThrottlingException', ErrorMessage: 'too fast' };
    accepted.push(entry);
    return { EventId: `${requests.length}-${at}` };
  });
  answer.setHeader('content-type', 'application/x-amz-json-1.1');
  answer.end(JSON.stringify({ Entries: answers, FailedEntryCount: 0 }));
});

let publish: typeof import('../../functions/events/event-bus.ts').publish;

beforeAll(async () => {
  await new Promise<void>((listening) => bus.listen(0, '127.0.0.1', listening));
  const endpoint = `http://127.0.0.1:${(bus.address() as AddressInfo).port}`;
  vi.stubEnv('AWS_ENDPOINT_URL_EVENTBRIDGE', endpoint);
  vi.stubEnv('AWS_REGION', 'us-east-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  vi.stubEnv('LIAISON_BUS_NAME', 'bus');
  vi.stubEnv('LIAISON_SERVICE_NAME', 'liaison-test');
  ({ publish } = await import('../../functions/events/event-bus.ts'));
});
beforeEach(() => {
  accepted.splice(0);
  requests.splice(0);
  refuses = () => false;
});
afterAll(() => {
  vi.unstubAllEnvs();
  bus.close();
});

const at = '2026-11-22T10:00:00.000Z';

function made(n: number, description: string | null = null): LiaisonEvent {
  const side = (id: string) => ({ type: 'contact', id, name: id, roleId: null });
  const after: Connection = {
    id: `01a201f1-750d-719a-a502-${String(n).padStart(12, '0')}`,
    ...{
      record1: side('a'),
      record2: side('b'),
      title: null,
      attributes: null,
      externalId: null,
      description,
    },
    ...{ effectiveStart: null, effectiveEnd: null, state: 'active', ownerId: 'ines' },
    ...{ createdAt: at, createdBy: 'ines', modifiedAt: at, modifiedBy: 'ines', version: 1 },
  };
  return connectionEvent({ before: null, after, actor: 'ines', at });
}

const idOf = ({ Detail }: Entry) => JSON.parse(Detail).eventId as string;

it('puts every event, in order, 10 in each request', async () => {
  const events = Array.from({ length: 25 }, (_, n) => made(n));
  await publish(events);
  expect(requests.map(({ length }) => length)).toEqual([10, 10, 5]);
  expect(accepted.map(idOf)).toEqual(events.map(({ detail }) => detail.eventId));
  expect(new Set(accepted.map(({ DetailType }) => DetailType))).toEqual(
    new Set(['Connection Created']),
  );
});

it('puts no more than 256 KB in a request', async () => {
  await publish(Array.from({ length: 10 }, (_, n) => made(n, '\u{1F4A1}'.repeat(5_000))));
  for (const entries of requests) {
    const bytes = entries.reduce((sum, { Detail }) => sum + Buffer.byteLength(Detail), 0);
    expect(bytes).toBeLessThan(256 * 1024);
  }
  expect(accepted).toHaveLength(10);
});

it('sends refused entries again with the same id, and accepted entries only once', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 30 }),
      fc.infiniteStream(fc.boolean()),
      async (count, chance) => {
        accepted.splice(0);
        let refused = 0;
        refuses = () => {
          // Not so often that the publisher gives up.
          refused = chance.next().value && refused < 4 ? refused + 1 : 0;
          return refused > 0;
        };
        const events = Array.from({ length: count }, (_, n) => made(n));
        await publish(events).catch((error) => expect(error).toMatchObject({ code: 'Busy' }));
        refuses = () => false;
        const before = accepted.map(idOf);
        await publish(events);
        const ids = events.map(({ detail }) => detail.eventId);
        expect(new Set(accepted.map(idOf))).toEqual(new Set(ids));
        expect(new Set(before).size).toBe(before.length);
      },
    ),
    { numRuns: 10 },
  );
});

it('throws Busy, so that Lambda retries, when the bus keeps refusing', async () => {
  refuses = () => true;
  await expect(publish([made(1)])).rejects.toMatchObject({ code: 'Busy' });
  expect(requests).toHaveLength(6);
});
