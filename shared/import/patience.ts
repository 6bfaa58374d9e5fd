// How long an import keeps trying: a limit in time, not in attempts.
import type { LiaisonProblem } from '../client/liaison-problem.ts';

/** How long nothing may succeed before an import gives up, in milliseconds. */
const patienceMs = 600_000;

/** Called after each failure that may be temporary; `failingMs`: for how long nothing has succeeded. */
export type OnWait = (problem: LiaisonProblem, failingMs: number) => void;

/** Shared by all requests of an import: as long as any of them succeeds, the others are repeated. */
export class Patience {
  readonly #limit: number;
  readonly #onWait: OnWait;
  #failingSince: number | undefined;

  constructor(onWait: OnWait, limit: number = patienceMs) {
    this.#onWait = onWait;
    this.#limit = limit;
  }

  /** A request succeeded. */
  succeeded(): void {
    this.#failingSince = undefined;
  }

  /** A request failed; returns whether to repeat it. */
  readonly mayRetry = (problem: LiaisonProblem): boolean => {
    this.#failingSince ??= performance.now();
    this.#onWait(problem, this.#failingMs);
    return !this.isOver;
  };

  /** Whether nothing has succeeded for too long. */
  get isOver(): boolean {
    return this.#failingMs >= this.#limit;
  }

  get #failingMs(): number {
    return this.#failingSince === undefined ? 0 : performance.now() - this.#failingSince;
  }
}
