// Sends operations to a service, and records the time of each.
import { Agent, request } from 'node:http';
import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../random.ts';

interface Request {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  /** The expected statuses. */
  readonly fine: readonly number[];
}

/** An operation, which is done when all its requests are answered. */
export interface Operation {
  readonly kind: string;
  readonly requests: readonly Request[];
  /** Receives the body of a 201. */
  readonly done?: (body: string) => void;
}

export interface Measured {
  /** Times in microseconds, by kind of operation. */
  readonly latency: ReadonlyMap<string, RecordableHistogram>;
  readonly done: number;
  readonly seconds: number;
  /** The number of requests with an unexpected status or no answer, by status or error. */
  readonly wrong: ReadonlyMap<string, number>;
}

/** The address of a service, and the token for calling it. */
export interface Target {
  readonly url: string;
  readonly token: string;
}

export const microseconds = () => createHistogram({ lowest: 1, highest: 120e6, figures: 3 });

/** One run against one service. */
class Run {
  readonly latency = new Map<string, RecordableHistogram>();
  readonly wrong = new Map<string, number>();
  done = 0;
  readonly #target: Target;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 256, scheduling: 'lifo' });
  readonly #began = performance.now();

  constructor(target: Target) {
    this.#target = target;
  }

  /** @param since the start of its time, by performance.now(). */
  async perform({ kind, requests, done }: Operation, since: number): Promise<void> {
    await Promise.all(requests.map((one) => this.#send(one, done)));
    const taken = performance.now() - since;
    const histogram = this.latency.get(kind) ?? microseconds();
    this.latency.set(kind, histogram);
    histogram.record(Math.max(1, Math.round(taken * 1000)));
    this.done += 1;
  }

  end(): Measured {
    this.#agent.destroy();
    const { latency, wrong, done } = this;
    return { latency, wrong, done, seconds: (performance.now() - this.#began) / 1000 };
  }

  async #send({ method, path, body, fine }: Request, done: Operation['done']): Promise<void> {
    const sent = body === undefined ? '' : JSON.stringify(body);
    const headers = {
      authorization: `Bearer ${this.#target.token}`,
      ...(sent && {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(sent),
      }),
    };
    const [status, answer] = await new Promise<[number, string]>((resolve, reject) => {
      request(this.#target.url + path, { method, headers, agent: this.#agent }, (response) => {
        text(response).then((whole) => resolve([response.statusCode ?? 0, whole]), reject);
      })
        .on('error', reject)
        .end(sent);
    }).catch((error: Error): [number, string] => [0, error.message]);
    if (status === 201) done?.(answer);
    if (fine.includes(status)) return;
    const what = status === 0 ? answer : `${method}: ${status}`;
    this.wrong.set(what, (this.wrong.get(what) ?? 0) + 1);
  }
}

/**
 * Open loop: operations begin at times drawn beforehand, on average `rate` a second, whether the
 * earlier ones are answered or not. An operation's time is measured from its planned start, so waiting
 * behind a slow one counts (no coordinated omission).
 */
export async function openLoop(
  target: Target,
  next: () => Operation,
  { rate, seconds, random }: { rate: number; seconds: number; random: Random },
): Promise<Measured> {
  const run = new Run(target);
  const underWay = new Set<Promise<void>>();
  const began = performance.now();
  const end = began + seconds * 1000;
  const gap = () => (-Math.log(1 - random()) / rate) * 1000;
  for (let due = began + gap(); due < end; due += gap()) {
    const early = due - performance.now();
    if (early > 0) await pause(early);
    const one = run.perform(next(), due).finally(() => underWay.delete(one));
    underWay.add(one);
  }
  await Promise.all(underWay);
  return run.end();
}

/** Closed loop: as many operations as possible with `width` concurrent ones. */
export async function closedLoop(
  target: Target,
  next: () => Operation,
  { width, seconds }: { width: number; seconds: number },
): Promise<Measured> {
  const run = new Run(target);
  const end = performance.now() + seconds * 1000;
  const client = async () => {
    while (performance.now() < end) await run.perform(next(), performance.now());
  };
  await Promise.all(Array.from({ length: width }, client));
  return run.end();
}
