// One page of a list: opens its cursor, reads the page, and answers with a link to the next one.
import type { RouteName } from '../../shared/contracts/routes.ts';
import { cursorKeyOf, openCursor, sealCursor } from '../../shared/table/lists/sealed-cursor.ts';
import { readEnvironment } from '../runtime/environment.ts';
import type { Answer } from './http-exchange.ts';

/** The key of all cursors. */
export const cursorKey = cursorKeyOf(readEnvironment(process.env, 'cursorKey').cursorKey);

/** Increase it when a position changes its shape: older cursors are then refused, not misread. */
const cursorFormat = 2;

/** The parts of a list's request that select the items and the page. */
interface ListRequest {
  readonly params: Readonly<Record<string, unknown>> | undefined;
  readonly query: { readonly limit: number; readonly cursor?: string | undefined };
  readonly url: { readonly path: string; readonly query: Readonly<Record<string, string>> };
}

/** Reads up to `limit` items after a position; the position of the last one, if more follow. */
type ReadPage<Position> = (
  limit: number,
  after: Position | undefined,
) => PageRead | Promise<PageRead>;
interface PageRead {
  readonly items: readonly unknown[];
  readonly position?: unknown;
  /** What the route lists in addition to the items. */
  readonly alongside?: Readonly<Record<string, readonly unknown[]>>;
}

/**
 * Answers with one page. Its cursor is valid only for this route with the same parameters.
 * @throws Refusal ValidationFailed for a cursor of another query
 */
export async function listPage<Position>(
  route: RouteName,
  { params, query: { limit, cursor, ...filters }, url }: ListRequest,
  read: ReadPage<Position>,
): Promise<Answer> {
  const selected = selectedBy(route, { ...params, ...filters });
  const after =
    cursor === undefined ? undefined : (openCursor(cursorKey, selected, cursor) as Position);
  const { items, alongside, position } = await read(limit, after);
  const listed = { items, ...alongside };
  if (position === undefined) return { status: 200, body: listed };
  const nextCursor = sealCursor(cursorKey, selected, position);
  const next = new URLSearchParams({ ...url.query, cursor: nextCursor });
  return {
    status: 200,
    body: { ...listed, nextCursor },
    headers: { link: `<${url.path}?${next}>; rel="next"` },
  };
}

/** What the cursors of a list belong to. What `expand` adds to the items does not change which they are. */
function selectedBy(
  route: RouteName,
  { expand: _, ...selecting }: Readonly<Record<string, unknown>>,
) {
  const parameters = Object.entries(selecting).filter(([, value]) => value !== undefined);
  return [cursorFormat, route, parameters.sort(([a], [b]) => (a < b ? -1 : 1))];
}

/** The cursor with which a list continues at a position. */
export const cursorAt = (
  route: RouteName,
  selecting: Readonly<Record<string, unknown>>,
  position: unknown,
): string => sealCursor(cursorKey, selectedBy(route, selecting), position);

/** Reads pages of items that are in memory, ordered by id. */
export function pagesById<Item>(
  all: readonly Item[],
  idOf: (item: Item) => string,
): ReadPage<string> {
  return (limit, after) => {
    const rest = all
      .filter((item) => after === undefined || idOf(item) > after)
      .sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
    const items = rest.slice(0, limit);
    const last = items.at(-1);
    return { items, position: rest.length > limit && last ? idOf(last) : undefined };
  };
}
