// Connections over time: how many started in each period, and how many were in effect at its end.
import {
  type Dated,
  dateOf,
  dayOf,
  isInEffect,
  type Span,
  spanOf,
} from '../views/calendar-days.ts';

export interface Period {
  /** YYYY or YYYY-MM. */
  readonly key: string;
  /** First and last day, YYYY-MM-DD. */
  readonly first: string;
  readonly last: string;
  readonly started: number;
  readonly inEffect: number;
}

/** Maximum number of bars: more months are grouped into years, more years into decades. */
const most = 48;

/**
 * All periods from the first start to today or the last start, without gaps. Connections without a
 * start are in effect from the beginning and did not start in any period.
 */
export function periodsOf(connections: readonly Dated[], now: number): Period[] {
  const starts = connections.flatMap(({ effectiveStart }) => dayOf(effectiveStart) ?? []);
  if (starts.length === 0) return [];
  const dated = connections.map(({ effectiveStart }) => ({ effectiveStart, effectiveEnd: null }));
  const span = spanOf(dated, now) as Span;
  const months = stepOf(span);
  const startedIn = Map.groupBy(starts, (day) => Math.floor(monthOf(day) / months));
  const periods: Period[] = [];
  for (
    let at = Math.floor(monthOf(span.from) / months);
    at <= Math.floor(monthOf(span.to) / months);
    at += 1
  ) {
    const first = firstOf(at * months);
    const last = dateOf((dayOf(firstOf((at + 1) * months)) as number) - 1);
    // For the current period, what is in effect today: its end is still unknown.
    const day = Math.max(Math.min(dayOf(last) as number, now), dayOf(first) as number);
    periods.push({
      key: first.slice(0, months === 1 ? 7 : 4),
      first,
      last: dateOf(day),
      started: startedIn.get(at)?.length ?? 0,
      inEffect: connections.filter((connection) => isInEffect(connection, day)).length,
    });
  }
  return periods;
}

/** Months in a period. */
function stepOf({ from, to }: Span): number {
  const months = monthOf(to) - monthOf(from) + 1;
  if (months <= most) return 1;
  return months / 12 <= most ? 12 : 120;
}

/** Months since the year 0. */
function monthOf(day: number): number {
  const date = new Date(dateOf(day));
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

const firstOf = (month: number) =>
  `${String(Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}-01`;
