// "A side has this role now": the pattern that finds such events, and what a handler reads from one.
import { isFor } from './where.ts';

/** The types of events by which a side gets a role: the connection was created with it, or an update set it. */
const becomingTypes = ['Connection Created', 'Connection Updated'] as const;
type BecomingType = (typeof becomingTypes)[number];

const sides = ['record1', 'record2'] as const;
type SideName = (typeof sides)[number];

/** How a side gets a role, as a pattern for one side. */
interface SidePattern {
  readonly changes: {
    readonly field: readonly [`${SideName}RoleId`];
    readonly to: readonly string[];
  };
  readonly connection: { readonly [Field in `${SideName}RoleId`]?: readonly string[] };
}

const forBecoming = {
  [isFor]: (type: BecomingType) => becomingTypes.includes(type),
};
type ForBecoming = typeof forBecoming;

/**
 * A `where` for Connection Created and Connection Updated: a side has the role now and did not have it before.
 * Activating a connection sets no role, so it does not match.
 *
 * Exact also if a bus matches `field` and `to` in different elements of `changes`: the field changed, and its value
 * after the change is the role.
 *
 * @param role the id of a role, or several of which one is enough
 */
export const becomes = (
  role: string | readonly string[],
): { readonly $or: readonly SidePattern[] } & ForBecoming => ({
  ...forBecoming,
  $or: sides.map((side) => patternOf(side, [role].flat())),
});

/** Like `becomes`, for one side only: `record1` is "connected from". */
export const sideBecomes = (
  side: SideName,
  role: string | readonly string[],
): SidePattern & ForBecoming => ({ ...forBecoming, ...patternOf(side, [role].flat()) });

function patternOf(side: SideName, roles: readonly string[]): SidePattern {
  const field = `${side}RoleId` as const;
  return {
    // A deletion, too, changes the field of a connection that is shown with the role: from it, not to it.
    changes: { field: [field], to: roles },
    connection: { [field]: roles },
  };
}

/** What `sidesThatBecame` reads of an event. */
interface Becoming<Record> {
  readonly connection: {
    readonly record1: Record;
    readonly record2: Record;
  };
  readonly changes: readonly { readonly field: string; readonly to: unknown }[];
}

/**
 * The records that have a role since this event, each with the record that it is connected to: none, one, or both of a
 * connection whose sides got the same role at once.
 */
export function sidesThatBecame<Record>(
  { connection, changes }: Becoming<Record>,
  role: string,
): { readonly record: Record; readonly connected: Record }[] {
  return sides.flatMap((side, index) => {
    const isSet = changes.some(({ field, to }) => field === `${side}RoleId` && to === role);
    const other = sides[1 - index] ?? side;
    return isSet ? [{ record: connection[side], connected: connection[other] }] : [];
  });
}
