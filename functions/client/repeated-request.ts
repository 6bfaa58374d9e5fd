// A POST that may be repeated: sent up to three times until there is an answer.
import { delayBefore, wait } from '../../shared/client/create-client.ts';

/** The answer was a refusal: repeating the request would not help. */
export class RefusedRequest extends Error {
  override readonly name = 'RefusedRequest';
  readonly status: number;
  readonly body: string;

  constructor(status: number, body: string) {
    super(`status ${status}: ${body}`);
    this.status = status;
    this.body = body;
  }
}

const limits = { attempts: 3, timeoutMs: 10_000 } as const;

/**
 * The JSON that answers a POST. The request is repeated after 429, a status of 500 and above, and a lost answer.
 *
 * @param request makes the request for each attempt: a signature has a time.
 * @throws RefusedRequest for another status; Error after three attempts.
 */
export async function answerOf(
  url: string | URL,
  request: () => { readonly headers: Record<string, string>; readonly body: string },
): Promise<unknown> {
  for (let attempt = 1; ; attempt += 1) {
    const failure = await fetch(url, {
      ...request(),
      method: 'POST',
      signal: AbortSignal.timeout(limits.timeoutMs),
    }).then(
      async (response) => {
        const text = await response.text();
        if (response.ok) return { answer: JSON.parse(text) as unknown };
        const refused = new RefusedRequest(response.status, text);
        if (response.status !== 429 && response.status < 500) throw refused;
        return refused;
      },
      (lost: Error) => lost,
    );
    if ('answer' in failure) return failure.answer;
    if (attempt === limits.attempts) {
      throw new Error(`no answer from ${new URL(url).origin}: ${failure.message}`, {
        cause: failure,
      });
    }
    await wait(delayBefore(attempt, null, Math.random()), undefined);
  }
}
