// The typed client of the HTTP API: one method per operation, with retries, pages and errors. Runs in
// Node, browsers, Deno and Bun, without dependencies.
import { LiaisonProblem, type ProblemContext, problemOf } from './liaison-problem.ts';
import type { AnswerOf, CallOptions, Operation } from './operation-types.ts';
import { type OperationName, operations, postsWithoutKey } from './operations.ts';

export interface ClientOptions {
  /** Where the service is, without `/v1`; '' for the origin of the page. */
  readonly url: string;
  /** The bearer token, if it never changes. */
  readonly token?: string;
  /**
   * Returns the bearer token; called before each request, and again after a 401, with the
   * number of refusals so far (1 or 2); the request is repeated if another token is returned.
   */
  readonly getToken?: (refusals: number) => Promise<string>;
  /** Used instead of the global `fetch`. Only a TypeError means that the answer was lost. */
  readonly fetch?: typeof globalThis.fetch;
  /**
   * How often a request is sent at most: after 429, 502, 503, 504 or a lost answer. Default 4. If the
   * answer to a DELETE is lost after it succeeded, its repetition throws NotFound.
   */
  readonly attempts?: number;
  /** How long to wait for an answer, in milliseconds. Default 60,000. */
  readonly timeoutMs?: number;
  /** Called with the body of each successful answer; what it throws, the operation throws. */
  readonly checkAnswer?: (
    name: OperationName,
    status: number,
    body: unknown,
    isDryRun: boolean,
  ) => void;
}

/** One method per operation, named as in the contract. Each throws LiaisonProblem. */
export type Client = { readonly [Name in OperationName]: Operation<Name> };

/** Milliseconds. Full jitter: a wait is random, up to a bound that doubles with each attempt. */
const backoff = { base: 200, cap: 20_000, retryAfterCap: 60_000 } as const;

const maxRefusals = 2;

/** Statuses after which the same request may succeed. */
const retryable = new Set([429, 502, 503, 504]);

interface Parts extends CallOptions {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly body?: unknown;
}

/** A client of the service at `url`. Makes no request of its own. */
export function createClient(options: ClientOptions): Client {
  const names = Object.keys(operations) as OperationName[];
  return Object.fromEntries(
    names.map((name) => [name, (parts: Parts = {}) => call(options, name, parts)]),
  ) as unknown as Client;
}

type Paged = { nextCursor?: string | undefined };

/**
 * Every page of a list, of 100 items unless the request has a `limit`:
 * `for await (const { items } of everyPage(client.listConnectionRoles, {})) …`
 */
export async function* everyPage<Request, Page extends Paged>(
  list: (request: Request) => Promise<Page>,
  request: NoInfer<Request>,
): AsyncGenerator<Page> {
  let cursor = (request as Parts).query?.cursor;
  do {
    const query = { limit: 100, ...(request as Parts).query, cursor };
    const page = await list({ ...request, query });
    yield page;
    cursor = page.nextCursor;
  } while (cursor !== undefined);
}

/**
 * Every item of a list, page after page:
 * `for await (const role of everyItem(client.listConnectionRoles, {})) …`
 */
export async function* everyItem<Request, Item>(
  list: (request: Request) => Promise<Paged & { items: Item[] }>,
  request: NoInfer<Request>,
): AsyncGenerator<Item> {
  for await (const { items } of everyPage(list, request)) yield* items;
}

async function call<Name extends OperationName>(
  options: ClientOptions,
  name: Name,
  parts: Parts,
): Promise<AnswerOf<Name>> {
  const [method = '', path = ''] = operations[name].split(' ');
  const address = addressOf(path, parts);
  const context = { operation: name, request: `${method} ${address}` };
  const attempts = parts.attempts ?? options.attempts ?? 4;
  const isWrite = method === 'POST' && !postsWithoutKey.has(operations[name]);
  const key = isWrite ? (parts.idempotencyKey ?? crypto.randomUUID()) : undefined;
  let token = await tokenOf(options, 0);
  let refusals = 0;
  for (let attempt = 1; ; attempt += 1) {
    const headers = headersOf(parts, token, key);
    const answer = await send(options, address, { method, headers }, parts, context);
    const isLost = answer instanceof LiaisonProblem;
    if (!isLost && answer.response.ok) {
      const body = bodyOf(answer, context);
      options.checkAnswer?.(name, answer.response.status, body, parts.query?.dryRun === true);
      return body as AnswerOf<Name>;
    }
    if (!isLost && answer.response.status === 401 && options.getToken && refusals < maxRefusals) {
      refusals += 1;
      const next = await tokenOf(options, refusals);
      if (next !== token) {
        token = next;
        // Another token is another request, not another attempt at the same.
        attempt -= 1;
        continue;
      }
    }
    const problem = isLost ? answer : problemOf(answer.response, answer.text, context);
    const isTemporary = isLost || retryable.has(answer.response.status);
    if (!isTemporary || !(parts.mayRetry?.(problem) ?? attempt < attempts)) throw problem;
    const retryAfter = isLost ? null : answer.response.headers.get('retry-after');
    await wait(delayBefore(attempt, retryAfter, Math.random()), parts.signal);
  }
}

/** The answer, or the problem that none arrived. */
async function send(
  { url, fetch = globalThis.fetch, timeoutMs = 60_000 }: ClientOptions,
  address: string,
  init: RequestInit,
  { body, signal }: Parts,
  context: ProblemContext,
): Promise<{ response: Response; text: string } | LiaisonProblem> {
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(`${url}${address}`, {
      ...init,
      ...(body === undefined ? {} : { body: jsonOf(body) }),
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    return { response, text: await response.text() };
  } catch (cause) {
    const isLost = cause instanceof TypeError || timeout.aborted;
    if (signal?.aborted || !isLost) throw cause;
    const reason = timeout.aborted ? `none within ${timeoutMs} ms` : reasonOf(cause);
    const message = `no answer from ${url || 'this origin'} (${reason})`;
    return new LiaisonProblem('Unreachable', 0, message, { ...context, cause });
  }
}

/** Why no answer arrived. The TypeError of Node says only that, and has the reason as its cause. */
function reasonOf(error: unknown): string {
  const { cause = error } = error as Error;
  const { code, message } = cause as Error & { code?: unknown };
  return typeof code === 'string' ? code : message;
}

/**
 * A body as JSON. U+FFFD is sent as an escape: where a gateway replaces bytes that are not UTF-8 with
 * it, the character itself would be suspect.
 */
const jsonOf = (body: unknown) => JSON.stringify(body).replaceAll('\ufffd', '\\ufffd');

const tokenOf = async ({ token, getToken }: ClientOptions, refusals: number) =>
  getToken ? getToken(refusals) : token;

function bodyOf(
  { response, text }: { response: Response; text: string },
  context: ProblemContext,
): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    throw problemOf(response, text, context);
  }
}

/** Path and query of a request; parameters are escaped, empty ones of the query are left out. */
export function addressOf(path: string, { params = {}, query = {} }: Parts): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(params[name] ?? ''));
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') search.set(key, String(value));
  }
  return search.size > 0 ? `${filled}?${search}` : filled;
}

function headersOf({ body, ifMatch }: Parts, token: string | undefined, key: string | undefined) {
  return {
    accept: 'application/json',
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...(ifMatch === 'absent'
      ? { 'if-none-match': '*' }
      : ifMatch !== undefined && { 'if-match': `"${ifMatch}"` }),
    ...(key !== undefined && { 'idempotency-key': key }),
  };
}

/** How long to wait after attempt `attempt`, in milliseconds; `random` is from 0 to 1. */
export function delayBefore(attempt: number, retryAfter: string | null, random: number): number {
  const jitter = random * Math.min(backoff.cap, backoff.base * 2 ** attempt);
  const asked = retryAfter !== null && /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1000 : 0;
  return Math.min(asked, backoff.retryAfterCap) + jitter;
}

/** Waits, in milliseconds. @throws the reason of `signal` when it is aborted */
export function wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', abort);
      resolve();
    }, ms);
    if (signal?.aborted) abort();
    else signal?.addEventListener('abort', abort, { once: true });
  });
}
