// Cursors of lists, and pages of what is in memory.
import type { RouteName } from '../../shared/contracts/routes.ts';
import { cursorKeyOf, openCursor, sealCursor } from '../../shared/table/lists/sealed-cursor.ts';
import { readEnvironment } from '../runtime/environment.ts';

const key = cursorKeyOf(readEnvironment(process.env, 'cursorKey').cursorKey);

/** Grows when a position changes its shape, so that older cursors are refused and not misread. */
const format = 2;

/** The cursors of one question; `filters` is all that tells it from another of the same route. */
export function cursorsOf(route: RouteName, filters: Readonly<Record<string, unknown>>) {
  const question = [format, route, Object.entries(filters).sort(([a], [b]) => (a < b ? -1 : 1))];
  return {
    open: (cursor: string | undefined) =>
      cursor === undefined ? undefined : openCursor(key, question, cursor),
    next: (position: unknown) =>
      position === undefined ? {} : { nextCursor: sealCursor(key, question, position) },
  };
}

/** A page of what is in memory, in the order of the ids. */
export function pageById<Item>(
  all: readonly Item[],
  idOf: (item: Item) => string,
  limit: number,
  walk: ReturnType<typeof cursorsOf>,
  cursor: string | undefined,
) {
  const after = walk.open(cursor) as string | undefined;
  const rest = all
    .filter((item) => after === undefined || idOf(item) > after)
    .sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
  const items = rest.slice(0, limit);
  const last = items.at(-1);
  return { items, ...walk.next(rest.length > limit && last ? idOf(last) : undefined) };
}
