// Calls of the service: the token, the address, the errors.
import type { Session } from '../sign-in/session.ts';
import { ApiError, errorOf } from './api-error.ts';
import { type CalledRoute, paths } from './paths.ts';
import type { Answer, Request } from './types.ts';

export interface Api {
  /**
   * Calls a route of the contract by its name. When the sign-in has ended it waits, as long as that
   * takes, for the person to sign in again, and goes on: nothing that was typed is lost.
   * @throws ApiError
   */
  call<Name extends CalledRoute>(name: Name, request: Request<Name>): Promise<Answer<Name>>;
}

/** A new idempotency key: one for each submission that a person makes. */
export const newKey = () => crypto.randomUUID();

interface Parts {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
  readonly ifMatch?: number;
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
}

/** The service at this page's own origin, called as the person who is signed in. */
export function openApi(session: Session): Api {
  return {
    async call(name, request) {
      const [method, path] = paths[name];
      const parts = request as Parts;
      const send = async () =>
        fetch(addressOf(path, parts), {
          method,
          headers: headersOf(parts, await session.token()),
          ...(parts.body === undefined ? {} : { body: JSON.stringify(parts.body) }),
          ...(parts.signal ? { signal: parts.signal } : {}),
        }).catch((error: unknown) => {
          if (parts.signal?.aborted) throw error;
          throw new ApiError('Unreachable', 0, String(error));
        });
      let response = await send();
      // The service may know sooner than we do that a token is over: once more with a new one.
      if (response.status === 401 && (await session.renew())) response = await send();
      if (response.status === 401) {
        await session.end();
        response = await send();
      }
      if (!response.ok) throw await errorOf(response);
      const text = await response.text();
      return text === '' ? undefined : JSON.parse(text);
    },
  };
}

function addressOf(path: string, { params = {}, query = {} }: Parts): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(params[name] ?? ''));
  const asked = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  const search = new URLSearchParams(asked.map(([key, value]) => [key, String(value)]));
  return search.size > 0 ? `${filled}?${search}` : filled;
}

function headersOf({ body, ifMatch, idempotencyKey }: Parts, token: string): HeadersInit {
  return {
    accept: 'application/json',
    authorization: `Bearer ${token}`,
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(ifMatch === undefined ? {} : { 'if-match': `"${ifMatch}"` }),
    ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
  };
}
