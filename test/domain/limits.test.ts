// Limits of roles, day by day: who uses up a place, and what a new connection can replace.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  limitAdvice,
  limitedPlaces,
  limitReached,
  replacement,
  replacementFault,
  usingUp,
} from '../../shared/domain/limit-rule.ts';
import type { Period } from '../../shared/domain/validity.ts';
import { catalogOf, role } from '../support/fixtures.ts';

const period = (effectiveStart: string | null, effectiveEnd: string | null, id = '') => ({
  id,
  effectiveStart,
  effectiveEnd,
});
const ids = (all: readonly { id: string }[]) => all.map(({ id }) => id).join();

describe('a limit of 1', () => {
  const holder = period('2026-03-10', '2026-03-20', 'x');
  it.each([
    ['during it', period('2026-03-12', '2026-03-14'), 'x'],
    ['around it', period('2026-03-01', null), 'x'],
    ['without dates', period(null, null), 'x'],
    ['into it', period('2026-03-01', '2026-03-11'), 'x'],
    ['until its first day', period('2026-03-01', '2026-03-10'), ''],
    ['from its last day', period('2026-03-20', null), ''],
    ['on its first day only', period('2026-03-10', '2026-03-10'), 'x'],
    ['on its last day only', period('2026-03-20', '2026-03-20'), ''],
    ['after it', period('2026-04-01', null), ''],
  ])('with a connection %s', (_, connection, expected) => {
    expect(ids(usingUp(1, connection, [holder]))).toBe(expected);
  });

  it('counts a day that is the first and last of both', () => {
    const day = period('2026-03-10', '2026-03-10', 'day');
    expect(ids(usingUp(1, day, [day]))).toBe('day');
  });

  it('names all that are in effect on a day without a place, in their order', () => {
    const others = [
      period('2030-01-01', null, 'later'),
      period(null, '2020-01-01', 'past'),
      holder,
    ];
    expect(ids(usingUp(1, period('2026-01-01', null), others))).toBe('later,x');
  });
});

it('a larger limit counts on each day', () => {
  const two = [period('2026-01-01', '2026-06-01', 'a'), period('2026-05-01', null, 'b')];
  expect(ids(usingUp(2, period('2026-01-01', '2026-05-01'), two))).toBe('');
  expect(ids(usingUp(2, period('2026-01-01', '2026-05-02'), two))).toBe('a,b');
  expect(ids(usingUp(2, period('2026-06-01', null), two))).toBe('');
});

it('a connection that has its place keeps it on those days, and needs one for new days', () => {
  const former = period('2026-01-01', '2026-06-01');
  const other = period('2026-03-01', '2026-09-01', 'other');
  expect(ids(usingUp(1, period('2026-01-01', '2026-04-01'), [other], former))).toBe('');
  expect(ids(usingUp(1, former, [other], former))).toBe('');
  expect(ids(usingUp(1, period('2026-01-01', '2026-07-01'), [other], former))).toBe('other');
  expect(ids(usingUp(1, period('2025-01-01', '2026-06-01'), [other], former))).toBe('');
});

it('agrees with counting day by day', () => {
  const days = Array.from({ length: 12 }, (_, at) => `2026-01-${String(at + 1).padStart(2, '0')}`);
  const date = fc.option(fc.constantFrom(...days.slice(2, 10)), { nil: null });
  const anyPeriod = fc.tuple(date, date).map(([one, other]) => {
    const [start, end] =
      one !== null && other !== null && one > other ? [other, one] : [one, other];
    return period(start, end);
  });
  /** In effect, without the last day unless it is also the first. */
  const needs = ({ effectiveStart, effectiveEnd }: Period, day: string) =>
    (effectiveStart === null || effectiveStart <= day) &&
    (effectiveEnd === null ||
      day < effectiveEnd ||
      (day === effectiveEnd && effectiveStart === effectiveEnd));
  fc.assert(
    fc.property(
      anyPeriod,
      fc.array(anyPeriod, { maxLength: 6 }),
      fc.integer({ min: 1, max: 3 }),
      fc.option(anyPeriod, { nil: undefined }),
      (connection, periods, limit, former) => {
        const others = periods.map((one, at) => ({ ...one, id: String(at) }));
        const full = days
          .filter((day) => needs(connection, day) && !(former && needs(former, day)))
          .map((day) => others.filter((one) => needs(one, day)))
          .filter((inEffect) => inEffect.length >= limit)
          .flat();
        const expected = others.filter((one) => full.includes(one));
        expect(usingUp(limit, connection, others, former)).toEqual(expected);
      },
    ),
    { numRuns: 2000 },
  );
});

describe('a replacement', () => {
  it('starts today if it has no start', () => {
    expect(replacement(period(null, null), '2026-11-30').effectiveStart).toBe('2026-11-30');
    expect(replacement(period('2027-01-01', null), '2026-11-30').effectiveStart).toBe('2027-01-01');
  });

  it('cannot end a connection that starts on that day or later, or start after its own end', () => {
    const connection = period('2026-11-30', null);
    expect(replacementFault(connection, [period(null, null, 'x')])).toBeUndefined();
    expect(replacementFault(connection, [period('2026-11-29', null, 'x')])).toBeUndefined();
    expect(replacementFault(connection, [period('2026-11-30', null, 'x')])).toBe(
      'x starts on 2026-11-30, so it cannot end on 2026-11-30 to be replaced',
    );
    expect(replacementFault(period('2026-11-30', '2026-01-01'), [period(null, null, 'x')])).toBe(
      'it ends before today: it needs an effectiveStart to replace x',
    );
  });
});

it('a place is needed on each side whose other role has a limit, by active connections only', () => {
  const roles = [role({ id: 'lead', maxPerRecord: 1 }), role({ id: 'friend', maxPerRecord: 3 })];
  const catalog = { ...catalogOf(['contact'], roles), limitedSince: new Map([['lead', 'then']]) };
  const side = (id: string, roleId: string | null) => ({ type: 'contact', id, roleId });
  const places = (
    one: string | null,
    two: string | null,
    state: 'active' | 'inactive' = 'active',
  ) =>
    limitedPlaces(catalog, {
      ...period(null, null),
      record1: side('a', one),
      record2: side('b', two),
      state,
    }).map(({ record, roleId, max }) => `${record.id} ${roleId} ${max}`);
  expect(places('lead', null)).toEqual(['b lead 1']);
  expect(places('friend', 'friend')).toEqual(['a friend 3', 'b friend 3']);
  expect(places(null, 'gone')).toEqual([]);
  expect(places('lead', null, 'inactive')).toEqual([]);
});

it('the refusal says what the limit is, who uses it up and what to do', () => {
  const place = { record: { type: 'account', id: 'a' }, roleId: 'lead', max: 1, since: '' };
  const refusal = limitReached(place, [period('2020-01-01', null, 'x')], limitAdvice(1, true));
  expect(refusal.message).toBe(
    'account/a may have only one connection to records with the role lead on the same day, and has ' +
      'x (from 2020-01-01); end it first, or create this one with "replace": true',
  );
  expect(refusal.extras).toEqual({ limit: 1, existingIds: ['x'] });
  const many = ['v', 'w', 'x', 'y'].map((id) => period(null, null, id));
  expect(limitReached({ ...place, max: 4 }, many, limitAdvice(4, false)).message).toBe(
    'account/a may have at most 4 connections to records with the role lead on the same day, and has ' +
      'v (without dates), w (without dates), x (without dates) and 1 more; end as many of them as ' +
      'necessary first, or choose dates on which there is a place',
  );
});
