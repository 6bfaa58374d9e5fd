// Sends what an import has to say; tries again what may pass by itself.
import { type Api, newKey } from '../../api/api.ts';
import { ApiError } from '../../api/api-error.ts';
import type { CalledRoute } from '../../api/paths.ts';
import type { Answer, Request } from '../../api/types.ts';
import { type Entry, type Good, isGood } from './lines.ts';
import { type Outcome, outcomesOf, type Result } from './outcomes.ts';

/** Milliseconds. A wait is random, up to a bound that doubles with each attempt. */
const backoff = { attempts: 8, base: 200, cap: 20_000 };

export type BatchRoute = 'batchConnectionRoles' | 'batchRecords' | 'batchConnections';

export class Sender {
  readonly #api: Api;
  readonly #signal: AbortSignal;

  /** @param signal ends what is under way */
  constructor(api: Api, signal: AbortSignal) {
    this.#api = api;
    this.#signal = signal;
  }

  /**
   * One call. A POST carries the same idempotency key at each attempt: sent twice, written once.
   * @throws ApiError when the service says no, or does not come back
   */
  async call<Name extends CalledRoute>(name: Name, request: Request<Name>): Promise<Answer<Name>> {
    const idempotencyKey = newKey();
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#api.call(name, { ...request, idempotencyKey, signal: this.#signal });
      } catch (error) {
        const again = error instanceof ApiError && error.isPassing && attempt < backoff.attempts;
        if (!again) throw error;
        await this.#wait(Math.random() * Math.min(backoff.cap, backoff.base * 2 ** attempt));
      }
    }
  }

  /** What becomes of each line of a batch. A batch without a line to send is not sent. */
  async batch(name: BatchRoute, entries: readonly Entry[]): Promise<Outcome[]> {
    const items = entries.filter(isGood);
    return outcomesOf(entries, items.length === 0 ? [] : await this.#results(name, items));
  }

  async #results(name: BatchRoute, items: readonly Good[]): Promise<readonly Result[]> {
    try {
      const body = { items: items.map(({ value }) => value) };
      const request = { body } as unknown as Request<BatchRoute>;
      return (await this.call(name, request)).results;
    } catch (error) {
      // A line that fills a body by itself: it is the line that is wrong, not the import.
      const isTooLarge = error instanceof ApiError && error.code === 'PayloadTooLarge';
      if (!isTooLarge || items.length > 1) throw error;
      return [{ index: 0, status: 'invalid', problem: faultOf(error) }];
    }
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(resolve, ms);
      this.#signal.addEventListener('abort', () => {
        clearTimeout(timer);
        reject(this.#signal.reason);
      });
    });
  }
}

/** What a refusal says of the line that it is about. */
export const faultOf = ({ code, message, problem }: ApiError) => ({
  code,
  detail: message,
  ...(problem.errors && { errors: problem.errors }),
});
