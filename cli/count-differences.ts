// Differences between the counts that the service shows and a recount.

import type { CountCorrection } from '../shared/contracts/repair-schemas.ts';
import { type Cells, noRole } from './recount.ts';

/** Whose counts: a record's, a record type's or a role's. */
export type CountSubject = CountCorrection['of'];

export interface CountDifference {
  readonly of: CountSubject;
  /**
   * One of `Cells`; or `category:<category>`, which is derived from the roles, as `role:-` is; or, of a record,
   * `holder:<role>`: how often it has the role according to the role's list of records.
   */
  readonly cell: string;
  readonly counted: number;
  readonly shown: number;
}

/** The cells that differ, in the order of their names. */
export function countDifferences(
  of: CountSubject,
  counted: Cells,
  shown: Cells,
): CountDifference[] {
  const cells = new Set([...Object.keys(counted), ...Object.keys(shown)]);
  return [...cells].sort().flatMap((cell) => {
    const [one, other] = [counted[cell] ?? 0, shown[cell] ?? 0];
    return one === other ? [] : [{ of, cell, counted: one, shown: other }];
  });
}

/** Adds the counts of roles by their categories; no role, or one that does not exist, has none. */
export function withCategories(cells: Cells, categories: ReadonlyMap<string, string>): Cells {
  const result: Record<string, number> = { ...cells };
  for (const [cell, count] of Object.entries(cells)) {
    if (!cell.startsWith('role:')) continue;
    const category = categories.get(cell.slice('role:'.length)) ?? noRole;
    result[`category:${category}`] = (result[`category:${category}`] ?? 0) + count;
  }
  return result;
}

/** Whether the count is derived from other counts, so that it cannot be corrected itself. */
export const isDerived = ({ cell }: CountDifference) => /^(category:|holder:|role:-$)/.test(cell);

/** Whose counts, in words: `role vendor`, `contact/maria`, `record type contact`. */
export function wordsFor(of: CountSubject): string {
  if ('roleId' in of) return `role ${of.roleId}`;
  return 'id' in of ? `${of.type}/${of.id}` : `record type ${of.type}`;
}
