// `liaison verify --repair` and `--repair-pairs`: repair what a verification found wrong.
import type { Client } from '../shared/client/create-client.ts';
import type { PairProblem } from '../shared/contracts/answers/repair-answers.ts';
import { type CountDifference, type CountSubject, isDerived } from './count-differences.ts';
import type { ProgressBar } from './progress-bar.ts';
import { referenceOf } from './recount.ts';
import { type Verification, verify } from './verify.ts';
import { each } from './verify-counts.ts';
import type { BrokenConnection } from './verify-pairs.ts';
import { repairWords } from './verify-words.ts';

/**
 * How many rounds of corrections are made before the remaining differences are reported. Two are
 * enough, except for a count that has fallen below zero: it is shown as 0, so each round corrects
 * only a part of it.
 */
const rounds = 8;

/** How many cells one correction may have, by the contract. */
const maxCells = 40;

const idAndKind = ({ connectionId, kind }: PairProblem) => `${connectionId} ${kind}`;

/** What to repair; series are always repaired. */
export interface RepairOptions {
  /** Also the words of names. */
  readonly counts: boolean;
  /** Also complete torn pairs, and remove halves of deleted connections. */
  readonly pairs: boolean;
}

/**
 * Repairs series, and counts and words or pairs, and verifies again, until nothing is left to repair. Corrections
 * of counts are differences, which keep what the stream adds at the same time. Run only one repair at
 * a time: two would both add what is missing.
 * @returns the last verification, and how much was repaired
 */
export async function repair(
  client: Client,
  options: RepairOptions,
  progress: ProgressBar,
): Promise<Verification> {
  let counts = 0;
  let connections = 0;
  let words = 0;
  const pairs: BrokenConnection[] = [];
  for (let round = 1; ; round += 1) {
    const before = connections;
    const verification = await verify(client, progress, async (suspects) => {
      const answers = await each(suspects, async ([record1, record2]) => {
        const body = { record1: referenceOf(record1), record2: referenceOf(record2) };
        const answer = await client.repairPair({ body: { ...body, halves: options.pairs } });
        const broken = (one: PairProblem) => ({ ...one, record1, record2 });
        return { found: answer.found.map(broken), left: answer.left.map(broken) };
      });
      const left = answers.flatMap((answer) => answer.left);
      const remaining = new Set(left.map(idAndKind));
      const repaired = answers
        .flatMap(({ found }) => found)
        .filter((one) => !remaining.has(idAndKind(one)));
      connections += new Set(repaired.map(({ connectionId }) => connectionId)).size;
      pairs.push(...repaired.filter(({ kind }) => kind === 'halves'));
      return left;
    });
    const wrong = options.counts ? verification.wrongCounts : [];
    const unfound = options.counts ? verification.unfoundRecords : [];
    const isDone = wrong.length + unfound.length === 0 && connections === before;
    if (isDone || round > rounds)
      return { ...verification, repaired: { counts, words, connections, pairs } };
    words += await repairWords(client, unfound);
    const needed = correctionsOf(correctable(wrong));
    for (const body of needed) await client.correctCounts({ body });
    counts += needed.length;
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
