// Validity: when a connection is in effect. Dates are YYYY-MM-DD, so they compare as text; a missing
// date means no limit.

import type { Validity } from '../contracts/answers/connection-answers.ts';
import type { Fault } from '../contracts/error-codes.ts';

export interface Period {
  readonly effectiveStart: string | null;
  readonly effectiveEnd: string | null;
}

/** In effect on a day: start (if any) ≤ day ≤ end (if any). */
export function isInEffect(period: Period, day: string): boolean {
  return validityOn(period, day) === 'current';
}

/** `future` if `day` is before the period, `current` if it is within it, `past` if it is after it. */
export function validityOn({ effectiveStart, effectiveEnd }: Period, day: string): Validity {
  if (effectiveStart !== null && day < effectiveStart) return 'future';
  if (effectiveEnd !== null && day > effectiveEnd) return 'past';
  return 'current';
}

/** ConnectionInvalidStartEndDate if the end is before the start. */
export function periodFaults({ effectiveStart, effectiveEnd }: Partial<Period>): Fault[] {
  if (!effectiveStart || !effectiveEnd || effectiveEnd >= effectiveStart) return [];
  return [
    {
      path: 'effectiveEnd',
      code: 'ConnectionInvalidStartEndDate',
      message: `effectiveEnd ${effectiveEnd} is before effectiveStart ${effectiveStart}`,
    },
  ];
}
