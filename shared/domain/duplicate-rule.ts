// Which connections are duplicates: same two records, same roles, and periods that collide.
import { Refusal } from '../contracts/error-codes.ts';
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

/** The refusal for a duplicate of the connection `existingId`. */
export function connectionExists(existingId: string): Refusal {
  return new Refusal(
    'ConnectionExists',
    'the two records are already connected with the same roles for an overlapping period',
    { existingId },
  );
}
