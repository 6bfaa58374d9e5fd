// Which connections are duplicates: same two records, same roles, and periods that collide.
import { Refusal } from '../contracts/error-codes.ts';
import type { State } from '../contracts/identifiers.ts';
import type { Period } from './validity.ts';

/**
 * Whether two connections with the same records and roles exclude each other. Their periods collide
 * if they share more than a boundary day (an end equal to the next start is a hand-over), or if they
 * start on the same day, because the start is part of the table's key.
 */
export function collide(a: Period, b: Period): boolean {
  const startsBeforeEnd = (first: Period, second: Period) =>
    first.effectiveStart === null ||
    second.effectiveEnd === null ||
    first.effectiveStart < second.effectiveEnd;
  return a.effectiveStart === b.effectiveStart || (startsBeforeEnd(a, b) && startsBeforeEnd(b, a));
}

/** The connection of which another one would be a duplicate, as far as it is known. */
export interface Existing {
  /** Undefined in a dry run, for an item of the same batch. */
  readonly id?: string | undefined;
  /** Undefined if the connection was deleted in the meantime. */
  readonly state?: State | undefined;
}

/** The refusal for a duplicate. */
export function connectionExists({ id, state }: Existing): Refusal {
  const inactive = state === 'inactive' ? '; that connection is inactive: activate it instead' : '';
  return new Refusal(
    'ConnectionExists',
    `the two records are already connected with the same roles for an overlapping period${inactive}`,
    { ...(id && { existingId: id }), ...(state && { existingState: state }) },
  );
}
