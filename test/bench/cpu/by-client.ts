// (c) The same requests written by hand with @aws-sdk/client-dynamodb, without the document client.
import {
  type AttributeValue,
  BatchGetItemCommand,
  DynamoDBClient,
  type DynamoDBClientConfig,
  GetItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { v7 } from 'uuid';
import {
  answer,
  graphAnswer,
  graphAttributes,
  graphOf,
  pageOf,
  rolesOf,
  shown,
  today,
} from './answers.ts';
import {
  actorOf,
  alike,
  bodyOf,
  byRecord,
  catalogVersion,
  deletionNote,
  type Half,
  halvesOf,
  type Known,
  type KnownRecord,
  knownOf,
  type NewConnection,
  newHalves,
  parameter,
  readOfRecords,
  recordAt,
  recordPartition,
  type Service,
  summaryAt,
  twinKey,
  twinOf,
} from './items.ts';

type Attributes = Record<string, AttributeValue>;

/** These items contain only texts, numbers, nulls and maps of them. */
function attributeOf(value: unknown): AttributeValue {
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number') return { N: String(value) };
  return value === null ? { NULL: true } : { M: attributesOf(value as object) };
}

function attributesOf(item: object): Attributes {
  const attributes: Attributes = {};
  for (const [name, value] of Object.entries(item)) attributes[name] = attributeOf(value);
  return attributes;
}

function plainValue({ S, N, M }: AttributeValue): unknown {
  return S ?? (N === undefined ? M && plain(M) : Number(N));
}

function plain<Item>(attributes: Attributes): Item {
  const item: Record<string, unknown> = {};
  for (const name in attributes) item[name] = plainValue(attributes[name] as AttributeValue);
  return item as Item;
}

export function byClient(known: Known, config: DynamoDBClientConfig): Service {
  const { tableName: TableName, shards, roles } = known;
  const db = new DynamoDBClient(config);

  const batchGet = async <Item>(
    keys: object[],
    names: readonly string[],
    ConsistentRead: boolean,
  ) => {
    const { Responses } = await db.send(
      new BatchGetItemCommand({
        RequestItems: {
          [TableName]: {
            Keys: keys.map(attributesOf),
            ConsistentRead,
            ProjectionExpression: names.map((name) => `#${name}`).join(', '),
            ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
          },
        },
      }),
    );
    return (Responses?.[TableName] ?? []).map((item) => plain<Item>(item));
  };

  const halfOfConnection = async (id: string): Promise<Half> => {
    const { Items } = await db.send(
      new QueryCommand({
        TableName,
        IndexName: 'by-connection-id',
        KeyConditionExpression: 'id = :id',
        ExpressionAttributeValues: { ':id': { S: id } },
      }),
    );
    const { pk, sk } = Items?.[0] as Attributes;
    const Key = { pk, sk } as Attributes;
    const { Item } = await db.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }));
    return plain(Item as Attributes);
  };

  const halves = async (partition: string, [from = '', to = '']: string[], more: object) => {
    const { Items = [] } = await db.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'pk = :partition AND sk BETWEEN :from AND :to',
        ExpressionAttributeValues: {
          ':partition': { S: partition },
          ':from': { S: from },
          ':to': { S: to },
        },
        ConsistentRead: true,
        ...more,
      }),
    );
    return Items.map((item) => plain<Half>(item));
  };

  const isAt = ({ id, version }: Half) => ({
    TableName,
    ConditionExpression: '#id = :id AND #version = :version',
    ExpressionAttributeNames: { '#id': 'id', '#version': 'version' },
    ExpressionAttributeValues: { ':id': { S: id }, ':version': { N: String(version) } },
  });

  return {
    async create(event) {
      const sent: NewConnection = bodyOf(event);
      const records = [sent.record1, sent.record2];
      const [read, found] = await Promise.all([
        batchGet<KnownRecord>([catalogVersion, ...records.map(recordAt)], readOfRecords, false),
        db.send(
          new QueryCommand({
            TableName,
            KeyConditionExpression: 'pk = :partition AND sk BETWEEN :from AND :to',
            ExpressionAttributeValues: {
              ':partition': { S: recordPartition(sent.record1.type, sent.record1.id) },
              ':from': { S: alike(sent)[0] },
              ':to': { S: alike(sent)[1] },
            },
            ConsistentRead: true,
          }),
        ),
      ]);
      if (found.Items?.length) return answer(409);
      const known = byRecord(read);
      const pair = newHalves(sent, known, { id: v7(), actor: actorOf(event), shards });
      await db.send(
        new TransactWriteItemsCommand({
          TransactItems: [
            ...pair.map((item) => ({
              Put: {
                TableName,
                Item: attributesOf(item),
                ConditionExpression: 'attribute_not_exists(pk)',
                ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
              },
            })),
            ...records.map((record) => ({
              ConditionCheck: {
                TableName,
                Key: attributesOf(recordAt(record)),
                ConditionExpression: '#name = :name AND createdAt = :createdAt',
                ExpressionAttributeNames: { '#name': 'name' },
                ExpressionAttributeValues: {
                  ':name': { S: knownOf(known, record).name },
                  ':createdAt': { S: knownOf(known, record).createdAt },
                },
              },
            })),
          ],
        }),
      );
      return answer(201, shown(pair[0], roles, today()));
    },

    async patch(event) {
      const half = await halfOfConnection(parameter(event, 'id'));
      const after = {
        ...half,
        ...bodyOf(event),
        modifiedAt: new Date().toISOString(),
        modifiedBy: actorOf(event),
        version: half.version + 1,
      };
      await db.send(
        new TransactWriteItemsCommand({
          TransactItems: [after, twinOf(after, shards)].map((item) => ({
            Put: {
              ...isAt(half),
              Item: attributesOf(item),
              ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
            },
          })),
        }),
      );
      return answer(200, shown(after, roles, today()));
    },

    async get(event) {
      return answer(200, shown(await halfOfConnection(parameter(event, 'id')), roles, today()));
    },

    async delete(event) {
      const half = await halfOfConnection(parameter(event, 'id'));
      await db.send(
        new TransactWriteItemsCommand({
          TransactItems: [
            { Delete: { ...isAt(half), Key: { pk: { S: half.pk }, sk: { S: half.sk } } } },
            { Delete: { ...isAt(half), Key: attributesOf(twinKey(half)) } },
            {
              Put: {
                TableName,
                Item: attributesOf(deletionNote(half, actorOf(event))),
                ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
              },
            },
          ],
        }),
      );
      return answer(204);
    },

    async page(event) {
      const partition = recordPartition(parameter(event, 'type'), parameter(event, 'id'));
      return pageOf(await halves(partition, halvesOf(), { Limit: 26 }), known);
    },

    async roles(event) {
      const Key = attributesOf(summaryAt(parameter(event, 'type'), parameter(event, 'id')));
      const { Item } = await db.send(new GetItemCommand({ TableName, Key }));
      return rolesOf(plain<{ cells: Record<string, number> }>(Item ?? {}).cells, known);
    },

    async graph(event) {
      const own = { type: parameter(event, 'type'), id: parameter(event, 'id') };
      const [root] = await batchGet<{ name: string }>(
        [recordAt(own)],
        ['recordType', 'recordId', 'name'],
        true,
      );
      const role = new URLSearchParams(event.rawQueryString).get('roleId') ?? undefined;
      const found = await halves(recordPartition(own.type, own.id), halvesOf(role), {
        ProjectionExpression: graphAttributes.map((name) => `#${name}`).join(', '),
        ExpressionAttributeNames: Object.fromEntries(
          graphAttributes.map((name) => [`#${name}`, name]),
        ),
        Limit: 250,
      });
      const graph = graphOf({ ...own, name: root?.name ?? '' }, found);
      const summaries = await batchGet<{ pk: string; cells: { total: number } }>(
        graph.nodes.map(({ type, id }) => summaryAt(type, id)),
        ['pk', 'cells'],
        false,
      );
      return graphAnswer(graph, new Map(summaries.map(({ pk, cells }) => [pk, cells.total])));
    },
  };
}
