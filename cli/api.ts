// The client of the HTTP API, made from the route table: addresses, retries, errors, pages.
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { Problem, parse } from '../shared/contracts/error-codes.ts';
import type { Route } from '../shared/contracts/route-definition.ts';
import { type RouteName, type Routes, routes } from '../shared/contracts/routes.ts';
import { Failure } from './failure.ts';

/** Milliseconds. Full jitter: a wait is random, up to a bound that doubles with each attempt. */
const backoff = { attempts: 8, base: 200, cap: 20_000, retryAfterCap: 60_000 } as const;

/** The gateway in front of the service gives up after 30 s. Milliseconds. */
const timeout = 60_000;

/** Answers after which the same request may do better: too many, busy, lost between gateways. */
const passing = new Set([429, 502, 503, 504]);

type Parsed<Schema> = Schema extends { parse(input: unknown): infer Value } ? Value : undefined;

type Part<Name extends RouteName, Key extends string> =
  Routes[Name] extends Record<Key, infer Schema> ? Parsed<Schema> : undefined;

/** What a route takes, as its schemas say. */
type Request<Name extends RouteName> = ('params' extends keyof Routes[Name]
  ? { readonly params: Part<Name, 'params'> }
  : unknown) &
  ('body' extends keyof Routes[Name] ? { readonly body: Part<Name, 'body'> } : unknown) & {
    readonly query?: Partial<Part<Name, 'query'>>;
  };

type Answer<Name extends RouteName> = {
  readonly status: number;
  readonly body: Parsed<Routes[Name]['answers'][keyof Routes[Name]['answers']]>;
};

type Item<Name extends RouteName> = Answer<Name>['body'] extends { items: (infer Value)[] }
  ? Value
  : never;

/** Parts of a request, whatever the route. */
interface Parts {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
}

/** The service refused one request, for the reason in `problem`. */
export class Refused extends Failure {
  override readonly name = 'Refused';
  readonly problem: Problem;

  constructor(request: string, problem: Problem) {
    const quote = problem.requestId === undefined ? '' : ` (request ${problem.requestId})`;
    super(`${request} was refused with ${problem.code}: ${problem.detail}${quote}`);
    this.problem = problem;
  }
}

/** How long to wait before attempt `attempt` (1 = the first repetition). Milliseconds. */
export function delayBefore(attempt: number, retryAfter: string | null, random: number): number {
  const jitter = random * Math.min(backoff.cap, backoff.base * 2 ** attempt);
  const asked = retryAfter !== null && /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1000 : 0;
  return Math.min(asked, backoff.retryAfterCap) + jitter;
}

/** Path and query of a request; parameters are escaped. */
export function addressOf(route: Route, { params = {}, query = {} }: Parts): string {
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(params[name] ?? ''),
  );
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)] as [string, string]],
  );
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`;
}

/** A service at a URL, spoken to as the bearer of a token. */
export class Api {
  readonly #url: string;
  readonly #token: string;
  #heard = false;

  constructor({ url, token }: { url: string; token: string }) {
    this.#url = url;
    this.#token = token;
  }

  /**
   * Calls one route. Repeats what was not answered or came at a bad moment: GET and PUT may be
   * repeated, and a POST carries the same Idempotency-Key each time.
   * Throws Refused when the service says no, and another Failure when there is no use in going on.
   */
  async call<Name extends RouteName>(name: Name, request: Request<Name>): Promise<Answer<Name>> {
    const route: Route = routes[name];
    const parts = request as Parts;
    const address = addressOf(route, parts);
    const init: RequestInit = {
      method: route.method,
      headers: {
        authorization: `Bearer ${this.#token}`,
        ...(parts.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(route.idempotent ? { 'idempotency-key': randomUUID() } : {}),
      },
      ...(parts.body === undefined ? {} : { body: JSON.stringify(parts.body) }),
    };
    for (let attempt = 1; ; attempt += 1) {
      const answer = await this.#send(address, init).catch((error: Error) => error);
      const lost = answer instanceof Error;
      // A service never heard from is more likely not there than busy.
      const again = lost ? this.#heard : passing.has(answer.status);
      if (again && attempt < backoff.attempts) {
        const retryAfter = lost ? null : answer.retryAfter;
        await wait(delayBefore(attempt, retryAfter, Math.random()));
      } else if (lost) {
        throw this.#unreachable(answer);
      } else {
        return this.#read(route, `${route.method} ${address}`, answer) as Answer<Name>;
      }
    }
  }

  /** Every item of a list, page after page of 100. */
  async *walk<Name extends RouteName>(name: Name, request: Request<Name>) {
    const parts = request as Parts;
    let cursor: string | undefined;
    do {
      const query = { ...parts.query, limit: 100, cursor };
      const { body } = await this.call(name, { ...parts, query } as unknown as Request<Name>);
      const page = body as { items: Item<Name>[]; nextCursor?: string };
      yield* page.items;
      cursor = page.nextCursor;
    } while (cursor !== undefined);
  }

  async #send(address: string, init: RequestInit) {
    const signal = AbortSignal.timeout(timeout);
    const response = await fetch(`${this.#url}${address}`, { ...init, signal });
    const text = await response.text();
    this.#heard = true;
    return { status: response.status, text, retryAfter: response.headers.get('retry-after') };
  }

  #read(route: Route, request: string, { status, text }: { status: number; text: string }) {
    const json = jsonOf(text);
    const schema = route.answers[status];
    if (schema === null) return { status, body: undefined };
    if (schema !== undefined) {
      try {
        return { status, body: parse(schema, json) };
      } catch (cause) {
        throw new Failure(
          `${request} at ${this.#url} was answered in another form than Liaison's ` +
            `(${(cause as Error).message}); is the --url right?`,
          { cause },
        );
      }
    }
    const problem = Problem.safeParse(json).data;
    const reason = problem?.detail.replace(/\.$/, '') ?? `status ${status}`;
    if (status === 401) {
      throw new Failure(
        `${this.#url} does not accept the token: ${reason}; ` +
          'give another with --token or in LIAISON_TOKEN.',
      );
    }
    if (status === 403) {
      throw new Failure(
        `The token may not do this: ${reason}; ${request} needs the scope ${route.scope}.`,
      );
    }
    if (problem !== undefined) throw new Refused(request, problem);
    throw new Failure(`${request} at ${this.#url} failed with status ${status}.`);
  }

  #unreachable(error: Error): Failure {
    const cause = (error.cause ?? error) as Error & { code?: string };
    return new Failure(
      `No service answers at ${this.#url} (${cause.code ?? cause.message}); ` +
        'start it with npm start, or name another with --url.',
      { cause: error },
    );
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
