// Walking the sort keys of a record's halves and skipping what cannot match.
// The keys are ordered by own role, connected type, connected id, connected role, start. A question
// that leaves the first parts open and fixes later ones is answered by jumping from one possible
// key to the next, so its cost depends on how many roles a record plays, not on its connections.
import { afterSeparator } from '../engine/read.ts';
import { halfKind } from '../schema.ts';

/** The parts of a half's sort key after its kind. */
export type Parts = readonly [
  role: string,
  type: string,
  id: string,
  connectedRole: string,
  start: string,
];

/** What each of the leading parts may be; undefined = anything. Values in ascending order. */
export type Wanted = readonly (readonly string[] | undefined)[];

export function partsOf(sortKey: string): Parts {
  return sortKey.split('#').slice(1) as unknown as Parts;
}

/** What a question says about the keys of a record's halves. Roles are given by id. */
export interface KeyQuestion {
  readonly roleIds?: readonly string[] | undefined;
  readonly connectedType?: string | undefined;
  readonly connectedId?: string | undefined;
  readonly connectedRoleIds?: readonly string[] | undefined;
}

/** The parts a question fixes. */
export function wantedOf(question: KeyQuestion): Wanted {
  const one = (value: string | undefined) => (value === undefined ? undefined : [value]);
  return [
    question.roleIds && [...question.roleIds].sort(),
    one(question.connectedType),
    one(question.connectedId),
    question.connectedRoleIds && [...question.connectedRoleIds].sort(),
  ];
}

/** The first and the last sort key that a question can find; undefined when it can find none. */
export function bounds(wanted: Wanted): { from: string; to: string } | undefined {
  if (wanted.some((values) => values?.length === 0)) return undefined;
  const lowest: string[] = [halfKind];
  const highest: string[] = [halfKind];
  for (const values of wanted) {
    if (!values) break;
    highest.push(values.at(-1) as string);
    if (values.length > 1) break;
  }
  lowest.push(...lowestFrom(wanted, 0));
  return { from: `${lowest.join('#')}#`, to: highest.join('#') + afterSeparator };
}

/** The lowest values of the parts from one on, up to one that may be anything. */
function lowestFrom(wanted: Wanted, at: number): string[] {
  const open = wanted.findIndex((values, part) => part >= at && !values);
  return wanted.slice(at, open < 0 ? undefined : open).map((values) => values?.[0] as string);
}

export function matches(wanted: Wanted, parts: Parts): boolean {
  return wanted.every((values, at) => !values || values.includes(parts[at] as string));
}

/**
 * The smallest sort key after a key that does not match, at which a match is possible;
 * undefined when there is none.
 */
export function nextPossible(wanted: Wanted, parts: Parts): string | undefined {
  const from = (...leading: readonly string[]) =>
    `${[halfKind, ...leading, ...lowestFrom(wanted, leading.length)].join('#')}#`;
  const past = (...leading: readonly string[]) => [halfKind, ...leading].join('#') + afterSeparator;
  for (const [at, values] of wanted.entries()) {
    const part = parts[at] as string;
    if (!values || values.includes(part)) continue;
    const next = values.find((value) => value > part);
    if (next !== undefined) return from(...parts.slice(0, at), next);
    // No value is left under these leading parts: move on from the last part that may still grow.
    for (let grow = at - 1; grow >= 0; grow -= 1) {
      const allowed = wanted[grow];
      if (!allowed) return past(...parts.slice(0, grow + 1));
      const larger = allowed.find((value) => value > (parts[grow] as string));
      if (larger !== undefined) return from(...parts.slice(0, grow), larger);
    }
    return undefined;
  }
  throw new Error('the key matches');
}
