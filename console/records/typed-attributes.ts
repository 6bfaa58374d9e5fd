// The attributes of a record as they are typed: rows of names and values.
import type { StoredRecord } from '../../shared/contracts/record-schemas.ts';
import { isExactNumber } from '../../shared/text/exact-number.ts';

export interface AttributeRow {
  /** Identifies the row while it is edited. */
  readonly row: number;
  readonly name: string;
  readonly value: string;
}

const named = (rows: readonly AttributeRow[]) =>
  rows.map(({ name, value }) => ({ name: name.trim(), value })).filter(({ name }) => name !== '');

/** The first name that two rows have; one of them would be lost. */
export function repeatedName(rows: readonly AttributeRow[]): string | undefined {
  const names = named(rows).map(({ name }) => name);
  return names.find((name, at) => names.indexOf(name) !== at);
}

/** The attributes of the rows that have a name. */
export const attributesOf = (rows: readonly AttributeRow[]): StoredRecord['attributes'] =>
  Object.fromEntries(named(rows).map(({ name, value }) => [name, meant(value)]));

/** Converts true, false, and numbers that keep their value; everything else stays text. */
function meant(typed: string): unknown {
  const text = typed.trim();
  if (/^-?(0|[1-9]\d*)(\.\d+)?$/.test(text) && isExactNumber(text)) return Number(text);
  if (text === 'true' || text === 'false') return text === 'true';
  return text;
}
