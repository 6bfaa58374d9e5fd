// What a person types of a new record, and the record it makes.
import type { StoredRecord } from '../../shared/contracts/records.ts';

export interface AttributeRow {
  /** Tells rows apart. */
  readonly row: number;
  readonly name: string;
  readonly value: string;
}

export interface TypedRecord {
  readonly type: string;
  readonly name: string;
  /** Empty: made from the name. */
  readonly id: string;
  readonly attributes: readonly AttributeRow[];
}

export const blankRecord = (type: string, name = ''): TypedRecord => ({
  type,
  name,
  id: '',
  attributes: [],
});

/** An id that says what it is of, and that no other record has. */
export function idFrom(name: string): string {
  const words = name
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 60);
  const unique = crypto.randomUUID().slice(0, 8);
  return words === '' ? unique : `${words}-${unique}`;
}

/** Numbers, true and false as what they are; the rest as text. */
function meant(typed: string): unknown {
  const text = typed.trim();
  if (/^-?(0|[1-9]\d{0,14})(\.\d{1,15})?$/.test(text)) return Number(text);
  if (text === 'true' || text === 'false') return text === 'true';
  return text;
}

export const attributesOf = (rows: readonly AttributeRow[]): StoredRecord['attributes'] =>
  Object.fromEntries(
    rows
      .filter(({ name }) => name.trim() !== '')
      .map(({ name, value }) => [name.trim(), meant(value)]),
  );
