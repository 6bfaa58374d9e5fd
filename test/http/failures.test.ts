// Failures in the hands of an administrator: listed, shown and replayed, without losing or multiplying any.
import { beforeAll, beforeEach, expect, it } from 'vitest';
import type { Host } from '../../infra/local/host/host.ts';
import { eventExamples } from '../../testing/event-examples.ts';
import { clientOfHost } from '../support/api.ts';
import { itNightly } from '../support/effort.ts';
import { workbench } from '../support/workbench.ts';

const { emptyService, liaison } = workbench();

let host: Host;
let call: Awaited<ReturnType<typeof clientOfHost>>;
const traced: string[] = [];
beforeAll(async () => {
  host = await emptyService({ trace: (line) => traced.push(line) });
  call = await clientOfHost(host, 'admin');
});

const queueNamed = (name: string) => {
  const queue = [...host.queues.values()].find((each) => each.name.startsWith(name));
  if (!queue) throw new Error(`no queue ${name}`);
  return queue;
};
beforeEach(() => {
  traced.length = 0;
  for (const queue of host.queues.values()) queue.purge();
});

/** How many runs of the workflow Rename have ended in this way. */
const runs = (outcome: string) =>
  traced.filter((line) => new RegExp(`^function .*RenameQueue.*, ${outcome}`).test(line)).length;

/** Puts an event into the queue of Rename that fails, however often it is run. */
const sendPoison = (eventId: string) =>
  queueNamed('RenameQueue').send(
    JSON.stringify({ 'detail-type': 'Record Renamed', detail: { eventId, record: 'unreadable' } }),
  );

const renamed = eventExamples.get('Record Renamed');
const list = async (query = '') => (await call('GET', `/v1/failures${query}`)).body;
const replay = async (body: object = {}) => (await call('POST', '/v1/failures/replay', body)).body;

/** Two events that have failed five times. */
async function twoFailures() {
  sendPoison('poison-1');
  sendPoison('poison-2');
  await host.drained();
  expect(runs('failed')).toBe(10);
}

it('two events that fail again, replayed twice, are two failures, with their error', async () => {
  await twoFailures();
  const { replayId: first } = await replay();
  await host.drained();
  const { replayId, taken } = await replay();
  expect(taken).toMatchObject([{ outcome: 'started' }, { outcome: 'started' }]);
  await host.drained();

  // The replay goes on, and does not take what it has started before.
  const outcome = await replay({ replayId });
  const failure = (eventId: string) => ({
    id: expect.any(String),
    workflow: 'Rename',
    eventId,
    eventType: 'Record Renamed',
    connectionId: null,
    firstFailedAt: expect.any(String),
    attempts: 15,
    replayId,
    error: { name: 'ZodError', message: expect.stringContaining('record') },
  });
  expect(outcome).toMatchObject({
    taken: [],
    isComplete: true,
    failedAgain: [failure('poison-1'), failure('poison-2')],
  });
  expect(outcome.queues).toContainEqual({ workflow: 'Rename', waiting: 0 });
  expect(replayId).not.toBe(first);
  expect(runs('failed')).toBe(30);
  expect(queueNamed('RenameFailures').peek()).toHaveLength(2);
});

itNightly('a failure is shown with its event, its stack and its log', async () => {
  await twoFailures();
  const { items, isComplete } = await list();
  expect([isComplete, items]).toMatchObject([true, [{ attempts: 5 }, { attempts: 5 }]]);
  const { body: shown } = await call('GET', `/v1/failures/${items[0].id}`);
  expect(shown).toMatchObject({
    ...items[0],
    content: { 'detail-type': 'Record Renamed', detail: { eventId: items[0].eventId } },
    error: { stack: expect.arrayContaining([expect.stringMatching(/^at /)]) },
    requestId: expect.any(String),
    logGroup: expect.stringContaining('RenameFunction'),
  });
});

itNightly('the command line lists, shows and replays, and reports the outcome', async () => {
  await twoFailures();
  queueNamed('RenameFailures').send(
    JSON.stringify({
      'detail-type': 'Record Renamed',
      detail: { ...renamed?.detail, eventId: 'repaired' },
    }),
  );
  const listed = await liaison(host, 'failures', 'list', '--event', 'poison-1');
  expect(listed.out).toMatch(
    /^[\w-]{36} {2}Rename: Record Renamed, poison-1, 5 attempts since .*\n {2}ZodError: .*record/,
  );
  const shown = await liaison(host, 'failures', 'show', listed.out.slice(0, 36));
  expect(shown.out).toMatch(/log group: .*RenameFunction[\s\S]*"eventId": "poison-1"/);

  const dry = await liaison(host, 'failures', 'replay', '--dry-run');
  expect([dry.status, dry.out]).toEqual([
    0,
    expect.stringContaining('3 would be replayed; nothing was'),
  ]);
  const replayed = await liaison(host, 'failures', 'replay', '--workflow', 'Rename');
  expect(replayed).toMatchObject({ status: 1, error: '' });
  expect(replayed.out.split('\n')).toEqual([
    'workflow  started  succeeded  failed again  still waiting',
    'Rename          3          1             2              0',
    expect.stringMatching(/^Rename poison-1: ZodError: .*record/),
    expect.stringMatching(/^Rename poison-2: ZodError: .*record/),
    '',
  ]);
  const again = await liaison(host, 'failures', 'replay', '--event', 'repaired');
  expect(again).toMatchObject({ status: 0, out: 'Nothing to replay\n' });
});

itNightly('a list takes nothing, whatever else reads at the same time', async () => {
  const failures = queueNamed('RenameFailures');
  for (let n = 0; n < 25; n += 1) {
    const detail = { ...renamed?.detail, eventId: `good-${n}` };
    failures.send(JSON.stringify({ 'detail-type': 'Record Renamed', detail }));
  }
  const all = await Promise.all([list(), list(), replay({ dryRun: true }), list('?limit=5')]);
  for (const { items, isComplete } of [...all.slice(0, 2), all[3]]) {
    expect(items.length === 25 || !isComplete).toBe(true);
  }
  expect((await list()).items).toHaveLength(25);
  expect(runs('done')).toBe(0);

  // Each is started once, also by two replays and a list at the same time.
  const begun = await Promise.all([replay(), list(), replay()]);
  for (let more = [begun[0], begun[2]]; more.some(({ isComplete }) => !isComplete); ) {
    more = await Promise.all(more.map(({ replayId }) => replay({ replayId })));
  }
  await host.drained();
  expect(runs('done')).toBe(25);
  expect((await list()).items).toEqual([]);
});

itNightly('a replay takes a workflow or an event only, and refuses unknown workflows', async () => {
  const failures = queueNamed('RenameFailures');
  const event = (eventId: string) =>
    JSON.stringify({ 'detail-type': 'Record Renamed', detail: { ...renamed?.detail, eventId } });
  failures.send(event('one'));
  failures.send(event('two'));
  expect((await replay({ workflow: 'Cascade' })).taken).toEqual([]);
  expect((await replay({ eventId: 'two', dryRun: true })).taken).toMatchObject([
    { eventId: 'two', outcome: 'wouldReplay' },
  ]);
  expect((await replay({ eventId: 'two' })).taken).toMatchObject([
    { eventId: 'two', outcome: 'started' },
  ]);
  expect((await list()).items).toMatchObject([{ eventId: 'one', error: null }]);
  expect((await list('?eventId=two')).items).toEqual([]);
  const unknown = await call('GET', '/v1/failures?workflow=Renam');
  expect([unknown.status, unknown.body.detail]).toEqual([
    400,
    expect.stringMatching(/must be one of .*"Rename".*, not "Renam"/),
  ]);
  const missing = await call('GET', '/v1/failures/8d6b7e2f-9a51-4b0c-8e4c-529b0e3d1b8f');
  expect(missing.status).toBe(404);
});
