// Reading items: one, any number by their keys, or all pages of a Query.
import {
  BatchGetCommand,
  GetCommand,
  QueryCommand,
  type QueryCommandInput,
  type QueryCommandOutput,
} from '@aws-sdk/lib-dynamodb';
import { busy } from './busy.ts';
import type { Key } from './commit.ts';
import type { Table } from './open-table.ts';
import { backOff, mayTryAgain, retries } from './retries.ts';

/** The item at a key, strongly consistent; undefined if there is none. 1 GetItem. */
export async function itemAt(
  table: Table,
  { pk, sk }: Key,
): Promise<Record<string, unknown> | undefined> {
  const { Item } = await table.db.send(
    new GetCommand({ TableName: table.name, Key: { pk, sk }, ConsistentRead: true }),
  );
  return Item;
}

/** Sorts after `#` and before every character that a part of a sort key begins with. */
export const afterSeparator = '$';

/**
 * The Query for the items of a partition whose sort keys begin with a prefix that ends with `#`.
 * As a range: for `begins_with` DynamoDB Local reads the whole partition, a second for a million
 * items.
 */
export const keysUnder = (partition: string, prefix: string) => ({
  KeyConditionExpression: 'pk = :partition AND sk BETWEEN :from AND :to',
  ExpressionAttributeValues: {
    ':partition': partition,
    ':from': prefix,
    ':to': prefix.slice(0, -1) + afterSeparator,
  },
});

/** The parameters of a Query except the table and the start. */
export type QueryParameters = Omit<QueryCommandInput, 'TableName' | 'ExclusiveStartKey'>;

/** All pages of a Query; each is one call of at most 1 MB. */
export async function* pagesOf(
  table: Table,
  query: QueryParameters,
): AsyncGenerator<QueryCommandOutput> {
  let start: Record<string, unknown> | undefined;
  do {
    const page: QueryCommandOutput = await table.db.send(
      new QueryCommand({
        ...query,
        TableName: table.name,
        ...(start && { ExclusiveStartKey: start }),
      }),
    );
    yield page;
    start = page.LastEvaluatedKey;
  } while (start);
}

/** The most keys in one BatchGetItem (DynamoDB quota). */
const maxKeys = 100;

/**
 * The items that exist at these keys, in no particular order. One BatchGetItem for each 100 keys, all
 * at once, and more for keys that DynamoDB returned unprocessed.
 * @param attributes the only attributes to return; saves no read units
 * @throws Refusal Busy when DynamoDB keeps returning unprocessed keys
 */
export async function itemsAt(
  table: Table,
  keys: readonly Key[],
  options: { consistent: boolean; attributes?: readonly string[] },
): Promise<Record<string, unknown>[]> {
  const batches: Key[][] = [];
  for (let from = 0; from < keys.length; from += maxKeys) {
    batches.push(keys.slice(from, from + maxKeys));
  }
  return (await Promise.all(batches.map((batch) => batchAt(table, batch, options)))).flat();
}

async function batchAt(
  table: Table,
  keys: readonly Key[],
  { consistent, attributes }: { consistent: boolean; attributes?: readonly string[] },
): Promise<Record<string, unknown>[]> {
  const projection = attributes && {
    ProjectionExpression: attributes.map((name) => `#${name}`).join(', '),
    ExpressionAttributeNames: Object.fromEntries(attributes.map((name) => [`#${name}`, name])),
  };
  const began = table.clock();
  const found: Record<string, unknown>[] = [];
  let unread: Record<string, unknown>[] = keys.map(({ pk, sk }) => ({ pk, sk }));
  for (let attempt = 0; unread.length > 0; attempt += 1) {
    const { Responses, UnprocessedKeys } = await table.db.send(
      new BatchGetCommand({
        RequestItems: {
          [table.name]: { Keys: unread, ConsistentRead: consistent, ...projection },
        },
      }),
    );
    found.push(...(Responses?.[table.name] ?? []));
    unread = UnprocessedKeys?.[table.name]?.Keys ?? [];
    if (unread.length > 0) {
      if (!mayTryAgain(table, retries.unprocessedKeys, attempt, began)) throw busy();
      table.onRetry('trouble');
      await backOff(table, retries.unprocessedKeys, attempt);
    }
  }
  return found;
}

/** The results of some work for each input, in order; at most `atOnce` are in progress at the same time. */
export async function eachOf<Input, Result>(
  inputs: readonly Input[],
  atOnce: number,
  work: (input: Input) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const pending = inputs.entries();
  const worker = async () => {
    for (const [at, input] of pending) results[at] = await work(input);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, inputs.length) }, worker));
  return results;
}
