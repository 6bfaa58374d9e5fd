import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { collide } from '../../shared/domain/duplicate-rule.ts';
import { isInEffect, type Period, periodFaults, validityOn } from '../../shared/domain/validity.ts';

const period = (effectiveStart: string | null, effectiveEnd: string | null): Period => ({
  effectiveStart,
  effectiveEnd,
});

describe('validity on a day', () => {
  const spring = period('2026-03-01', '2026-06-30');
  it.each([
    ['2026-02-28', 'future'],
    ['2026-03-01', 'current'],
    ['2026-06-30', 'current'],
    ['2026-07-01', 'past'],
  ])('%s: %s', (day, validity) => {
    expect(validityOn(spring, day)).toBe(validity);
    expect(isInEffect(spring, day)).toBe(validity === 'current');
  });

  it('has no limits where none are set', () => {
    expect(validityOn(period(null, null), '0001-01-01')).toBe('current');
    expect(validityOn(period(null, '2026-01-01'), '1900-01-01')).toBe('current');
    expect(validityOn(period('2026-01-01', null), '9999-12-31')).toBe('current');
  });
});

describe('two periods of the same connection', () => {
  it.each([
    ['overlap', period('2020-01-01', '2022-01-01'), period('2021-01-01', '2023-01-01'), true],
    ['hand over on one day', period('2020-01-01', '2021-01-01'), period('2021-01-01', null), false],
    ['lie apart', period('2020-01-01', '2020-12-31'), period('2021-01-01', null), false],
    [
      'contain one day of the other',
      period('2020-01-01', null),
      period('2021-01-01', '2021-01-01'),
      true,
    ],
    ['are both open', period(null, null), period(null, null), true],
    ['are open at different ends', period(null, '2021-01-01'), period('2020-01-01', null), true],
    ['are open and hand over', period(null, '2021-01-01'), period('2021-01-01', null), false],
    ['begin on the same day', period('2021-01-01', '2021-01-01'), period('2021-01-01', null), true],
  ])('that %s', (_, a, b, expected) => {
    expect(collide(a, b)).toBe(expected);
    expect(collide(b, a)).toBe(expected);
  });

  it('do not exclude each other with different titles, compared as texts are everywhere', () => {
    const titled = (title: string | null) => ({ ...period(null, null), title });
    expect(collide(titled('Minister of Works'), titled('Minister of Mines'))).toBe(false);
    expect(collide(titled('Minister of Works'), titled('MINISTER OF WORKS'))).toBe(true);
    expect(collide(titled('Stra\u00dfe'), titled('STRASSE'))).toBe(true);
    expect(collide(titled('Chair'), titled(null))).toBe(false);
    expect(collide(titled(null), titled(null))).toBe(true);
  });

  it('collide if and only if they share two or more days or start on the same day', () => {
    const day = fc.option(fc.integer({ min: 1, max: 12 }), { nil: null });
    const days = fc.tuple(day, day).filter(([start, end]) => !start || !end || start <= end);
    const text = (n: number | null) =>
      n === null ? null : `2026-01-${String(n).padStart(2, '0')}`;
    fc.assert(
      fc.property(days, days, ([s1, e1], [s2, e2]) => {
        const from = Math.max(s1 ?? -9, s2 ?? -9);
        const to = Math.min(e1 ?? 99, e2 ?? 99);
        const handsOver = from === to && (e1 === s2 || e2 === s1);
        const expected = s1 === s2 || (from <= to && !handsOver);
        expect(collide(period(text(s1), text(e1)), period(text(s2), text(e2)))).toBe(expected);
      }),
      { numRuns: 2000 },
    );
  });
});

it('an end before the start is refused; the same day is not', () => {
  expect(periodFaults(period('2026-02-01', '2026-01-31'))).toMatchObject([
    { path: 'effectiveEnd', code: 'ConnectionInvalidStartEndDate' },
  ]);
  expect(periodFaults(period('2026-02-01', '2026-02-01'))).toEqual([]);
});
