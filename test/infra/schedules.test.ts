// The schedule expressions of EventBridge.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Schedules } from '../../infra/local/eventbridge/schedules.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** When a schedule fires within a span that starts at a time. */
function firings(expression: string, start: string, hours: number): string[] {
  vi.setSystemTime(new Date(start));
  const fired: string[] = [];
  const fire = () => fired.push(new Date().toISOString().slice(0, 16));
  const schedules = new Schedules([{ name: 'Schedule', expression, fire }]);
  schedules.start();
  vi.advanceTimersByTime(hours * 3_600_000);
  schedules.stop();
  vi.advanceTimersByTime(48 * 3_600_000);
  return fired;
}

describe('a schedule', () => {
  it.each([
    ['rate(1 hour)', ['2026-03-01T01:30', '2026-03-01T02:30', '2026-03-01T03:30']],
    ['rate(90 minutes)', ['2026-03-01T02:00', '2026-03-01T03:30']],
    ['rate(1 day)', []],
    // The first of March 2026 is a Sunday.
    ['cron(0 2 * * ? *)', ['2026-03-01T02:00']],
    [
      'cron(0/30 1-2 ? 3 SUN 2026)',
      ['2026-03-01T01:00', '2026-03-01T01:30', '2026-03-01T02:00', '2026-03-01T02:30'],
    ],
    ['cron(15,45 3 ? * MON-FRI *)', []],
    ['cron(0 3 1 MAR,APR ? *)', ['2026-03-01T03:00']],
    ['cron(0 3 L * ? *)', []],
    ['cron(0 3 ? * 1 *)', ['2026-03-01T03:00']],
    ['at(2026-03-01T02:05:00)', ['2026-03-01T02:05']],
    ['at(2025-03-01T02:05:00)', []],
  ])('%s fires at the expected times', (expression, expected) => {
    expect(firings(expression, '2026-03-01T00:30:00Z', 3.1)).toEqual(expected);
  });

  it('fires on the last day of a month', () => {
    expect(firings('cron(0 3 L * ? *)', '2028-02-28T12:00:00Z', 24)).toEqual(['2028-02-29T03:00']);
  });

  it.each([
    'rate(0 minutes)',
    'rate(1 week)',
    'cron(* * * * *)',
    'cron(60 * * * ? *)',
    'cron(0 3 ? * MON#1 *)',
    'hourly',
  ])('%s is refused', (expression) => {
    expect(() => new Schedules([{ name: 'S', expression, fire: () => {} }])).toThrow(
      `The schedule S has an expression that is not supported: ${expression}.`,
    );
  });
});
