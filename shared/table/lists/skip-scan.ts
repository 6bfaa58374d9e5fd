// Skip scan: reads the sort keys of a record's halves and skips keys that cannot match.
// The keys are ordered by own role, connected type, connected id, connected role, start,
// title. If the
// conditions leave the first parts open and fix later ones, the scan jumps from one possible key to
// the next, so its cost depends on how many roles a record plays, not on how many connections it has.
import { afterSeparator } from '../engine/read.ts';
import { blank, halfKind } from '../schema.ts';

/** The parts of a half's sort key after its kind, up to the title. */
export type KeyParts = readonly [
  role: string,
  type: string,
  id: string,
  connectedRole: string,
  start: string,
];

/** The allowed values of each leading part, in ascending order; undefined means any value. */
export type AllowedParts = readonly (readonly string[] | undefined)[];

/** The parts of a half's sort key, without its kind. */
export function partsOfKey(sortKey: string): KeyParts {
  return sortKey.split('#').slice(1) as unknown as KeyParts;
}

/** Conditions on the keys of a record's halves. Roles are given by id; null stands for no role. */
export interface KeyConditions {
  readonly roleIds?: readonly (string | null)[] | undefined;
  readonly connectedType?: string | undefined;
  readonly connectedId?: string | undefined;
  readonly connectedRoleIds?: readonly (string | null)[] | undefined;
}

/** The allowed values of the key parts under these conditions. */
export function allowedParts(conditions: KeyConditions): AllowedParts {
  const one = (value: string | undefined) => (value === undefined ? undefined : [value]);
  const roles = (ids: readonly (string | null)[] | undefined) =>
    ids?.map((id) => id ?? blank).sort();
  return [
    roles(conditions.roleIds),
    one(conditions.connectedType),
    one(conditions.connectedId),
    roles(conditions.connectedRoleIds),
  ];
}

/** The range of sort keys that can match; undefined if none can. */
export function keyRange(allowed: AllowedParts): { from: string; to: string } | undefined {
  if (allowed.some((values) => values?.length === 0)) return undefined;
  const lowest: string[] = [halfKind];
  const highest: string[] = [halfKind];
  for (const values of allowed) {
    if (!values) break;
    highest.push(values.at(-1) as string);
    if (values.length > 1) break;
  }
  lowest.push(...lowestFrom(allowed, 0));
  return { from: `${lowest.join('#')}#`, to: highest.join('#') + afterSeparator };
}

/** The lowest allowed values of the parts from `at` on, up to the first part that can be anything. */
function lowestFrom(allowed: AllowedParts, at: number): string[] {
  const open = allowed.findIndex((values, part) => part >= at && !values);
  return allowed.slice(at, open < 0 ? undefined : open).map((values) => values?.[0] as string);
}

/** Whether the parts of a key have allowed values. */
export function matchesKey(allowed: AllowedParts, parts: KeyParts): boolean {
  return allowed.every((values, at) => !values || values.includes(parts[at] as string));
}

/** Whether a part comes later in the order of keys: `a!` comes before `a`, because `a#` follows it. */
const isAfter = (part: string, other: string) => `${part}#` > `${other}#`;

/**
 * The smallest sort key after a key that does not match at which a match is possible; undefined if
 * there is none.
 */
export function nextPossibleKey(allowed: AllowedParts, parts: KeyParts): string | undefined {
  const from = (...leading: readonly string[]) =>
    `${[halfKind, ...leading, ...lowestFrom(allowed, leading.length)].join('#')}#`;
  const past = (...leading: readonly string[]) => [halfKind, ...leading].join('#') + afterSeparator;
  for (const [at, values] of allowed.entries()) {
    const part = parts[at] as string;
    if (!values || values.includes(part)) continue;
    const next = values.find((value) => isAfter(value, part));
    if (next !== undefined) return from(...parts.slice(0, at), next);
    // These leading parts allow no further value: increase the last part that can still increase.
    for (let grow = at - 1; grow >= 0; grow -= 1) {
      const candidates = allowed[grow];
      if (!candidates) return past(...parts.slice(0, grow + 1));
      const larger = candidates.find((value) => isAfter(value, parts[grow] as string));
      if (larger !== undefined) return from(...parts.slice(0, grow), larger);
    }
    return undefined;
  }
  throw new Error('the key matches');
}
