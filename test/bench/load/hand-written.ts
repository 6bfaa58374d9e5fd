// The baseline for Liaison: a link table as a good developer would write it in an afternoon.
//
// It writes two items in a transaction, one for each end; queries by record, role, type and id
// each have a key or an index; pages have cursors. It does not check whether the two records
// exist, has no rules for roles, no periods, no owners and no versions in its conditions, and
// writes no counts, history, events or log.
import { randomUUID } from 'node:crypto';
import { DynamoDBClient, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  DynamoDBDocumentClient,
  QueryCommand,
  type QueryCommandInput,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';
import type { Answer, RoutedRequest } from '../../../infra/local/gateway/payload.ts';
import { scopes } from '../../../shared/contracts/scopes.ts';
import type { FrontRoute } from './front.ts';

interface Link {
  readonly id: string;
  readonly record1: { readonly type: string; readonly id: string };
  readonly record1RoleId: string;
  readonly record2: { readonly type: string; readonly id: string };
  readonly record2RoleId: string;
  readonly description: string;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly modifiedAt: string;
}

/** Its table, as input of CreateTable. */
export const handWrittenTable = {
  AttributeDefinitions: ['pk', 'sk', 'linkId', 'roleId', 'recordType'].map((AttributeName) => ({
    AttributeName,
    AttributeType: 'S' as const,
  })),
  KeySchema: keySchema('pk', 'sk'),
  GlobalSecondaryIndexes: [
    { IndexName: 'by-id', KeySchema: keySchema('linkId'), Projection: all() },
    { IndexName: 'by-role', KeySchema: keySchema('roleId', 'pk'), Projection: all() },
    { IndexName: 'by-type', KeySchema: keySchema('recordType', 'pk'), Projection: all() },
  ],
};

function keySchema(partition: string, sort?: string) {
  return [
    { AttributeName: partition, KeyType: 'HASH' as const },
    ...(sort ? [{ AttributeName: sort, KeyType: 'RANGE' as const }] : []),
  ];
}

function all() {
  return { ProjectionType: 'ALL' as const };
}

/** The two items of a link; the index by id contains one of them. */
export function linkItems({ id, record1, record2, ...link }: Link) {
  const [from, to] = [`${record1.type}#${record1.id}`, `${record2.type}#${record2.id}`];
  const item = (pk: string, own: string, type: string, other: string, otherRole: string) => ({
    ...{ pk, sk: `${own}#${other}`, roleId: own, recordType: type, other, otherRole, id },
    ...{ description: link.description, createdAt: link.createdAt, createdBy: link.createdBy },
    modifiedAt: link.modifiedAt,
  });
  return [
    {
      ...item(from, link.record1RoleId, record1.type, to, link.record2RoleId),
      linkId: id,
    },
    item(to, link.record2RoleId, record2.type, from, link.record1RoleId),
  ] as const;
}

/** The service on an existing table. The client takes its settings from the environment. */
export function handWritten(TableName: string): FrontRoute[] {
  const db = DynamoDBDocumentClient.from(new DynamoDBClient({}));
  const query = (input: Omit<QueryCommandInput, 'TableName'>) =>
    db.send(new QueryCommand({ TableName, ...input }));

  const byId = async (id: string | undefined) => {
    const { Items = [] } = await query({
      IndexName: 'by-id',
      KeyConditionExpression: 'linkId = :id',
      ExpressionAttributeValues: { ':id': id },
    });
    return Items[0];
  };
  const keysOf = (item: Record<string, unknown>) => [
    { pk: item.pk, sk: item.sk },
    { pk: item.other, sk: `${item.otherRole}#${item.pk}` },
  ];
  /** Whether it was written; false if a condition failed. */
  const written = async (items: object[]) => {
    try {
      await db.send(new TransactWriteCommand({ TransactItems: items as never }));
      return true;
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      return false;
    }
  };

  return [
    route('POST /v1/connections', scopes.write, async ({ body, token }) => {
      const sent = JSON.parse(body.toString());
      if (!sent.record1?.id || !sent.record2?.id || !sent.record1RoleId || !sent.record2RoleId) {
        return json(400, { message: 'record1, record2 and their roles are needed' });
      }
      const now = new Date().toISOString();
      const link: Link = {
        ...sent,
        ...{ id: randomUUID(), createdAt: now, createdBy: token?.claims.sub, modifiedAt: now },
      };
      const isNew = 'attribute_not_exists(pk)';
      const puts = linkItems(link).map((Item) => ({
        Put: { TableName, Item, ConditionExpression: isNew },
      }));
      return (await written(puts)) ? json(201, link) : json(409, { message: 'it exists' });
    }),
    route('GET /v1/connections/{id}', scopes.read, async ({ pathParameters }) => {
      const item = await byId(pathParameters.id);
      return item ? json(200, item) : json(404, { message: 'it does not exist' });
    }),
    route('PATCH /v1/connections/{id}', scopes.write, async ({ pathParameters, body }) => {
      const item = await byId(pathParameters.id);
      if (!item) return json(404, { message: 'it does not exist' });
      const changed = { description: JSON.parse(body.toString()).description };
      const values = { ':text': changed.description, ':now': new Date().toISOString() };
      const updates = keysOf(item).map((Key) => ({
        Update: {
          ...{ TableName, Key, ConditionExpression: 'id = :id' },
          UpdateExpression: 'SET description = :text, modifiedAt = :now',
          ExpressionAttributeValues: { ...values, ':id': item.id },
        },
      }));
      return (await written(updates))
        ? json(200, { ...item, ...changed })
        : json(404, { message: 'it does not exist any more' });
    }),
    route('DELETE /v1/connections/{id}', scopes.write, async ({ pathParameters }) => {
      const item = await byId(pathParameters.id);
      const removals = item
        ? keysOf(item).map((Key) => ({
            Delete: {
              ...{ TableName, Key, ConditionExpression: 'id = :id' },
              ExpressionAttributeValues: { ':id': item.id },
            },
          }))
        : [];
      return item && (await written(removals)) ? json(204) : json(404, {});
    }),
    route('GET /v1/records/{type}/{id}/connections', scopes.read, async (request) => {
      const { type, id } = request.pathParameters;
      const asked = new URLSearchParams(request.rawQuery);
      const cursor = asked.get('cursor');
      const { Items = [], LastEvaluatedKey } = await query({
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :role)',
        ExpressionAttributeValues: { ':pk': `${type}#${id}`, ':role': asked.get('roleId') ?? '' },
        ConsistentRead: true,
        Limit: Number(asked.get('limit') ?? 25),
        ...(cursor && {
          ExclusiveStartKey: JSON.parse(Buffer.from(cursor, 'base64url').toString()),
        }),
      });
      const next =
        LastEvaluatedKey && Buffer.from(JSON.stringify(LastEvaluatedKey)).toString('base64url');
      return json(200, { items: Items, nextCursor: next });
    }),
    route('GET /v1/records/{type}/{id}/summary', scopes.read, async ({ pathParameters }) => {
      let [total, start]: [number, Record<string, unknown> | undefined] = [0, undefined];
      do {
        const page = await query({
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': `${pathParameters.type}#${pathParameters.id}` },
          Select: 'COUNT',
          ...(start && { ExclusiveStartKey: start }),
        });
        total += page.Count ?? 0;
        start = page.LastEvaluatedKey;
      } while (start);
      return json(200, { total });
    }),
  ];
}

const route = (
  key: string,
  scope: string,
  answer: (request: RoutedRequest) => Promise<Answer>,
): FrontRoute => ({ key, scopes: [scope], answer });

const json = (status: number, body?: unknown): Answer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: Buffer.from(body === undefined ? '' : JSON.stringify(body)),
});
