// Dates and numbers as the browser's locale writes them.

const number = new Intl.NumberFormat();
// A calendar date is the same day everywhere: it is read and written as UTC.
const date = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeZone: 'UTC' });
const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

export const formatNumber = (value: number) => number.format(value);
/** Of a calendar date, YYYY-MM-DD. */
export const formatDate = (value: string) => date.format(new Date(value));
/** Of an instant, in the browser's time zone. */
export const formatInstant = (value: string) => moment.format(new Date(value));

interface Period {
  readonly effectiveStart: string | null;
  readonly effectiveEnd: string | null;
}

/** A period of calendar dates; '' without start and end. */
export function periodText({ effectiveStart: start, effectiveEnd: end }: Period): string {
  if (start && end) return `${formatDate(start)} – ${formatDate(end)}`;
  if (start) return `from ${formatDate(start)}`;
  return end ? `until ${formatDate(end)}` : '';
}

/** "Maria’s", "James’". */
export const possessive = (name: string) => `${name}${/s$/i.test(name) ? '’' : '’s'}`;

/**
 * A name for a place with little room, such as the head of a column: "Maria" of "Maria Oduya". Two
 * words where the first says nothing alone, as "The"; short names stay whole.
 */
export function shortName(name: string): string {
  const [first = '', ...others] = name.trim().split(/\s+/);
  if (name.length <= 10 || others.length === 0) return name;
  return first.length < 3 || first.endsWith('.') || first === 'The'
    ? `${first} ${others[0]}`
    : first;
}

/** A value of an attribute: text as it is, all else as JSON. */
export const valueText = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value);

/** A value of an attribute for people, with dates and numbers as they write them. */
export function attributeText(value: unknown, key: string): string {
  if (Array.isArray(value)) return value.map((each) => attributeText(each, key)).join(', ');
  // Years and ids have no thousands separators.
  if (typeof value === 'number') {
    return /since|year|id$/i.test(key) ? String(value) : formatNumber(value);
  }
  if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)) {
    return Number.isNaN(Date.parse(value)) ? value : formatDate(value);
  }
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** The name of an attribute for people: `numberOfEmployees` as "Number of employees". */
export function attributeLabel(key: string): string {
  const words = key
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
