// Checks suspects again, to tell what is wrong from what the service has not processed yet.
import { setTimeout as wait } from 'node:timers/promises';

/** Times in milliseconds. */
export interface Patience {
  /** A finding is wrong after this many equal checks in a row while the pulse does not change. */
  readonly checks: number;
  /** Between two checks. */
  readonly interval: number;
  /** How long the pulse may change before the last check. */
  readonly limit: number;
}

const usual: Patience = { checks: 3, interval: 700, limit: 120_000 };

export interface Rechecked<Finding> {
  readonly wrong: readonly Finding[];
  /** Names of suspects that did not stay the same long enough. */
  readonly unsettled: readonly string[];
}

export interface SuspectReader<Finding> {
  /** The current findings of the suspects with these names, by name. */
  readonly recheck: (names: readonly string[]) => Promise<ReadonlyMap<string, readonly Finding[]>>;
  /** Changes whenever the service has counted anything: it is catching up, or data is written. */
  readonly pulse: () => Promise<string>;
}

interface Suspect {
  readonly findings: string;
  /** Since when its findings are the same, in ms. */
  readonly since: number;
  /** How often the findings were the same again. */
  readonly same: number;
  /** How often they were, while the pulse did not change. */
  readonly sameWhileQuiet: number;
}

/**
 * Checks suspects again. A change that is not counted yet looks like damage for a moment. So a finding
 * is wrong only if it stays the same, check after check, while the pulse does not change; if the pulse
 * never stops, if it has stayed the same for three quarters of `limit`. A suspect without findings is
 * cleared only while the pulse does not change, or after two checks: a change in progress may hide
 * damage.
 */
export async function recheckSuspects<Finding>(
  first: ReadonlyMap<string, readonly Finding[]>,
  { recheck, pulse }: SuspectReader<Finding>,
  { checks, interval, limit }: Patience = usual,
): Promise<Rechecked<Finding>> {
  const start = performance.now();
  let suspects = new Map(
    [...first].map(([name, findings]): [string, Suspect] => [name, newSuspect(findings, start)]),
  );
  const wrong: Finding[] = [];
  let beat = suspects.size > 0 ? await pulse() : '';
  for (let done = 1; suspects.size > 0; done += 1) {
    await wait(interval);
    const found = await recheck([...suspects.keys()]);
    const now = performance.now();
    const isLast = done >= checks && now - start >= limit;
    const before = beat;
    beat = await pulse();
    const remaining = new Map<string, Suspect>();
    for (const [name, suspect] of suspects) {
      const findings = found.get(name) ?? [];
      const after = rechecked(suspect, findings, beat === before, now);
      if (findings.length === 0 && (after.sameWhileQuiet > 0 || after.same > 0)) continue;
      const isSure =
        after.sameWhileQuiet >= checks || (isLast && now - after.since >= 0.75 * limit);
      if (findings.length > 0 && isSure) wrong.push(...findings);
      else remaining.set(name, after);
    }
    suspects = remaining;
    if (isLast) break;
  }
  return { wrong, unsettled: [...suspects.keys()] };
}

const newSuspect = (findings: readonly unknown[], since: number): Suspect => ({
  findings: JSON.stringify(findings),
  since,
  same: 0,
  sameWhileQuiet: 0,
});

function rechecked(
  suspect: Suspect,
  findings: readonly unknown[],
  isQuiet: boolean,
  now: number,
): Suspect {
  if (JSON.stringify(findings) !== suspect.findings) {
    // The first check without findings is sufficient while the pulse does not change.
    return {
      ...newSuspect(findings, now),
      sameWhileQuiet: isQuiet && findings.length === 0 ? 1 : 0,
    };
  }
  const sameWhileQuiet = isQuiet ? suspect.sameWhileQuiet + 1 : 0;
  return { ...suspect, same: suspect.same + 1, sameWhileQuiet };
}
