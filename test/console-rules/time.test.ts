// Days, the lanes of a timeline, its scale, and the periods of a chart.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { periodsOf } from '../../console/charts/chart-periods.ts';
import { inLanes, linesOf, ticksOf } from '../../console/timeline/timeline-lines.ts';
import {
  type Dated,
  dateOf,
  dayOf,
  inEffectOver,
  isInEffect,
  spanOf,
  validityOn,
} from '../../console/views/calendar-days.ts';
import type { ConnectionView } from '../../shared/contracts/answers/connection-answers.ts';

const now = dayOf('2026-11-22') as number;
const dated = (effectiveStart: string | null, effectiveEnd: string | null): Dated => ({
  effectiveStart,
  effectiveEnd,
});
const connection = (to: string, role: string, start: string | null, end: string | null) =>
  ({
    id: `${to} ${role} ${start}`,
    record2: { type: 'person', id: to, name: to },
    record2RoleId: role,
    record2RoleName: role.toUpperCase(),
    ...dated(start, end),
  }) as ConnectionView;

/** Open on either side one time in four. */
const someDate = fc.option(
  fc.integer({ min: dayOf('1789-03-04') as number, max: dayOf('2030-12-31') as number }),
  { freq: 3 },
);
const someConnections = fc.array(fc.tuple(someDate, someDate), { maxLength: 40 }).map((pairs) =>
  pairs.map(([one, other]) => {
    const swapped = one !== null && other !== null && one > other;
    const [start, end] = swapped ? [other, one] : [one, other];
    const text = (day: number | null) => (day === null ? null : dateOf(day));
    return connection('a', 'r', text(start), text(end));
  }),
);

describe('days', () => {
  it('are dates and back again', () => {
    expect(dateOf(dayOf('1789-03-04') as number)).toBe('1789-03-04');
    expect(dayOf('2026-13-01')).toBeUndefined();
    expect(dayOf('yesterday')).toBeUndefined();
  });

  it('hold from the start to the end, both included; what is open has no bound', () => {
    const term = dated('2001-01-03', '2003-01-03');
    const on = (date: string) => isInEffect(term, dayOf(date) as number);
    expect(['2001-01-02', '2001-01-03', '2003-01-03', '2003-01-04'].map(on)).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(isInEffect(dated(null, null), 0)).toBe(true);
    expect(validityOn(term, dayOf('2001-01-02') as number)).toBe('future');
    expect(validityOn(term, dayOf('2003-01-04') as number)).toBe('past');
  });

  it('are counted along the span as one by one', () => {
    fc.assert(
      fc.property(someConnections, fc.integer({ min: 2, max: 60 }), (connections, count) => {
        const span = spanOf(connections, now);
        if (!span) return;
        const step = (span.to - span.from) / (count - 1);
        const counted = inEffectOver(connections, span, count);
        // Where a mark falls on a whole day, both ways of counting mean the same.
        counted.forEach((each, at) => {
          const day = span.from + at * step;
          if (!Number.isInteger(day)) return;
          expect(each).toBe(connections.filter((one) => isInEffect(one, day)).length);
        });
      }),
    );
  });
});

describe('lanes', () => {
  it('no two bars on a lane overlap, and no lane is needless', () => {
    fc.assert(
      fc.property(someConnections, (connections) => {
        const bars = inLanes(connections);
        expect(bars).toHaveLength(connections.length);
        for (const ofLane of Map.groupBy(bars, ({ lane }) => lane).values()) {
          for (const [at, bar] of ofLane.slice(1).entries()) {
            const before = ofLane[at]?.end ?? Number.POSITIVE_INFINITY;
            expect(bar.start ?? Number.NEGATIVE_INFINITY).toBeGreaterThanOrEqual(before);
          }
        }
        const lanes = new Set(bars.map(({ lane }) => lane));
        expect([...lanes].sort((one, other) => one - other)).toEqual(
          [...lanes.keys()].map((_, at) => at),
        );
      }),
    );
  });

  it('lines are grouped by role, the largest first, each record once under each', () => {
    const lines = linesOf(
      [
        connection('ann', 'senator', '2001-01-03', '2007-01-03'),
        connection('ann', 'member', '1995-01-03', '1997-01-03'),
        connection('ann', 'member', '1997-01-03', '1999-01-03'),
        connection('bob', 'member', '1993-01-03', null),
      ],
      'role',
      'No role',
    );
    expect(lines.map((line) => (line.kind === 'heading' ? line.name : line.record.name))).toEqual([
      'MEMBER',
      'bob',
      'ann',
      'SENATOR',
      'ann',
    ]);
    expect(lines[2]).toMatchObject({ lanes: 1, bars: [{ lane: 0 }, { lane: 0 }] });
  });
});

describe('the scale', () => {
  it('has marks that are apart, from decades to months', () => {
    const span = { from: dayOf('1789-03-04') as number, to: now };
    for (const pxPerDay of [0.005, 0.01, 0.1, 1, 4]) {
      const ticks = ticksOf(span, pxPerDay);
      expect(ticks.length).toBeGreaterThan(1);
      for (const [at, { day }] of ticks.slice(1).entries()) {
        expect((day - (ticks[at]?.day ?? 0)) * pxPerDay).toBeGreaterThan(70);
      }
    }
    expect(ticksOf(span, 0.01).map(({ label }) => label)[0]).toBe('1800');
  });
});

describe('periods', () => {
  it('are months while these are few, with none left out', () => {
    const periods = periodsOf([dated('2026-08-15', null), dated('2026-10-01', '2026-10-31')], now);
    expect(periods).toEqual([
      { key: '2026-08', first: '2026-08-01', last: '2026-08-31', started: 1, inEffect: 1 },
      { key: '2026-09', first: '2026-09-01', last: '2026-09-30', started: 0, inEffect: 1 },
      { key: '2026-10', first: '2026-10-01', last: '2026-10-31', started: 1, inEffect: 2 },
      { key: '2026-11', first: '2026-11-01', last: '2026-11-22', started: 0, inEffect: 1 },
    ]);
  });

  it('are years or decades beyond, and never many; each start is in one', () => {
    const years = periodsOf([dated('1993-01-05', null)], now);
    expect(years.map(({ key }) => key).slice(0, 2)).toEqual(['1993', '1994']);
    fc.assert(
      fc.property(someConnections, (connections) => {
        const periods = periodsOf(connections, now);
        expect(periods.length).toBeLessThanOrEqual(48);
        const started = periods.reduce((sum, each) => sum + each.started, 0);
        const starts = connections.filter(({ effectiveStart }) => effectiveStart !== null);
        expect(started).toBe(starts.length);
      }),
    );
  });

  it('are none without a start', () => {
    expect(periodsOf([dated(null, '2026-10-31')], now)).toEqual([]);
  });
});
