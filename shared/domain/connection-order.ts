// The order of a list of connections that is sorted by a field: by its value, and by half where values are equal.

import type { OrderBy } from '../contracts/connection-query-schemas.ts';
import { Refusal } from '../contracts/error-codes.ts';
import { foldText } from '../text/fold-text.ts';
import { ends, type Half } from './perspective.ts';

/** A place in the order. */
export interface OrderPlace {
  /** As values are compared; null if there is none. */
  readonly value: string | null;
  /** Of the half: lists by role and by type may contain both halves of a connection. */
  readonly id: string;
}

/** The most connections that are sorted for a list. */
export const mostSorted = 1000;

/** How many characters of a text decide its place: a cursor contains them. */
const comparedCharacters = 400;

const folded = (text: string | null) =>
  text && [...foldText(text)].slice(0, comparedCharacters).join('');

/** The place of a half. */
export function placeIn(orderBy: OrderBy, half: Half): OrderPlace {
  const { connection, side } = half;
  const [field] = fieldAndDirection(orderBy);
  const id = `${connection.id}/${side}`;
  switch (field) {
    case 'connectedName':
      return { id, value: folded(ends(half).connected.name) };
    case 'title':
      return { id, value: folded(connection.title) };
    default:
      return { id, value: connection[field] };
  }
}

type Field = OrderBy extends infer Text
  ? Text extends `${infer Name} desc`
    ? Name
    : never
  : never;

const fieldAndDirection = (orderBy: OrderBy) =>
  orderBy.split(' ') as [field: Field, direction?: 'desc'];

/** Compares two places, as `sort` needs it. Those without a value come last, in either direction. */
export function comparePlaces(orderBy: OrderBy): (one: OrderPlace, other: OrderPlace) => number {
  const sign = fieldAndDirection(orderBy)[1] === 'desc' ? -1 : 1;
  return (one, other) => {
    if (one.value === other.value) return compare(one.id, other.id);
    if (one.value === null || other.value === null) return one.value === null ? 1 : -1;
    return sign * compare(one.value, other.value);
  };
}

const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);

/**
 * The refusal to sort a list.
 * @param count how many connections it covers, or one more than can be sorted if it is only known that it is too many
 */
export const tooManyToSort = (count: number): Refusal =>
  Refusal.at(
    'orderBy',
    'TooManyToSort',
    `at most ${mostSorted} connections can be sorted, but the list covers ${count === mostSorted + 1 ? 'more' : count}; ` +
      'narrow it with roleId, connectedType or connectedId, or leave orderBy out',
    { count },
  );
