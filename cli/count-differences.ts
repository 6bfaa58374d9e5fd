// Where counts are not what a recount comes to.
import type { CountCorrection } from '../shared/contracts/count-schemas.ts';
import type { Cells } from './recount.ts';

/** Whose counts: a record's, a record type's or a role's. */
export type Counted = CountCorrection['of'];

export interface CountDifference {
  readonly of: Counted;
  /**
   * One of `Cells`; or `category:<category>`, which follows from the roles; or, of a record,
   * `holder:<role>`: how often the role's list of records says that it holds the role.
   */
  readonly cell: string;
  readonly counted: number;
  readonly shown: number;
}

/** The cells that differ, in the order of their names. */
export function countDifferences(of: Counted, counted: Cells, shown: Cells): CountDifference[] {
  const cells = new Set([...Object.keys(counted), ...Object.keys(shown)]);
  return [...cells].sort().flatMap((cell) => {
    const [one, other] = [counted[cell] ?? 0, shown[cell] ?? 0];
    return one === other ? [] : [{ of, cell, counted: one, shown: other }];
  });
}

/** Counts of roles summed up by their categories; a role that does not exist has none. */
export function withCategories(cells: Cells, categories: ReadonlyMap<string, string>): Cells {
  const result: Record<string, number> = { ...cells };
  for (const [cell, count] of Object.entries(cells)) {
    const category = cell.startsWith('role:') && categories.get(cell.slice('role:'.length));
    if (!category) continue;
    result[`category:${category}`] = (result[`category:${category}`] ?? 0) + count;
  }
  return result;
}

/** Follows from other counts or says what they say: nothing that a correction could add to. */
export const isDerived = ({ cell }: CountDifference) => /^(category|holder):/.test(cell);

/** Whose counts, in words. */
export function wordsFor(of: Counted): string {
  if ('roleId' in of) return `role ${of.roleId}`;
  return 'id' in of ? `${of.type}/${of.id}` : `record type ${of.type}`;
}
