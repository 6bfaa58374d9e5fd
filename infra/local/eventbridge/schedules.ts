// Runs schedules of rules and of EventBridge Scheduler: rate(…), cron(…) and at(…), in UTC.
import { StartError } from '../base/start-error.ts';

export interface Schedule {
  /** Logical id. */
  readonly name: string;
  readonly expression: string;
  readonly fire: () => void;
}

/** Runs schedules until stopped. Runs that were due while the host was not running are skipped. */
export class Schedules {
  readonly #schedules: readonly Schedule[];
  #timers: NodeJS.Timeout[] = [];

  /** @throws StartError for an expression that is not valid. */
  constructor(schedules: readonly Schedule[]) {
    this.#schedules = schedules;
    for (const { expression, name } of schedules) {
      if (rateMs(expression) === undefined && !minuteOf(expression)) {
        throw new StartError(
          `The schedule ${name} has an expression that is not supported: ${expression}.`,
        );
      }
    }
  }

  get names(): string[] {
    return this.#schedules.map(({ name }) => name);
  }

  start(): void {
    for (const { expression, fire } of this.#schedules) {
      const every = rateMs(expression);
      if (every === undefined) this.#eachMinute(minuteOf(expression) ?? (() => false), fire);
      else this.#timers.push(setInterval(fire, every).unref());
    }
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers = [];
  }

  /**
   * Runs a schedule now, independent of its expression.
   *
   * @param name its logical id, or the beginning of the id if no other id begins with it.
   * @throws Error naming the existing schedules.
   */
  fire(name: string): void {
    const found = this.#schedules.filter((schedule) => schedule.name.startsWith(name));
    const one = found.find((schedule) => schedule.name === name) ?? found[0];
    if (!one || (found.length > 1 && one.name !== name)) {
      throw new Error(
        `"${name}" is not exactly one schedule; the schedules are ${this.names.join(', ')}.`,
      );
    }
    one.fire();
  }

  #eachMinute(isTime: (time: Date) => boolean, fire: () => void): void {
    const index = this.#timers.length;
    const wait = () => {
      const now = Date.now();
      const minute = (Math.floor(now / 60_000) + 1) * 60_000;
      const timer = setTimeout(() => {
        if (isTime(new Date(minute))) fire();
        wait();
      }, minute - now);
      this.#timers[index] = timer.unref();
    };
    wait();
  }
}

/** Milliseconds of `rate(5 minutes)`; undefined for another kind of expression. */
function rateMs(expression: string): number | undefined {
  const [, count, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  const units: Record<string, number> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };
  const ms = Number(count) * (units[unit ?? ''] ?? 0);
  // The limit of a timer.
  return ms > 0 ? Math.min(ms, 2 ** 31 - 1) : undefined;
}

const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const weekdays = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/** Tests whether `cron(…)` or `at(…)` includes a minute; undefined for another kind of expression. */
function minuteOf(expression: string): ((time: Date) => boolean) | undefined {
  const [, at] = /^at\((\d{4}-\d\d-\d\dT\d\d:\d\d):\d\d\)$/.exec(expression) ?? [];
  if (at !== undefined) return (time) => time.toISOString().startsWith(at);
  const [, fields] = /^cron\(([^)]+)\)$/.exec(expression) ?? [];
  const [minute, hour, day, month, weekday, year, ...more] = fields?.trim().split(/\s+/) ?? [];
  if (!minute || !hour || !day || !month || !weekday || !year || more.length) return undefined;
  const tests = [
    numbers(minute, 0, 59, (time) => time.getUTCMinutes()),
    numbers(hour, 0, 23, (time) => time.getUTCHours()),
    day === 'L' ? isLastDay : numbers(day, 1, 31, (time) => time.getUTCDate()),
    numbers(named(month, months, 1), 1, 12, (time) => time.getUTCMonth() + 1),
    numbers(named(weekday, weekdays, 1), 1, 7, (time) => time.getUTCDay() + 1),
    numbers(year, 1970, 2199, (time) => time.getUTCFullYear()),
  ];
  if (tests.includes(undefined)) return undefined;
  return (time) => tests.every((test) => test?.(time));
}

function isLastDay(time: Date): boolean {
  return new Date(time.getTime() + 86_400_000).getUTCDate() === 1;
}

function named(field: string, names: readonly string[], first: number): string {
  return field.replace(/[A-Z]{3}/gi, (name) => {
    const index = names.indexOf(name.toUpperCase());
    return index < 0 ? name : String(index + first);
  });
}

/** Reads lists, ranges, steps, `*` and `?`; undefined for anything else. */
function numbers(field: string, low: number, high: number, of: (time: Date) => number) {
  const wanted = new Set<number>();
  for (const part of field.split(',')) {
    const [, from, to, step] = /^(\*|\?|\d+)(?:-(\d+))?(?:\/(\d+))?$/.exec(part) ?? [];
    if (from === undefined || step === '0') return undefined;
    const start = /\d/.test(from) ? Number(from) : low;
    const open = !/\d/.test(from) || (step !== undefined && to === undefined);
    const end = to === undefined ? (open ? high : start) : Number(to);
    if (start < low || end > high || start > end) return undefined;
    for (let value = start; value <= end; value += Number(step ?? 1)) wanted.add(value);
  }
  return (time: Date) => wanted.has(of(time));
}
