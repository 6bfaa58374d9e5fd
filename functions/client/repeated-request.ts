// A POST that may be repeated: sent up to three times until there is an answer.
import * as z from 'zod';
import { delayBefore, wait } from '../../shared/client/create-client.ts';

/** The answer was a refusal: repeating the request would not help. */
export class RefusedRequest extends Error {
  override readonly name = 'RefusedRequest';
}

/** The errors of OAuth 2.0 and of AWS's JSON protocol. */
const Refusal = z.object({
  error: z.string().optional(),
  error_description: z.string().optional(),
  __type: z.string().optional(),
  message: z.string().optional(),
});

/** What a refusal says, without quotes: in a log, what is in quotes is left out. */
function reasonOf(status: number, text: string): string {
  try {
    const {
      error,
      __type: type,
      error_description: description,
      message,
    } = Refusal.parse(JSON.parse(text));
    const parts = [error ?? type, description ?? message].filter((part) => part !== undefined);
    return parts.length > 0 ? parts.join(': ') : `status ${status}`;
  } catch {
    return `status ${status}`;
  }
}

const limits = { attempts: 3, timeoutMs: 10_000 } as const;

interface Request {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * The JSON that answers a POST. The request is repeated after 429, throttling, a status of 500 and above, and a lost
 * answer.
 *
 * @param request makes the request for each attempt: a signature has a time.
 * @throws RefusedRequest for another status; Error after three attempts.
 */
export async function answerOf(url: string | URL, request: () => Request): Promise<unknown> {
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await send(url, request());
    if ('answer' in outcome) return outcome.answer;
    if (outcome instanceof RefusedRequest) throw outcome;
    if (attempt === limits.attempts) {
      const { origin } = new URL(url);
      throw new Error(`no answer from ${origin}: ${outcome.message}`, { cause: outcome });
    }
    await wait(delayBefore(attempt, null, Math.random()), undefined);
  }
}

/** The answer, or why there is none. */
async function send(url: string | URL, request: Request): Promise<{ answer: unknown } | Error> {
  try {
    const signal = AbortSignal.timeout(limits.timeoutMs);
    const response = await fetch(url, { ...request, method: 'POST', signal });
    const text = await response.text();
    if (response.ok) return { answer: JSON.parse(text) };
    const reason = reasonOf(response.status, text);
    // AWS throttles with the status 400.
    const isTemporary =
      response.status === 429 || response.status >= 500 || /throttl/i.test(reason);
    return isTemporary ? new Error(reason) : new RefusedRequest(reason);
  } catch (lost) {
    return lost as Error;
  }
}
