// The rows of a timeline, with overlapping bars in separate lanes, and the marks of its scale.

import type { ConnectionView } from '../../shared/contracts/answers/connection-answers.ts';
import { dateOf, dayOf, type Span } from '../views/calendar-days.ts';

export type Grouping = 'role' | 'record';

export interface Bar {
  readonly connection: ConnectionView;
  /** Day numbers; undefined: no limit. */
  readonly start: number | undefined;
  readonly end: number | undefined;
  /** From the top, starting at 0. */
  readonly lane: number;
}

/** A heading, or a connected record with its bars. */
export type Line =
  | {
      readonly kind: 'heading';
      readonly key: string;
      readonly name: string;
      readonly count: number;
    }
  | {
      readonly kind: 'record';
      readonly key: string;
      readonly record: ConnectionView['record2'];
      readonly bars: readonly Bar[];
      readonly lanes: number;
    };

/**
 * By role: a heading for each role of the connected records, largest first, followed by its records in
 * the order of their first start. By record: one row for each connected record.
 */
export function linesOf(
  connections: readonly ConnectionView[],
  grouping: Grouping,
  nameless: string,
): Line[] {
  if (grouping === 'record') return recordLines(connections, '');
  const groups = Map.groupBy(connections, ({ record2RoleId }) => record2RoleId ?? '');
  return [...groups]
    .sort(([, one], [, other]) => other.length - one.length)
    .flatMap(([roleId, ofRole]) => [
      {
        kind: 'heading' as const,
        key: `role ${roleId}`,
        name: ofRole[0]?.record2RoleName ?? (roleId || nameless),
        count: ofRole.length,
      },
      ...recordLines(ofRole, roleId),
    ]);
}

function recordLines(connections: readonly ConnectionView[], within: string): Line[] {
  const byRecord = Map.groupBy(connections, ({ record2 }) => `${record2.type}/${record2.id}`);
  return [...byRecord]
    .map(([key, own]) => {
      const bars = inLanes(own);
      const record = (own[0] as ConnectionView).record2;
      const lanes = 1 + Math.max(...bars.map(({ lane }) => lane));
      return { kind: 'record' as const, key: `${within} ${key}`, record, bars, lanes };
    })
    .sort((one, other) => {
      const [first, second] = [one, other].map(({ bars }) => bars[0]?.start ?? -Infinity);
      if (first !== second) return (first as number) - (second as number);
      return one.record.name < other.record.name ? -1 : 1;
    });
}

/** Bars by start, each in the first free lane; bars without start or end extend to infinity. */
export function inLanes(connections: readonly ConnectionView[]): Bar[] {
  const dated = connections
    .map((connection) => ({
      connection,
      start: dayOf(connection.effectiveStart),
      end: dayOf(connection.effectiveEnd),
    }))
    .sort((one, other) => (one.start ?? -Infinity) - (other.start ?? -Infinity));
  const ends: number[] = [];
  return dated.map((bar) => {
    const from = bar.start ?? Number.NEGATIVE_INFINITY;
    // A bar that ends on the day when the next begins can share its lane.
    const free = ends.findIndex((end) => end <= from);
    const lane = free < 0 ? ends.length : free;
    ends[lane] = bar.end ?? Number.POSITIVE_INFINITY;
    return { ...bar, lane };
  });
}

/** The span with a margin at both ends, where bars without start or end continue. */
export function withMargins({ from, to }: Span): Span {
  const margin = Math.max(15, Math.round((to - from) * 0.03));
  return { from: from - margin, to: to + margin };
}

interface Tick {
  readonly day: number;
  readonly label: string;
}

/** Years between marks, smallest first. */
const yearSteps = [1, 2, 5, 10, 20, 50, 100];
const monthSteps = [1, 3, 6];
const month = new Intl.DateTimeFormat(undefined, {
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});

/** Marks on the first days of months or years, at least `least` px apart. */
export function ticksOf({ from, to }: Span, pxPerDay: number, least = 80): Tick[] {
  const months = monthSteps.find((step) => step * 30 * pxPerDay >= least);
  const years = yearSteps.find((step) => step * 365 * pxPerDay >= least) ?? 200;
  const first = new Date(dateOf(from));
  const ticks: Tick[] = [];
  const step = months ?? 12 * years;
  // Counts months from the year 0, so that steps of five years end in 0 or 5.
  let at = Math.ceil((first.getUTCFullYear() * 12 + first.getUTCMonth()) / step) * step;
  for (;;) {
    const date = `${String(Math.floor(at / 12)).padStart(4, '0')}-${String((at % 12) + 1).padStart(2, '0')}-01`;
    const day = dayOf(date) ?? to + 1;
    if (day > to) return ticks;
    const isYear = months === undefined;
    if (day >= from) {
      ticks.push({ day, label: isYear ? date.slice(0, 4) : month.format(new Date(date)) });
    }
    at += step;
  }
}
