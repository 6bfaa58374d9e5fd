// Bugs planted deliberately between the SDK and the engine: the torture run must catch each.
import { randomUUID } from 'node:crypto';
import { halfKind, items, limitKind, seriesKind } from '../../shared/table/schema.ts';
import type { Json } from './wire.ts';

/** Changes a transaction; a removed write is sent separately after it. */
export type Plant = (transaction: Json) => { transaction: Json; outside?: Json };

const sortOf = (item: Json): string => item.Put?.Item.sk.S ?? '';

/** Puts the items of a kind whatever is stored. */
const unconditional =
  (kind: string): Plant =>
  (transaction) => ({
    transaction: {
      ...transaction,
      TransactItems: transaction.TransactItems.map((item: Json) => {
        if (!sortOf(item).startsWith(`${kind}#`)) return item;
        const { ConditionExpression, ExpressionAttributeNames, ExpressionAttributeValues, ...Put } =
          item.Put;
        return { Put };
      }),
    },
  });

export const planted: Readonly<Record<string, Plant>> = {
  'a half written outside the transaction': (transaction) => {
    const isHalf = (item: Json) => sortOf(item).startsWith(`${halfKind}#`);
    const half = transaction.TransactItems.findLast(isHalf);
    if (!half || transaction.TransactItems.length === 1) return { transaction };
    const TransactItems = transaction.TransactItems.filter((item: Json) => item !== half);
    const { TableName, Item } = half.Put;
    return { transaction: { ...transaction, TransactItems }, outside: { TableName, Item } };
  },

  'a retry with a new token': (transaction) => ({
    transaction: { ...transaction, ClientRequestToken: randomUUID() },
  }),

  'a counter without its guard': (transaction) => ({
    transaction: {
      ...transaction,
      TransactItems: transaction.TransactItems.map((item: Json) => {
        const isGuarded = sortOf(item) === items.summary.sort();
        if (!isGuarded) return item;
        const { ConditionExpression, ExpressionAttributeNames, ExpressionAttributeValues, ...Put } =
          item.Put;
        return { Put };
      }),
    },
  }),

  'a series without its condition': unconditional(seriesKind),

  'a list of a limit without its condition': unconditional(limitKind),

  'a change counted without its marker': (transaction) => ({
    transaction: {
      ...transaction,
      TransactItems: transaction.TransactItems.map((item: Json) => {
        if (!/^(history|lifetime|left)#/.test(sortOf(item))) return item;
        const { ConditionExpression, ...Put } = item.Put;
        return { Put };
      }),
    },
  }),
};
