// The answer to a dry run: what the write would answer, without what only a write has.
import type { Answer } from './http-exchange.ts';

/**
 * The answer of an operation that wrote nothing, for a caller who asked for that: without ids of
 * connections, ETag and Location, and with `dryRun`. 200 instead of 204, which has no body.
 */
export function dryRunAnswer({ status, body = {} }: Answer): Answer {
  return {
    status: status === 204 ? 200 : status,
    body: { ...withoutId(body), dryRun: true },
  };
}

type Shown = Readonly<Record<string, unknown>>;

/** The body without the id of the connection, or of the connection in each result of a batch. */
function withoutId(body: unknown): Shown {
  const { id: _, ...shown } = body as Shown;
  if (!Array.isArray(shown.results)) return shown;
  const results = shown.results.map(({ connection, ...result }) => ({
    ...result,
    ...(connection && { connection: withoutId(connection) }),
  }));
  return { ...shown, results };
}
