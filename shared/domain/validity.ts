// When a connection is in effect. Dates are YYYY-MM-DD and compare as text; none means open.
import type { Validity } from '../contracts/connection-schemas.ts';
import { Refusal } from '../contracts/error-codes.ts';

export interface Period {
  readonly effectiveStart: string | null;
  readonly effectiveEnd: string | null;
}

/** In effect on a day: start (if any) ≤ day ≤ end (if any). */
export function isInEffect(period: Period, day: string): boolean {
  return validityOn(period, day) === 'current';
}

/** Where `day` lies: before the period (`future`), in it (`current`) or after it (`past`). */
export function validityOn({ effectiveStart, effectiveEnd }: Period, day: string): Validity {
  if (effectiveStart !== null && day < effectiveStart) return 'future';
  if (effectiveEnd !== null && day > effectiveEnd) return 'past';
  return 'current';
}

/**
 * Whether two periods of the same connection exclude each other: they share more than a boundary
 * day (an end equal to the next start is a hand-over), or they begin on the same day, which the
 * table's keys cannot hold twice.
 */
export function collide(a: Period, b: Period): boolean {
  const startsBeforeEnd = (first: Period, second: Period) =>
    first.effectiveStart === null ||
    second.effectiveEnd === null ||
    first.effectiveStart < second.effectiveEnd;
  return a.effectiveStart === b.effectiveStart || (startsBeforeEnd(a, b) && startsBeforeEnd(b, a));
}

/** @throws Refusal ConnectionInvalidStartEndDate when the end is before the start. */
export function assertPeriod({ effectiveStart, effectiveEnd }: Period): void {
  if (effectiveStart !== null && effectiveEnd !== null && effectiveEnd < effectiveStart) {
    throw Refusal.at(
      'effectiveEnd',
      'ConnectionInvalidStartEndDate',
      `effectiveEnd ${effectiveEnd} is before effectiveStart ${effectiveStart}`,
    );
  }
}
