// Limits of roles: the most active connections to holders of a role that one record may have on one day.
import { Refusal } from '../contracts/error-codes.ts';
import { type RecordReference, recordPath } from '../contracts/identifiers.ts';
import type { Catalog } from './catalog.ts';
import type { Connection, Side } from './connection-rules.ts';
import { periodText } from './duplicate-rule.ts';
import type { Period } from './validity.ts';

/** A place of a limit that a connection needs: the record, and the role of its other side. */
export interface LimitedPlace {
  readonly record: RecordReference;
  readonly roleId: string;
  readonly max: number;
  /** Since when the role has a limit without interruption (ISO 8601). */
  readonly since: string;
}

type SideRole = Pick<Side, 'type' | 'id' | 'roleId'>;

/** What a place of a limit depends on. */
export interface LimitedConnection extends Period {
  readonly record1: SideRole;
  readonly record2: SideRole;
  readonly state: Connection['state'];
}

/** The places that a connection needs: an active one has a place for each side whose role has a limit. */
export function limitedPlaces(
  catalog: Pick<Catalog, 'roles' | 'limitedSince'>,
  { record1, record2, state }: LimitedConnection,
): LimitedPlace[] {
  if (state !== 'active') return [];
  const placeOf = (own: SideRole, { roleId }: SideRole): LimitedPlace[] => {
    const max = roleId === null ? undefined : catalog.roles.get(roleId)?.maxPerRecord;
    if (roleId === null || typeof max !== 'number') return [];
    const record = { type: own.type, id: own.id };
    return [{ record, roleId, max, since: catalog.limitedSince.get(roleId) ?? '' }];
  };
  return [...placeOf(record1, record2), ...placeOf(record2, record1)];
}

/** Days as text: from the first one, to before the last one. */
interface Days {
  readonly from: string;
  readonly before: string;
}

/** They sort before and after all dates. */
const [firstOfAll, afterAll] = ['', '~'];
const lastDate = '9999-12-31';
const dayMs = 86_400_000;

const dayAfter = (date: string) =>
  date === lastDate ? afterAll : new Date(Date.parse(date) + dayMs).toISOString().slice(0, 10);

/**
 * The days on which a connection needs its place. Its last day does not count, because the next holder may
 * start on it (a hand-over, as for duplicates); the day of a connection that starts and ends on it does.
 */
function daysOf({ effectiveStart, effectiveEnd }: Period): Days {
  const from = effectiveStart ?? firstOfAll;
  if (effectiveEnd === null) return { from, before: afterAll };
  return { from, before: from === effectiveEnd ? dayAfter(effectiveEnd) : effectiveEnd };
}

/** The days of `days` that are not among `others`. */
function without(days: Days, others: Days | undefined): Days[] {
  if (!others) return [days];
  const parts = [
    { from: days.from, before: min(days.before, others.from) },
    { from: max(days.from, others.before), before: days.before },
  ];
  return parts.filter(({ from, before }) => from < before);
}

const min = (one: string, other: string) => (one < other ? one : other);
const max = (one: string, other: string) => (one < other ? other : one);

/**
 * The others that use up a limit on days on which a connection needs a place; none if it fits on all days.
 * @param former its period before a change: on these days it has its place already, even if there are more
 *   than the limit allows, so that a connection can always be shortened
 */
export function usingUp<Other extends Period>(
  limit: number,
  connection: Period,
  others: readonly Other[],
  former?: Period,
): Other[] {
  const found = new Set<Other>();
  const needed = without(daysOf(connection), former && daysOf(former));
  const all = others.map((other) => ({ other, days: daysOf(other) }));
  for (const { from, before } of needed) {
    // The number of others grows only on days on which one starts.
    const starts = all.map(({ days }) => days.from).filter((day) => day > from && day < before);
    for (const day of [from, ...starts]) {
      const inEffect = all.filter(({ days }) => days.from <= day && day < days.before);
      if (inEffect.length >= limit) for (const { other } of inEffect) found.add(other);
    }
  }
  return others.filter((other) => found.has(other));
}

/** How many of the connections that use up a limit the refusal describes; `existingIds` has all. */
const mostDescribed = 3;

/**
 * The refusal of a connection for which there is no place.
 * @param by the connections that use it up
 * @param advice what the caller can do, in words
 */
export function limitReached(
  { record, roleId, max }: LimitedPlace,
  by: readonly (Period & { readonly id: string })[],
  advice: string,
): Refusal {
  const most = max === 1 ? 'only one connection' : `at most ${max} connections`;
  const described = by.slice(0, mostDescribed).map((one) => one.id + periodText(one));
  const more = by.length > mostDescribed ? ` and ${by.length - mostDescribed} more` : '';
  return new Refusal(
    'ConnectionLimitReached',
    `${recordPath(record)} may have ${most} to records with the role ${roleId} on the same day, and has ` +
      `${described.join(', ')}${more}; ${advice}`,
    { limit: max, existingIds: by.map(({ id }) => id) },
  );
}

/** What to do about connections that use up a limit. @param canReplace whether `replace` would end them */
export function limitAdvice(count: number, canReplace: boolean): string {
  const end = count === 1 ? 'end it first' : 'end as many of them as necessary first';
  return canReplace
    ? `${end}, or create this one with "replace": true`
    : `${end}, or choose dates on which there is a place`;
}

/**
 * A new connection that is to replace others, with its start: today if it has none, because otherwise it would
 * be in effect together with them before today.
 */
export const replacement = <New extends Period>(connection: New, today: string): New =>
  connection.effectiveStart === null ? { ...connection, effectiveStart: today } : connection;

/**
 * Why a new connection cannot replace others, which end on the day on which it starts; undefined if it can.
 * @param connection with its start
 */
export function replacementFault(
  { effectiveStart, effectiveEnd }: Period,
  others: readonly (Period & { readonly id: string })[],
): string | undefined {
  const start = effectiveStart ?? firstOfAll;
  if (effectiveEnd !== null && effectiveEnd < start) {
    return `it ends before today: it needs an effectiveStart to replace ${others.map(({ id }) => id).join(' and ')}`;
  }
  const late = others.find((other) => (other.effectiveStart ?? firstOfAll) >= start);
  return (
    late &&
    `${late.id} starts on ${late.effectiveStart}, so it cannot end on ${start} to be replaced`
  );
}
