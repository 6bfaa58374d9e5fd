// `liaison verify --repair`: corrects the counts that a recount found wrong.
import type { Client } from '../shared/client/create-client.ts';
import { type CountDifference, type CountSubject, isDerived } from './count-differences.ts';
import type { ProgressBar } from './progress-bar.ts';
import { type Verification, verify } from './verify.ts';

/**
 * How many rounds of corrections are made before the remaining differences are reported. Two are
 * enough, except for a count that has fallen below zero: it is shown as 0, so each round corrects
 * only a part of it.
 */
const rounds = 8;

/** How many cells one correction may have, by the contract. */
const maxCells = 40;

/**
 * Corrects counts and verifies again, until nothing is wrong. Corrections are differences, which keep
 * what the stream adds at the same time. Run only one repair at a time: two would both add what is
 * missing. Broken pairs are not changed.
 * @returns the last verification, and how many corrections were sent
 */
export async function repairCounts(client: Client, progress: ProgressBar): Promise<Verification> {
  let corrections = 0;
  for (let round = 1; ; round += 1) {
    const verification = await verify(client, progress);
    const { wrongCounts } = verification;
    if (wrongCounts.length === 0 || round > rounds) return { ...verification, corrections };
    const needed = correctionsOf(correctable(wrongCounts));
    for (const body of needed) await client.correctCounts({ body });
    corrections += needed.length;
  }
}

/**
 * The differences that can be corrected now. Correcting a record also changes how many records its
 * roles have, so the roles' numbers of records wait until all records are right.
 */
function correctable(differences: readonly CountDifference[]): readonly CountDifference[] {
  if (!differences.some(({ of }) => 'id' in of)) return differences;
  return differences.filter(({ of, cell }) => !('roleId' in of && cell.startsWith('records')));
}

/**
 * The corrections to send. If only a role's list of records is wrong, the record gets an empty
 * correction, which makes the service write the record's entries in these lists again.
 */
export function correctionsOf(
  differences: readonly CountDifference[],
): { of: CountSubject; add: Record<string, number> }[] {
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
