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
  bodyOf,
  byRecord,
  catalogVersion,
  deletionNote,
  type Half,
  halvesOf,
  isTaken,
  type Key,
  type Known,
  type KnownRecord,
  type Member,
  membersIn,
  mergedMarkAt,
  type NewConnection,
  newHalves,
  parameter,
  readOfCreate,
  recordAt,
  recordPartition,
  type Service,
  seriesAt,
  sidesOfHalf,
  sidesOfNew,
  summaryAt,
  twinKey,
  twinOf,
  withMember,
} from './items.ts';

type Attributes = Record<string, AttributeValue>;

/** These items contain only texts, numbers, nulls, and lists and maps of them. */
function attributeOf(value: unknown): AttributeValue {
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number') return { N: String(value) };
  if (value === null) return { NULL: true };
  return Array.isArray(value)
    ? { L: value.map(attributeOf) }
    : { M: attributesOf(value as object) };
}

function attributesOf(item: object): Attributes {
  const attributes: Attributes = {};
  for (const [name, value] of Object.entries(item)) attributes[name] = attributeOf(value);
  return attributes;
}

function plainValue({ S, N, L, M }: AttributeValue): unknown {
  return S ?? L?.map(plainValue) ?? (N === undefined ? M && plain(M) : Number(N));
}

function plain<Item>(attributes: Attributes): Item {
  const item: Record<string, unknown> = {};
  for (const name in attributes) item[name] = plainValue(attributes[name] as AttributeValue);
  return item as Item;
}

export function byClient(known: Known, config: DynamoDBClientConfig): Service {
  const { tableName: TableName, shards, roles } = known;
  const db = new DynamoDBClient(config);

  const projectionOf = (names: readonly string[]) => ({
    ProjectionExpression: names.map((name) => `#${name}`).join(', '),
    ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
  });

  const batchGet = async <Item extends object>(keys: Key[], more: object) => {
    const { Responses } = await db.send(
      new BatchGetItemCommand({
        RequestItems: { [TableName]: { Keys: keys.map(attributesOf), ...more } },
      }),
    );
    return (Responses?.[TableName] ?? []).map((item) => plain<Item>(item));
  };

  const placeOfConnection = async (id: string): Promise<Key> => {
    const { Items } = await db.send(
      new QueryCommand({
        TableName,
        IndexName: 'by-connection-id',
        KeyConditionExpression: 'id = :id',
        ExpressionAttributeValues: { ':id': { S: id } },
      }),
    );
    const { pk, sk } = plain<Key>(Items?.[0] as Attributes);
    return { pk, sk };
  };

  const halfOfConnection = async (id: string): Promise<Half> => {
    const Key = attributesOf(await placeOfConnection(id));
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

  const isNew = { TableName, ConditionExpression: 'attribute_not_exists(pk)' };

  /** Takes a series from the members that were read to others. */
  const seriesWrite = (key: Key, before: readonly Member[], members: readonly Member[]) => {
    const isAsRead =
      before.length === 0
        ? isNew
        : {
            TableName,
            ConditionExpression: '#members = :members',
            ExpressionAttributeNames: { '#members': 'members' },
            ExpressionAttributeValues: { ':members': attributeOf(before) },
          };
    return members.length === 0
      ? { Delete: { ...isAsRead, Key: attributesOf(key) } }
      : {
          Put: {
            ...isAsRead,
            Item: attributesOf({ ...key, members }),
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
          },
        };
  };

  return {
    async create(event) {
      const sent: NewConnection = bodyOf(event);
      const series = seriesAt(sidesOfNew(sent));
      const read = await batchGet<KnownRecord>(
        [catalogVersion, recordAt(sent.record1), recordAt(sent.record2), series],
        { ConsistentRead: true, ...projectionOf(readOfCreate) },
      );
      const members = membersIn(read);
      if (isTaken(sent, members)) return answer(409);
      const known = byRecord(read);
      const pair = newHalves(sent, known, { id: v7(), actor: actorOf(event), shards });
      await db.send(
        new TransactWriteItemsCommand({
          TransactItems: [
            ...pair.map((item) => ({
              Put: {
                ...isNew,
                Item: attributesOf(item),
                ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
              },
            })),
            seriesWrite(series, members, withMember(members, pair[0])),
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
      const place = await placeOfConnection(parameter(event, 'id'));
      const series = seriesAt(sidesOfHalf(place));
      const read = await batchGet<Half>([place, series], { ConsistentRead: true });
      const half = read.find(({ sk }) => sk === place.sk) as Half;
      const members = membersIn(read);
      await db.send(
        new TransactWriteItemsCommand({
          TransactItems: [
            { Delete: { ...isAt(half), Key: attributesOf(place) } },
            { Delete: { ...isAt(half), Key: attributesOf(twinKey(half)) } },
            {
              Put: {
                TableName,
                Item: attributesOf(deletionNote(half, actorOf(event))),
                ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
              },
            },
            seriesWrite(
              series,
              members,
              members.filter(({ id }) => id !== half.id),
            ),
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
      const [type, id] = [parameter(event, 'type'), parameter(event, 'id')];
      type Counts = { cells: Record<string, number>; mergedInto?: object };
      const found = await batchGet<Counts>([summaryAt(type, id), mergedMarkAt(type, id)], {});
      if (found.some(({ mergedInto }) => mergedInto)) return answer(410);
      return rolesOf(found[0]?.cells ?? {}, known);
    },

    async graph(event) {
      const own = { type: parameter(event, 'type'), id: parameter(event, 'id') };
      const [root] = await batchGet<{ name: string }>([recordAt(own)], {
        ConsistentRead: true,
        ...projectionOf(['recordType', 'recordId', 'name']),
      });
      const role = new URLSearchParams(event.rawQueryString).get('roleId') ?? undefined;
      const found = await halves(recordPartition(own.type, own.id), halvesOf(role), {
        ...projectionOf(graphAttributes),
        Limit: 250,
      });
      const graph = graphOf({ ...own, name: root?.name ?? '' }, found);
      const summaries = await batchGet<{ pk: string; cells: { total: number } }>(
        graph.nodes.map(({ type, id }) => summaryAt(type, id)),
        projectionOf(['pk', 'cells']),
      );
      return graphAnswer(graph, new Map(summaries.map(({ pk, cells }) => [pk, cells.total])));
    },
  };
}
