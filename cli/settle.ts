// Telling what is wrong from what is only on its way.
import { setTimeout as wait } from 'node:timers/promises';

/** Milliseconds, but for `looks`. */
export interface Patience {
  /** Wrong is what is found so this often in a row, while nothing else moves. */
  readonly looks: number;
  /** Between two looks. */
  readonly apart: number;
  /** How long things may move before the last judgement. */
  readonly limit: number;
}

const usual: Patience = { looks: 3, apart: 700, limit: 120_000 };

export interface Settled<Finding> {
  readonly wrong: readonly Finding[];
  /** Names of what did not stay the same long enough to be judged. */
  readonly unsettled: readonly string[];
}

export interface Looking<Finding> {
  /** What is wrong with the things of these names, by name, as it stands now. */
  readonly look: (names: readonly string[]) => Promise<ReadonlyMap<string, readonly Finding[]>>;
  /** Changes whenever the service has counted anything: it is catching up, or written to. */
  readonly pulse: () => Promise<string>;
}

interface Suspect {
  readonly findings: string;
  /** When its findings became what they are, in ms. */
  readonly since: number;
  /** How often they have been the same again, and how often of that while all was still. */
  readonly again: number;
  readonly still: number;
}

/**
 * Looks again at what seems wrong. A change that is not counted yet looks like damage, for a
 * moment. So only that is wrong which stays the same, look after look, while the pulse is still;
 * where the pulse never is, that which has stayed the same for three quarters of the patience. What is
 * fine has to be so with a still pulse, or twice in a row: a change under way may hide damage.
 */
export async function settle<Finding>(
  first: ReadonlyMap<string, readonly Finding[]>,
  { look, pulse }: Looking<Finding>,
  { looks, apart, limit }: Patience = usual,
): Promise<Settled<Finding>> {
  const start = performance.now();
  let suspects = new Map(
    [...first].map(([name, findings]): [string, Suspect] => [name, isNew(findings, start)]),
  );
  const wrong: Finding[] = [];
  let beat = suspects.size > 0 ? await pulse() : '';
  for (let done = 1; suspects.size > 0; done += 1) {
    await wait(apart);
    const found = await look([...suspects.keys()]);
    const now = performance.now();
    const isLast = done >= looks && now - start >= limit;
    const before = beat;
    beat = await pulse();
    const left = new Map<string, Suspect>();
    for (const [name, suspect] of suspects) {
      const findings = found.get(name) ?? [];
      const after = lookedAt(suspect, findings, beat === before, now);
      if (findings.length === 0 && (after.still > 0 || after.again > 0)) continue;
      const isSure = after.still >= looks || (isLast && now - after.since >= 0.75 * limit);
      if (findings.length > 0 && isSure) wrong.push(...findings);
      else left.set(name, after);
    }
    suspects = left;
    if (isLast) break;
  }
  return { wrong, unsettled: [...suspects.keys()] };
}

const isNew = (findings: readonly unknown[], since: number): Suspect => ({
  findings: JSON.stringify(findings),
  since,
  again: 0,
  still: 0,
});

function lookedAt(
  suspect: Suspect,
  findings: readonly unknown[],
  isStill: boolean,
  now: number,
): Suspect {
  if (JSON.stringify(findings) !== suspect.findings) {
    // The first look at what is fine now: good enough when nothing moves.
    return { ...isNew(findings, now), still: isStill && findings.length === 0 ? 1 : 0 };
  }
  return { ...suspect, again: suspect.again + 1, still: isStill ? suspect.still + 1 : 0 };
}
