// A replay of failures from its first request to its outcome: what each workflow has started, and what became of it.
import type { Client } from './create-client.ts';
import type { AnswerOf, RequestOf } from './operation-types.ts';

type Answer = AnswerOf<'replayFailures'>;
type Taken = Answer['taken'][number];
type FailedAgain = Answer['failedAgain'][number];

/** What became of the failures of a workflow or a stream reader, in numbers. */
export interface ReplayTotals {
  readonly workflow: string;
  /** Started or, by a stream reader, processed or refused. */
  readonly started: number;
  readonly succeeded: number;
  /** These are failures as before. */
  readonly failedAgain: number;
  /** Not known yet. */
  readonly waiting: number;
}

/** How far a replay is. */
export interface ReplayProgress {
  readonly replayId: string;
  readonly totals: readonly ReplayTotals[];
  /** Events that failed again, and those that a stream reader refused, with the reason. */
  readonly failed: readonly Pick<FailedAgain, 'id' | 'workflow' | 'eventId' | 'error'>[];
  /** Of a dry run: what would be replayed. */
  readonly wouldReplay: readonly Taken[];
  /** Whether everything has been taken that was waiting when the replay began. */
  readonly isTaken: boolean;
  /** Whether the outcome of everything is known. */
  readonly isSettled: boolean;
}

/** The selection of failures; all if it is empty. */
export type ReplaySelection = Omit<RequestOf<'replayFailures'>['body'], 'replayId'>;

/**
 * Begins a replay, and asks for its outcome each time that the caller wants to know more. Its steps
 * continue until the outcome is known: the caller decides how long it waits between two steps, and in total.
 * @throws LiaisonProblem as the client
 */
export async function* followReplay(
  client: Pick<Client, 'replayFailures'>,
  selection: ReplaySelection,
  now: () => number = Date.now,
): AsyncGenerator<ReplayProgress> {
  const state = new ReplayState();
  do {
    const { replayId, isTaken } = state;
    const began = now();
    const body = {
      ...selection,
      ...(replayId !== undefined && { replayId }),
      ...(isTaken && { dryRun: true }),
    };
    // A request that takes something is not repeated: what it has taken would not be in the second answer.
    const answer = await client.replayFailures({ body, ...(!isTaken && { attempts: 1 }) });
    state.add(answer, began, now());
    yield state.progress();
  } while (!selection.dryRun && !state.progress().isSettled);
}

class ReplayState {
  replayId: string | undefined;
  isTaken = false;
  /** By id: while a replay is not complete, what a stream reader refused is taken again. */
  readonly #taken = new Map<string, Taken>();
  /** By id. They stay here when another replay takes them later. */
  readonly #failedAgain = new Map<string, FailedAgain>();
  /** When something was taken last, in epoch milliseconds. */
  #takenAt = 0;
  /** How many events of each workflow are known to have succeeded. */
  readonly #succeeded = new Map<string, number>();

  /** @param began when the request was sent, and `ended`: when it was answered; in epoch milliseconds */
  add(answer: Answer, began: number, ended: number): void {
    this.replayId = answer.replayId;
    for (const one of answer.failedAgain) this.#failedAgain.set(one.id, one);
    if (!this.isTaken) {
      this.isTaken = answer.isComplete;
      for (const one of answer.taken) this.#taken.set(one.id, one);
      this.#takenAt = ended;
      // The counts are older than what this request has started.
      return;
    }
    // An event that another request is reading among the failures is neither counted nor listed.
    if (!answer.isComplete || began < this.#takenAt + answer.countDelaySeconds * 1000) return;
    for (const { workflow, waiting } of answer.queues) {
      const known = this.#openOf(workflow) - waiting;
      this.#succeeded.set(workflow, Math.max(this.#succeeded.get(workflow) ?? 0, known));
    }
  }

  progress(): ReplayProgress {
    const all = [...this.#taken.values()];
    const byWorkflow = Map.groupBy(
      all.filter(({ outcome }) => outcome !== 'wouldReplay'),
      ({ workflow }) => workflow,
    );
    const totals = [...byWorkflow].map(([workflow, taken]) => this.#totalsOf(workflow, taken));
    return {
      replayId: this.replayId ?? '',
      totals,
      failed: [
        ...this.#failedAgain.values(),
        ...all.flatMap(({ outcome, error = '', ...one }) =>
          outcome === 'failed' ? [{ ...one, error: { name: 'Error', message: error } }] : [],
        ),
      ],
      wouldReplay: all.filter(({ outcome }) => outcome === 'wouldReplay'),
      isTaken: this.isTaken,
      isSettled: this.isTaken && totals.every(({ waiting }) => waiting === 0),
    };
  }

  #totalsOf(workflow: string, taken: readonly Taken[]): ReplayTotals {
    const count = (wanted: Taken['outcome']) =>
      taken.filter(({ outcome }) => outcome === wanted).length;
    const open = this.#openOf(workflow);
    const succeeded = Math.min(open, this.#succeeded.get(workflow) ?? 0);
    return {
      workflow,
      started: taken.length,
      succeeded: count('processed') + succeeded,
      failedAgain: count('started') - open + count('failed'),
      waiting: open - succeeded,
    };
  }

  /** How many events were started and have not failed again. */
  #openOf(workflow: string): number {
    const started = [...this.#taken.values()].filter(
      (one) => one.workflow === workflow && one.outcome === 'started',
    );
    const failed = [...this.#failedAgain.values()].filter((one) => one.workflow === workflow);
    return Math.max(0, started.length - failed.length);
  }
}
