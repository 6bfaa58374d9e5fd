// The outcome of a replay: what is known when, from answers whose counts may be late.
import { expect, it } from 'vitest';
import { followReplay, type ReplayProgress } from '../../shared/client/follow-replay.ts';
import type { AnswerOf } from '../../shared/client/operation-types.ts';

type Answer = AnswerOf<'replayFailures'>;

const nothing: Answer = {
  replayId: '01a2034c-8d6b-7e2f-9a51-6b0c3e4c529b',
  taken: [],
  isComplete: true,
  failedAgain: [],
  queues: [],
  countDelaySeconds: 60,
};
const taken = (outcome: Answer['taken'][number]['outcome'], id: string, workflow = 'Rename') => ({
  id,
  workflow,
  eventId: id,
  outcome,
});
const failure = (id: string) => ({
  ...{ id, workflow: 'Rename', eventId: id, eventType: null, connectionId: null },
  ...{ firstFailedAt: '', attempts: 10, replayId: null, error: null },
});
const waiting = (count: number) => ({ queues: [{ workflow: 'Rename', waiting: count }] });

/** Every step of a replay with these answers, one every `seconds`; and the bodies that it sent. */
async function follow(answers: readonly Partial<Answer>[], seconds = 61, selection = {}) {
  const bodies: unknown[] = [];
  let time = 0;
  const client = {
    replayFailures: async ({ body }: { body: object }) => {
      bodies.push(body);
      return { ...nothing, ...answers[bodies.length - 1] };
    },
  };
  const steps: ReplayProgress[] = [];
  for await (const step of followReplay(client as never, selection, () => time)) {
    steps.push(step);
    time += seconds * 1000;
    if (steps.length === answers.length) break;
  }
  return { bodies, steps, totals: steps.map((step) => step.totals.map(numbers)) };
}
const numbers = ({ started, succeeded, failedAgain, waiting }: ReplayProgress['totals'][number]) =>
  [started, succeeded, failedAgain, waiting] as const;

it('takes until nothing is left, and then only asks', async () => {
  const { bodies, totals } = await follow(
    [
      { taken: [taken('started', 'a')], isComplete: false },
      { taken: [taken('started', 'b')] },
      waiting(0),
      waiting(0),
    ],
    61,
    { workflow: 'Rename' },
  );
  const { replayId } = nothing;
  expect(bodies.slice(0, 3)).toEqual([
    { workflow: 'Rename' },
    { workflow: 'Rename', replayId },
    { workflow: 'Rename', replayId, dryRun: true },
  ]);
  expect(totals.map(([one]) => one)).toEqual([
    [1, 0, 0, 1],
    [2, 0, 0, 2],
    [2, 2, 0, 0],
  ]);
});

it('believes a count only when it cannot be late, and the failures always', async () => {
  const answers = [
    { taken: [taken('started', 'a'), taken('started', 'b')], ...waiting(0) },
    waiting(0),
    { ...waiting(0), failedAgain: [failure('a')], isComplete: false },
    { ...waiting(0), failedAgain: [failure('a')] },
    waiting(0),
  ];
  const { totals } = await follow(answers, 30);
  expect(totals.map(([one]) => one)).toEqual([
    [2, 0, 0, 2],
    [2, 0, 0, 2],
    [2, 0, 1, 1],
    [2, 1, 1, 0],
  ]);
});

it('does not count later events of the workflow as its own', async () => {
  const { totals, steps } = await follow([
    { taken: [taken('started', 'a'), taken('started', 'b'), taken('started', 'c')] },
    waiting(2),
    waiting(900),
    { ...waiting(900), failedAgain: [failure('a')] },
    { ...waiting(0), failedAgain: [failure('a')] },
  ]);
  expect(totals.map(([one]) => one)).toEqual([
    [3, 0, 0, 3],
    [3, 1, 0, 2],
    [3, 1, 0, 2],
    [3, 1, 1, 1],
    [3, 2, 1, 0],
  ]);
  expect(steps.map(({ isSettled }) => isSettled)).toEqual([false, false, false, false, true]);
});

it('is settled at once for stream readers, with the reason of what they refuse', async () => {
  const refused = { ...taken('failed', 'x', 'Projector'), error: 'failed again: no' };
  const { steps } = await follow([{ taken: [taken('processed', 'y', 'Projector'), refused] }]);
  expect(steps).toMatchObject([
    {
      isSettled: true,
      totals: [{ workflow: 'Projector', started: 2, succeeded: 1, failedAgain: 1, waiting: 0 }],
      failed: [{ id: 'x', error: { message: 'failed again: no' } }],
    },
  ]);
});

it('ends a dry run with its first answer', async () => {
  const { steps } = await follow(
    [{ taken: [taken('wouldReplay', 'a')], isComplete: false }, {}],
    1,
    { dryRun: true },
  );
  expect(steps).toMatchObject([{ totals: [], wouldReplay: [{ id: 'a' }], isTaken: false }]);
});
