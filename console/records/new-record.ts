// What a person types of a new record, and the record it makes.
import type { StoredRecord } from '../../shared/contracts/record-schemas.ts';
import { idOfName } from '../parts/id-of-name.ts';

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

/** @param unique what no other record's id ends with */
export function recordIdFrom(name: string, unique: string): string {
  const words = idOfName(name, 60);
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
