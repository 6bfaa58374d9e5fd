// The cursors of lists: sealed for one question of one route.
import type { RouteName } from '../shared/contracts/routes.ts';
import { openCursor, sealCursor } from '../shared/table/cursor.ts';
import { cursorKey } from './table.ts';

/** The cursors of one question; `filters` is all that tells it from another of the same route. */
export function cursorsOf(route: RouteName, filters: Readonly<Record<string, unknown>>) {
  const question = [route, Object.entries(filters).sort(([a], [b]) => (a < b ? -1 : 1))];
  return {
    open: (cursor: string | undefined) =>
      cursor === undefined ? undefined : openCursor(cursorKey, question, cursor),
    next: (position: unknown) =>
      position === undefined ? {} : { nextCursor: sealCursor(cursorKey, question, position) },
  };
}
