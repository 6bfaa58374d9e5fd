// Where the scale of a timeline has its marks: years, or months where there is room for them.
import { dateOf, dayOf, type Span } from '../day/days.ts';

export interface Tick {
  readonly day: number;
  readonly label: string;
}

/** Years between marks, the smallest first. */
const yearSteps = [1, 2, 5, 10, 20, 50, 100];
const monthSteps = [1, 3, 6];
const month = new Intl.DateTimeFormat(undefined, {
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});

/** Marks on first days of months or years, at least `least` px from one to the next. */
export function ticksOf({ from, to }: Span, pxPerDay: number, least = 80): Tick[] {
  const months = monthSteps.find((step) => step * 30 * pxPerDay >= least);
  const years = yearSteps.find((step) => step * 365 * pxPerDay >= least) ?? 200;
  const first = new Date(dateOf(from));
  const ticks: Tick[] = [];
  const step = months ?? 12 * years;
  // Months are counted from the year 0, so that every fifth year is one that ends in 0 or 5.
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
