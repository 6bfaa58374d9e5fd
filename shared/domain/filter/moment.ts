// Dates and times in filters: unquoted in a filter, or as text in the attributes of a record.

/** A date, or a date with a time, both in UTC. */
export class Moment {
  /** Days since 1970-01-01. */
  readonly day: number;
  /** Seconds since 1970 and the digits after them; undefined for a plain date. */
  readonly time: { readonly seconds: number; readonly fraction: string } | undefined;

  constructor(day: number, time?: Moment['time']) {
    this.day = day;
    this.time = time;
  }

  /** Negative if it is before the other. If either is a plain date, only the days are compared. */
  compareTo(other: Moment): number {
    if (!this.time || !other.time) return this.day - other.day;
    const seconds = this.time.seconds - other.time.seconds;
    if (seconds !== 0 || this.time.fraction === other.time.fraction) return seconds;
    return this.time.fraction < other.time.fraction ? -1 : 1;
  }
}

const form =
  /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:\d{2})?)?$/i;
const secondsADay = 86_400;

/**
 * Reads YYYY-MM-DD, or that with Thh:mm, seconds, up to 9 digits of a fraction, and Z or an offset
 * (none = UTC). Undefined for every other text, and for days that do not exist.
 */
export function momentOf(text: string): Moment | undefined {
  // The longest form has 35 characters; attributes may contain long text.
  if (text.length > 35) return undefined;
  const [, date = '', minutes, seconds = '00', fraction = '', offset = 'Z'] = form.exec(text) ?? [];
  const midnight = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== date) {
    return undefined;
  }
  if (minutes === undefined) return new Moment(midnight / 1000 / secondsADay);
  const at = Date.parse(`${date}T${minutes}:${seconds}${offset.toUpperCase()}`) / 1000;
  if (Number.isNaN(at)) return undefined;
  return new Moment(Math.floor(at / secondsADay), {
    seconds: at,
    fraction: fraction.padEnd(9, '0'),
  });
}
