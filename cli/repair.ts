// `liaison verify --repair`: corrects the counts that a recount found wrong.
import type { Api } from './api.ts';
import { type CountDifference, type Counted, isDerived } from './count-differences.ts';
import type { Progress } from './progress.ts';
import { type Verification, verify } from './verify.ts';

/**
 * How often is corrected before what is left is reported. Two will do but for a count that has
 * fallen below zero: it is shown as none, so it takes as many as bring it back to what is counted.
 */
const rounds = 8;

/** How many cells one correction may have (its contract). */
const maxCells = 40;

/**
 * Corrects by differences, which keep what the stream adds meanwhile, and verifies again, until
 * nothing is wrong.
 * Only one at a time: two would both add what is missing. Broken pairs are left as they are.
 * @returns the last verification, and how many corrections were sent
 */
export async function repair(api: Api, progress: Progress): Promise<Verification> {
  let corrections = 0;
  for (let round = 1; ; round += 1) {
    const verification = await verify(api, progress);
    const { wrongCounts } = verification;
    if (wrongCounts.length === 0 || round > rounds) return { ...verification, corrections };
    const needed = correctionsOf(correctable(wrongCounts));
    for (const body of needed) await api.call('correctCounts', { body });
    corrections += needed.length;
  }
}

/**
 * What may be corrected at once. Correcting a record makes its roles count one record more or less
 * where it begins or ceases to hold them: their numbers of records wait until all records are right.
 */
function correctable(differences: readonly CountDifference[]): readonly CountDifference[] {
  if (!differences.some(({ of }) => 'id' in of)) return differences;
  return differences.filter(({ of, cell }) => !('roleId' in of && cell.startsWith('records')));
}

/**
 * What has to be added to whose counts. Where only the list of a role's records is wrong, nothing:
 * correcting a record by nothing mends what is known of the roles that it holds.
 */
export function correctionsOf(
  differences: readonly CountDifference[],
): { of: Counted; add: Record<string, number> }[] {
  const byThing = Map.groupBy(differences, ({ of }) => JSON.stringify(of));
  return [...byThing.values()].flatMap((all) => {
    const [{ of }] = all as [CountDifference];
    const own = all.filter((one) => !isDerived(one));
    const addedBy = (some: readonly CountDifference[]) =>
      Object.fromEntries(some.map(({ cell, counted, shown }) => [cell, counted - shown]));
    const parts = [];
    for (let from = 0; from === 0 || from < own.length; from += maxCells) {
      const add = addedBy(own.slice(from, from + maxCells));
      if ('id' in of || own.length > 0) parts.push({ of, add });
    }
    return parts;
  });
}
