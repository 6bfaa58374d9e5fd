// Attributes as they are typed: rows of names and values.

import type { StoredRecord } from '../../shared/contracts/answers/record-answers.ts';
import { readExactJson } from '../../shared/text/exact-json.ts';
import { isExactNumber } from '../../shared/text/exact-number.ts';

export interface AttributeRow {
  /** Identifies the row while it is edited. */
  readonly row: number;
  readonly name: string;
  readonly value: string;
}

/** The number of another row. */
export const nextRow = (rows: readonly { readonly row: number }[]) =>
  Math.max(0, ...rows.map(({ row }) => row)) + 1;

const named = (rows: readonly AttributeRow[]) =>
  rows.map(({ name, value }) => ({ name: name.trim(), value })).filter(({ name }) => name !== '');

/** The first name that two rows have; one of them would be lost. */
export function repeatedName(rows: readonly AttributeRow[]): string | undefined {
  const names = named(rows).map(({ name }) => name);
  return names.find((name, at) => names.indexOf(name) !== at);
}

/** The attributes of the rows that have a name. */
export const attributesOf = (rows: readonly AttributeRow[]): StoredRecord['attributes'] =>
  Object.fromEntries(named(rows).map(({ name, value }) => [name, meantBy(value)]));

/** A number as it is typed, if it keeps its value. */
export function numberOf(typed: string): number | undefined {
  const text = typed.trim();
  return /^-?(0|[1-9]\d*)(\.\d+)?$/.test(text) && isExactNumber(text) ? Number(text) : undefined;
}

/**
 * The value that a text stands for: true, false, a number that keeps its value, or a text in quotes, a list
 * or an object as in JSON. Everything else is text.
 */
export function meantBy(typed: string): unknown {
  const text = typed.trim();
  if (text === 'true' || text === 'false') return text === 'true';
  return numberOf(text) ?? (/^["[{]/.test(text) ? jsonOf(text) : undefined) ?? text;
}

/** The value of a JSON text; undefined if it is not JSON, or would change. */
function jsonOf(text: string): unknown {
  try {
    const { value, faults } = readExactJson(text);
    return faults.length === 0 ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The text that stands for a value; '' for none and for null. */
export function typedFor(value: unknown): string {
  if (value === null || value === undefined) return '';
  // A field of one line would remove the ends of lines.
  if (typeof value === 'string' && /^[^\n\r]+$/.test(value) && meantBy(value) === value)
    return value;
  return JSON.stringify(value);
}
