// Listing, showing and replaying failures: what the routes for administrators and the operator's function do.
import { DeleteMessageCommand, type Message } from '@aws-sdk/client-sqs';
import { v7 as uuidv7 } from 'uuid';
import type {
  Failure,
  FailureDetail,
  FailureReplay,
  ReplayedFailure,
} from '../../shared/contracts/answers/failure-answers.ts';
import { Refusal } from '../../shared/contracts/error-codes.ts';
import { readEnvironment } from '../runtime/environment.ts';
import { loggedError } from '../telemetry/logged-error.ts';
import { log } from '../telemetry/telemetry.ts';
import { describeFailure, replayIdOf, shortFailure } from './describe-failure.ts';
import {
  type FailureSource,
  failureSources,
  HeldMessages,
  peekAt,
  queues,
  type ReadLimits,
  waitingIn,
} from './failure-queues.ts';
import { processAgain } from './process-again.ts';

/** SQS counts the messages of a queue up to a minute late; the queues of the local host, on HTTP, count exactly. */
const countDelaySeconds = readEnvironment(process.env, 'queuesUrl').queuesUrl.startsWith('https:')
  ? 60
  : 0;

/** How long others cannot see a message that is being replayed, in seconds: as long as a run. */
const replaySeconds = 900;

/** The most messages that a list reads of each queue. */
const mostRead = 1000;

/** How long a list reads, in ms: API Gateway waits 30 s for the answer. */
const readMs = 12_000;

/** Which failures are meant; all of them if nothing is given. */
export interface FailureSelection {
  readonly workflow?: string | undefined;
  readonly eventId?: string | undefined;
}

/**
 * Failures, oldest first, at most `limit`. Takes nothing.
 * @throws Refusal ValidationFailed for an unknown workflow
 */
export async function listFailures({
  limit,
  ...selection
}: FailureSelection & { readonly limit: number }) {
  const { found, isComplete } = await readFailures(selection);
  return {
    items: found.slice(0, limit).map(shortFailure),
    isComplete: isComplete && found.length <= limit,
  };
}

/** @throws Refusal NotFound */
export async function findFailure(id: string): Promise<FailureDetail> {
  const { found, isComplete } = await readFailures({});
  const failure = found.find((one) => one.id === id);
  if (failure) return failure;
  const maybe = isComplete ? '' : '; another request may be reading it, so try again';
  throw new Refusal('NotFound', `no failure with the id ${id} is waiting${maybe}`);
}

async function readFailures(selection: FailureSelection) {
  const limits = { until: Date.now() + readMs, most: mostRead };
  const read = await Promise.all(
    sourcesOf(selection).map(async (source) => {
      const { messages, isComplete } = await peekAt(source, limits);
      const found = messages.map((message) => describeFailure(source.name, message));
      return { found, isComplete };
    }),
  );
  return {
    found: read
      .flatMap(({ found }) => found)
      .filter(({ eventId }) => selection.eventId === undefined || eventId === selection.eventId)
      .sort((one, other) => (one.firstFailedAt < other.firstFailedAt ? -1 : 1)),
    isComplete: read.every(({ isComplete }) => isComplete),
  };
}

function sourcesOf({ workflow }: FailureSelection): readonly FailureSource[] {
  if (workflow === undefined) return failureSources;
  const found = failureSources.filter(({ name }) => name === workflow);
  if (found.length > 0) return found;
  const names = failureSources.map(({ name }) => `"${name}"`).join(', ');
  throw Refusal.at('workflow', 'ValidationFailed', `must be one of ${names}, not "${workflow}"`);
}

export interface ReplayRequest extends FailureSelection {
  /** Continues a replay. Default: begins one. */
  readonly replayId?: string | undefined;
  readonly dryRun: boolean;
}

/**
 * Replays failures that were waiting when the replay began, each once, and finds out what has become of those
 * that it has started before. What fails again waits again, and the same replay does not take it. The limits apply
 * to each failure queue.
 * @throws Refusal ValidationFailed for an unknown workflow
 */
export async function replayFailures(
  { replayId = uuidv7(), dryRun, ...selection }: ReplayRequest,
  limits: ReadLimits,
): Promise<FailureReplay> {
  const sources = sourcesOf(selection);
  // Before the failures are read: an event that fails in between is then counted here, and not missing in both.
  const waiting = await Promise.all(
    sources.flatMap(({ name, queueUrl }) =>
      queueUrl === undefined ? [] : [waitingIn(queueUrl).then((count) => ({ name, count }))],
    ),
  );
  const passes = await Promise.all(
    sources.map(async (source) => {
      const pass = new QueueReplay(source, replayId, { ...selection, dryRun });
      const isComplete = await pass.run(limits);
      return { isComplete, taken: pass.taken, failedAgain: pass.failedAgain };
    }),
  );
  return {
    replayId,
    taken: passes.flatMap(({ taken }) => taken),
    isComplete: passes.every(({ isComplete }) => isComplete),
    failedAgain: passes.flatMap(({ failedAgain }) => failedAgain),
    queues: waiting.map(({ name, count }) => ({ workflow: name, waiting: count })),
    countDelaySeconds,
  };
}

/** One pass of a replay over one failure queue. */
class QueueReplay {
  readonly taken: ReplayedFailure[] = [];
  readonly failedAgain: Failure[] = [];
  readonly #source: FailureSource;
  readonly #id: string;
  readonly #wanted: FailureSelection & { readonly dryRun: boolean };
  readonly #held: HeldMessages;

  constructor(
    source: FailureSource,
    id: string,
    wanted: FailureSelection & { readonly dryRun: boolean },
  ) {
    this.#source = source;
    this.#id = id;
    this.#wanted = wanted;
    this.#held = new HeldMessages(source.failuresUrl, replaySeconds);
  }

  /**
   * What it does not take stays hidden until the end, so that each message is received once.
   * @returns whether it has seen every message
   */
  async run({ until, most }: ReadLimits): Promise<boolean> {
    try {
      while (this.taken.length < most && Date.now() < until) {
        const received = await this.#held.receive();
        if (received.length === 0) return !(await this.#held.areMoreHidden());
        for (const [at, message] of received.entries()) {
          // A reader may need a minute for a message, and the others can wait for another request.
          if (Date.now() > until) {
            this.#held.keep(received.slice(at));
            return false;
          }
          if (!(await this.#take(message))) this.#held.keep([message]);
        }
      }
      return false;
    } finally {
      await this.#held.release();
    }
  }

  /** @returns whether the message is gone from the failure queue */
  async #take(message: Message): Promise<boolean> {
    const failure = shortFailure(describeFailure(this.#source.name, message));
    const { id, workflow, eventId } = failure;
    if (replayIdOf(message) === this.#id) {
      this.failedAgain.push(failure);
      return false;
    }
    const isWanted = this.#wanted.eventId === undefined || eventId === this.#wanted.eventId;
    if (!isWanted || Number(message.Attributes?.SentTimestamp) > beginOf(this.#id)) return false;
    const result = { id, workflow, eventId };
    if (this.#wanted.dryRun) {
      this.taken.push({ ...result, outcome: 'wouldReplay' });
      return false;
    }
    try {
      const outcome = await processAgain(this.#source, message, this.#id);
      await queues.send(
        new DeleteMessageCommand({
          QueueUrl: this.#source.failuresUrl,
          ReceiptHandle: message.ReceiptHandle,
        }),
      );
      this.taken.push({ ...result, outcome });
      return true;
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      this.taken.push({ ...result, outcome: 'failed', error: text });
      log('WARN', 'message not replayed', { messageId: id, error: loggedError(error) });
      return false;
    }
  }
}

/** When a replay began, in epoch milliseconds: a UUID of version 7 begins with its time. */
const beginOf = (replayId: string) =>
  Math.min(Date.now(), Number.parseInt(replayId.replaceAll('-', '').slice(0, 12), 16));
