// (a) The same requests written by hand with @aws-sdk/lib-dynamodb and nothing else: the same calls,
// no other checks, no log line.
import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';
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

export function byDocumentClient(known: Known, config: DynamoDBClientConfig): Service {
  const { tableName: TableName, shards, roles } = known;
  const db = DynamoDBDocumentClient.from(new DynamoDBClient(config));

  const projectionOf = (names: readonly string[]) => ({
    ProjectionExpression: names.map((name) => `#${name}`).join(', '),
    ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
  });

  const batchGet = async (keys: Key[], more: object) => {
    const { Responses } = await db.send(
      new BatchGetCommand({ RequestItems: { [TableName]: { Keys: keys, ...more } } }),
    );
    return Responses?.[TableName] ?? [];
  };

  const placeOfConnection = async (id: string): Promise<Key | undefined> => {
    const { Items } = await db.send(
      new QueryCommand({
        TableName,
        IndexName: 'by-connection-id',
        KeyConditionExpression: 'id = :id',
        ExpressionAttributeValues: { ':id': id },
      }),
    );
    const { pk, sk } = (Items?.[0] ?? {}) as Partial<Key>;
    return pk !== undefined && sk !== undefined ? { pk, sk } : undefined;
  };

  const halfOfConnection = async (id: string): Promise<Half | undefined> => {
    const Key = await placeOfConnection(id);
    if (!Key) return undefined;
    const { Item } = await db.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
    return Item as Half | undefined;
  };

  const isRecord = async (type: string, id: string) => {
    const Key = recordAt({ type, id });
    return (await db.send(new GetCommand({ TableName, Key, ConsistentRead: true }))).Item;
  };

  const halves = async (partition: string, [from, to]: string[], more: object) => {
    const { Items } = await db.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'pk = :partition AND sk BETWEEN :from AND :to',
        ExpressionAttributeValues: { ':partition': partition, ':from': from, ':to': to },
        ConsistentRead: true,
        ...more,
      }),
    );
    return Items as Half[];
  };

  const isAt = ({ id, version }: Half) => ({
    TableName,
    ConditionExpression: '#id = :id AND #version = :version',
    ExpressionAttributeNames: { '#id': 'id', '#version': 'version' },
    ExpressionAttributeValues: { ':id': id, ':version': version },
  });

  const isNew = { TableName, ConditionExpression: 'attribute_not_exists(pk)' };

  /** Takes a series from the members that were read to others. */
  const seriesWrite = (Key: Key, before: readonly Member[], members: readonly Member[]) => {
    const isAsRead =
      before.length === 0
        ? isNew
        : {
            TableName,
            ConditionExpression: '#members = :members',
            ExpressionAttributeNames: { '#members': 'members' },
            ExpressionAttributeValues: { ':members': before },
          };
    return members.length === 0
      ? { Delete: { ...isAsRead, Key } }
      : {
          Put: {
            ...isAsRead,
            Item: { ...Key, members },
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
          },
        };
  };

  return {
    async create(event) {
      const sent: NewConnection = bodyOf(event);
      const series = seriesAt(sidesOfNew(sent));
      const read = await batchGet(
        [catalogVersion, recordAt(sent.record1), recordAt(sent.record2), series],
        { ConsistentRead: true, ...projectionOf(readOfCreate) },
      );
      const members = membersIn(read);
      if (isTaken(sent, members)) return answer(409);
      const known = byRecord(read as KnownRecord[]);
      const pair = newHalves(sent, known, { id: v7(), actor: actorOf(event), shards });
      await db.send(
        new TransactWriteCommand({
          TransactItems: [
            ...pair.map((Item) => ({
              Put: { ...isNew, Item, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const },
            })),
            seriesWrite(series, members, withMember(members, pair[0])),
          ],
        }),
      );
      return answer(201, shown(pair[0], roles, today()));
    },

    async patch(event) {
      const half = await halfOfConnection(parameter(event, 'id'));
      if (!half) return answer(404);
      const after = {
        ...half,
        ...bodyOf(event),
        modifiedAt: new Date().toISOString(),
        modifiedBy: actorOf(event),
        version: half.version + 1,
      };
      await db.send(
        new TransactWriteCommand({
          TransactItems: [after, twinOf(after, shards)].map((Item) => ({
            Put: { ...isAt(half), Item, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const },
          })),
        }),
      );
      return answer(200, shown(after, roles, today()));
    },

    async get(event) {
      const half = await halfOfConnection(parameter(event, 'id'));
      return half ? answer(200, shown(half, roles, today())) : answer(404);
    },

    async delete(event) {
      const place = await placeOfConnection(parameter(event, 'id'));
      if (!place) return answer(404);
      const series = seriesAt(sidesOfHalf(place));
      const read = await batchGet([place, series], { ConsistentRead: true });
      const half = read.find(({ sk }) => sk === place.sk) as Half | undefined;
      if (!half) return answer(404);
      const members = membersIn(read);
      await db.send(
        new TransactWriteCommand({
          TransactItems: [
            { Delete: { ...isAt(half), Key: place } },
            { Delete: { ...isAt(half), Key: twinKey(half) } },
            {
              Put: {
                TableName,
                Item: deletionNote(half, actorOf(event)),
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
      const [type, id] = [parameter(event, 'type'), parameter(event, 'id')];
      const role = new URLSearchParams(event.rawQueryString).get('roleId') ?? undefined;
      const found = await halves(recordPartition(type, id), halvesOf(role), { Limit: 26 });
      if (found.length === 0 && !(await isRecord(type, id))) return answer(404);
      return pageOf(found, known);
    },

    async roles(event) {
      const [type, id] = [parameter(event, 'type'), parameter(event, 'id')];
      const found = await batchGet([summaryAt(type, id), mergedMarkAt(type, id)], {});
      if (found.some(({ mergedInto }) => mergedInto)) return answer(410);
      if (found.length === 0 && !(await isRecord(type, id))) return answer(404);
      return rolesOf(found[0]?.cells ?? {}, known);
    },

    async graph(event) {
      const own = { type: parameter(event, 'type'), id: parameter(event, 'id') };
      const [root] = await batchGet([recordAt(own)], {
        ConsistentRead: true,
        ...projectionOf(['recordType', 'recordId', 'name']),
      });
      const role = new URLSearchParams(event.rawQueryString).get('roleId') ?? undefined;
      const found = await halves(recordPartition(own.type, own.id), halvesOf(role), {
        ...projectionOf(graphAttributes),
        Limit: 250,
      });
      const graph = graphOf({ ...own, name: root?.name }, found);
      const summaries = await batchGet(
        graph.nodes.map(({ type, id }) => summaryAt(type, id)),
        projectionOf(['pk', 'cells']),
      );
      return graphAnswer(graph, new Map(summaries.map(({ pk, cells }) => [pk, cells.total])));
    },
  };
}
