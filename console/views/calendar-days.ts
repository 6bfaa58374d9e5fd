// Calendar dates as day numbers, and which connections are in effect on a day.
import type { ConnectionView } from '../../shared/contracts/answers/connection-answers.ts';

export type Validity = ConnectionView['validity'];

const dayMs = 86_400_000;

/** Days since 1970-01-01 of a date YYYY-MM-DD; undefined for an invalid date. */
export function dayOf(date: string | null | undefined): number | undefined {
  if (!date || !/^\d{4}-\d{2}-\d{2}$/.test(date)) return undefined;
  const ms = Date.parse(date);
  return Number.isNaN(ms) ? undefined : Math.round(ms / dayMs);
}

export const dateOf = (day: number) => new Date(day * dayMs).toISOString().slice(0, 10);

/** In UTC, as in the service. */
export const today = () => Math.floor(Date.now() / dayMs);

export interface Dated {
  readonly effectiveStart: string | null;
  readonly effectiveEnd: string | null;
}

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** From the first date to the last, including today; undefined if no connection has a date. */
export function spanOf(connections: readonly Dated[], now: number): Span | undefined {
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { effectiveStart, effectiveEnd } of connections) {
    for (const day of [dayOf(effectiveStart), dayOf(effectiveEnd)]) {
      if (day === undefined) continue;
      from = Math.min(from, day);
      to = Math.max(to, day);
    }
  }
  return from > to ? undefined : { from: Math.min(from, now), to: Math.max(to, now) };
}

/** The validity of a connection on a day, as the service returns it for today. */
export function validityOn({ effectiveStart, effectiveEnd }: Dated, day: number): Validity {
  if ((dayOf(effectiveStart) ?? Number.NEGATIVE_INFINITY) > day) return 'future';
  return (dayOf(effectiveEnd) ?? Number.POSITIVE_INFINITY) < day ? 'past' : 'current';
}

/** Whether a connection is in effect on a day; a missing start or end does not limit it. */
export const isInEffect = (connection: Dated, day: number) =>
  validityOn(connection, day) === 'current';

/** Tolerance for rounding errors of divisions. */
const tiny = 1e-9;

/** How many connections are in effect on each of `count` days, spread evenly over the span. */
export function inEffectOver(connections: readonly Dated[], { from, to }: Span, count: number) {
  const step = (to - from) / Math.max(1, count - 1);
  const changes = new Array<number>(count + 1).fill(0);
  for (const { effectiveStart, effectiveEnd } of connections) {
    const start = dayOf(effectiveStart) ?? from;
    const end = dayOf(effectiveEnd) ?? to;
    const first = step === 0 ? 0 : Math.max(0, Math.ceil((start - from) / step - tiny));
    const last =
      step === 0 ? count - 1 : Math.min(count - 1, Math.floor((end - from) / step + tiny));
    if (first > last) continue;
    changes[first] = (changes[first] ?? 0) + 1;
    changes[last + 1] = (changes[last + 1] ?? 0) - 1;
  }
  let current = 0;
  return changes.slice(0, count).map((change) => {
    current += change;
    return current;
  });
}
