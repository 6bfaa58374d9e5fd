// Reading the feed of changes, page after page: to its end, or for as long as the reader wants.
import { wait } from './create-client.ts';

interface ChangesPage<Change> {
  readonly items: readonly Change[];
  /** The position after these changes; unchanged if there are none. */
  readonly next: string;
}

interface ChangesRequest {
  readonly query?: { readonly after?: string | undefined };
  readonly signal?: AbortSignal;
}

export interface FeedOptions {
  /**
   * How long to wait for more at the end of the feed, in milliseconds; it then ends only when the `signal` of the
   * request is aborted, with its reason. Default: it ends where there is nothing new.
   */
  readonly pollMs?: number;
}

/**
 * The pages of the feed, each with `next`: store it after the changes of the page are processed, and continue
 * from it with `after`, and every change is seen at least once, whatever fails.
 * `for await (const { items, next } of changePages(client.listChanges, { query: { after } })) …`
 * @throws LiaisonProblem `CursorExpired` if `after` is older than what the service keeps
 */
export async function* changePages<Request extends ChangesRequest, Change>(
  list: (request: Request) => Promise<ChangesPage<Change>>,
  request: NoInfer<Request>,
  { pollMs }: FeedOptions = {},
): AsyncGenerator<ChangesPage<Change>> {
  let after = request.query?.after;
  for (;;) {
    const page = await list({ ...request, query: { ...request.query, after } });
    const isEnd = page.next === after;
    after = page.next;
    if (!isEnd) yield page;
    else if (pollMs === undefined) return;
    else await wait(pollMs, request.signal);
  }
}

/**
 * Every change, oldest first; from the oldest one that the service keeps, or after a position.
 * `for await (const change of everyChange(client.listChanges, { query: { after } })) …`
 */
export async function* everyChange<Request extends ChangesRequest, Change>(
  list: (request: Request) => Promise<ChangesPage<Change>>,
  request: NoInfer<Request>,
  options?: FeedOptions,
): AsyncGenerator<Change> {
  for await (const { items } of changePages(list, request, options)) yield* items;
}
