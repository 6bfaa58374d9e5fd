// Reading many items: all pages of a Query, any number of keys.
import {
  BatchGetCommand,
  QueryCommand,
  type QueryCommandInput,
  type QueryCommandOutput,
} from '@aws-sdk/lib-dynamodb';
import { busy } from './busy.ts';
import type { Key } from './commit.ts';
import type { Table } from './open-table.ts';

/** What a Query asks for; the table is given. */
export type Question = Omit<QueryCommandInput, 'TableName' | 'ExclusiveStartKey'>;

/** The pages of a Query, to the last one; each is one call of at most 1 MB. */
export async function* pagesOf(
  table: Table,
  question: Question,
): AsyncGenerator<QueryCommandOutput> {
  let start: Record<string, unknown> | undefined;
  do {
    const page: QueryCommandOutput = await table.db.send(
      new QueryCommand({
        ...question,
        TableName: table.name,
        ...(start && { ExclusiveStartKey: start }),
      }),
    );
    yield page;
    start = page.LastEvaluatedKey;
  } while (start);
}

/** How many keys one BatchGetItem may ask for (DynamoDB quota). */
const maxKeys = 100;

/**
 * The items that exist at these keys, in no particular order: one BatchGetItem for each 100 keys,
 * and again for what the engine left unread.
 * @param attributes the only ones to give back; saves no read units
 * @throws Refusal Busy when the engine keeps leaving items unread
 */
export async function itemsAt(
  table: Table,
  keys: readonly Key[],
  { consistent, attributes }: { consistent: boolean; attributes?: readonly string[] },
): Promise<Record<string, unknown>[]> {
  const projection = attributes && {
    ProjectionExpression: attributes.map((name) => `#${name}`).join(', '),
    ExpressionAttributeNames: Object.fromEntries(attributes.map((name) => [`#${name}`, name])),
  };
  const found: Record<string, unknown>[] = [];
  let unread: Record<string, unknown>[] = keys.map(({ pk, sk }) => ({ pk, sk }));
  for (let attempt = 0; unread.length > 0; attempt += 1) {
    if (attempt > 10 + keys.length / maxKeys) throw busy();
    const { Responses, UnprocessedKeys } = await table.db.send(
      new BatchGetCommand({
        RequestItems: {
          [table.name]: {
            Keys: unread.slice(0, maxKeys),
            ConsistentRead: consistent,
            ...projection,
          },
        },
      }),
    );
    found.push(...(Responses?.[table.name] ?? []));
    const left = UnprocessedKeys?.[table.name]?.Keys ?? [];
    if (left.length > 0) {
      table.onRetry('trouble');
      await table.pause(table.random() * 50 * 2 ** Math.min(attempt, 5));
    }
    unread = [...left, ...unread.slice(maxKeys)];
  }
  return found;
}
