// The running service as an HTTP client sees it.
import type { Host } from '../../infra/local/host/host.ts';
import { service } from './service.ts';

export interface Reply {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: the tests check the bodies that they expect
  readonly body: any;
  readonly headers: Headers;
}

type Call = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Reply>;

const everything = 'liaison/read liaison/write liaison/admin';

/** A token of the local issuer. */
export async function tokenFor(sub: string, scope = everything, expiresIn = 3600) {
  const { token } = await service();
  return token({ sub, scope, expires: expiresIn });
}

/** A client that calls as `sub`; sends bodies as JSON unless they are already text. */
export async function clientOf(sub: string, scope = everything): Promise<Call> {
  const token = await tokenFor(sub, scope);
  return (method, path, body, headers = {}) =>
    send(method, path, body, { authorization: `Bearer ${token}`, ...headers });
}

/** A client of a test's own service. */
export async function clientOfHost(host: Host, sub: string): Promise<Call> {
  const token = await host.token({ sub });
  return (method, path, body, headers = {}) =>
    send(method, path, body, { authorization: `Bearer ${token}`, ...headers }, host.url);
}

/** One request with exactly these headers, plus a JSON content type if it has a body. */
export async function send(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
  url?: string,
): Promise<Reply> {
  const response = await fetch((url ?? (await service()).url) + path, {
    method,
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && {
      body: typeof body === 'string' ? body : JSON.stringify(body),
    }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json');
  return {
    status: response.status,
    body: isJson && text !== '' ? JSON.parse(text) : text,
    headers: response.headers,
  };
}

/**
 * Waits until everything that follows from earlier requests is done: history, counts, events, workflows.
 * Wait for this, not for the first visible result: others may still follow.
 */
export const drained = async (): Promise<void> => (await service()).drained();

/** All items of a list, read page by page; checks that each page with a cursor has a link. */
export async function walk(call: Call, path: string, limit: number) {
  // biome-ignore lint/suspicious/noExplicitAny: as in Reply
  const items: any[] = [];
  const join = path.includes('?') ? '&' : '?';
  let next: string | undefined = `${path}${join}limit=${limit}`;
  while (next !== undefined) {
    const { status, body, headers }: Reply = await call('GET', next);
    if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
    items.push(...body.items);
    const link: string | undefined = headers.get('link')?.match(/^<(.+)>; rel="next"$/)?.[1];
    if ((body.nextCursor === undefined) !== (link === undefined)) throw new Error('no link');
    next = link;
  }
  return items;
}
