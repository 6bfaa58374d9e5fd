// The token of a machine client: fetched with its id and secret, and cached until shortly before it expires.
import * as z from 'zod';
import { answerOf, RefusedRequest } from './repeated-request.ts';

export interface MachineIdentity {
  readonly tokenUrl: string;
  readonly clientId: string;
  /** Separated by spaces. */
  readonly clientScopes: string;
  /** Reads the client's secret; called again if the token endpoint refuses the secret. */
  readonly readSecret: () => Promise<string>;
  /** Epoch milliseconds. Default: the clock. */
  readonly now?: () => number;
}

const Answer = z.object({
  access_token: z.string().min(1),
  /** Seconds. */
  expires_in: z.number().positive().default(300),
});

/** A new token is fetched this long before one expires, in ms: a request may take a minute. */
const marginMs = 60_000;

/**
 * Returns the client's token. Calls at the same time share one request. After a refusal (401) the token is fetched
 * again.
 *
 * @returns a function of how often the service has refused the token of this request.
 */
export function machineToken({ now = Date.now, ...identity }: MachineIdentity) {
  let secret: Promise<string> | undefined;
  let fetched: Promise<{ readonly token: string; readonly until: number }> | undefined;
  let isFetching = false;

  const request = async () => {
    secret ??= identity.readSecret();
    const credentials = [identity.clientId, await secret].map(encodeURIComponent).join(':');
    return answerOf(identity.tokenUrl, () => ({
      headers: {
        authorization: `Basic ${btoa(credentials)}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: `${new URLSearchParams({ grant_type: 'client_credentials', scope: identity.clientScopes })}`,
    }));
  };
  const fetchToken = async () => {
    isFetching = true;
    const sentAt = now();
    try {
      // A secret that was read before may have been replaced since.
      const wasKnown = secret !== undefined;
      const answer = await request().catch((error: unknown) => {
        secret = undefined;
        if (wasKnown && error instanceof RefusedRequest) return request();
        throw error;
      });
      const { access_token: token, expires_in: seconds } = Answer.parse(answer);
      // Of a token that is valid for a short time, half of it.
      return { token, until: sentAt + seconds * 1000 - Math.min(marginMs, seconds * 500) };
    } catch (error) {
      fetched = undefined;
      secret = undefined;
      throw new Error(
        `the machine client ${identity.clientId} got no token from ${identity.tokenUrl}: ${(error as Error).message}`,
        { cause: error },
      );
    } finally {
      isFetching = false;
    }
  };

  return async (refusals: number): Promise<string> => {
    if (refusals > 0 && !isFetching) fetched = undefined;
    fetched ??= fetchToken();
    const { token, until } = await fetched;
    if (now() < until) return token;
    if (!isFetching) fetched = fetchToken();
    return (await fetched).token;
  };
}
