// Attributes, free JSON, as lines that people read.
import { formatDate, formatNumber } from '../parts/format.ts';

export interface Line {
  /** As filters name it: `address/city`. */
  readonly path: string;
  readonly label: string;
  readonly value: string;
}

/** One line for each value; those of objects within are named by the way to them. */
export function readable(attributes: Readonly<Record<string, unknown>>, before = ''): Line[] {
  return Object.entries(attributes).flatMap(([key, value]) => {
    const path = `${before}${key}`;
    if (value === null || value === '') return [];
    if (typeof value === 'object' && !Array.isArray(value)) {
      return readable(value as Record<string, unknown>, `${path}/`);
    }
    return [{ path, label: labelOf(key), value: textOf(value, key) }];
  });
}

/** `numberOfEmployees` as "Number of employees". */
function labelOf(key: string): string {
  const words = key
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function textOf(value: unknown, key: string): string {
  if (Array.isArray(value)) return value.map((each) => textOf(each, key)).join(', ');
  // A year, or a number that names something, has no thousands.
  if (typeof value === 'number') {
    return /since|year|id$/i.test(key) ? String(value) : formatNumber(value);
  }
  if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)) {
    return Number.isNaN(Date.parse(value)) ? value : formatDate(value);
  }
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
