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

export function byDocumentClient(known: Known, config: DynamoDBClientConfig): Service {
  const { tableName: TableName, shards, roles } = known;
  const db = DynamoDBDocumentClient.from(new DynamoDBClient(config));

  const batchGet = async (keys: object[], names: readonly string[], ConsistentRead: boolean) => {
    const { Responses } = await db.send(
      new BatchGetCommand({
        RequestItems: {
          [TableName]: {
            Keys: keys as Record<string, unknown>[],
            ConsistentRead,
            ProjectionExpression: names.map((name) => `#${name}`).join(', '),
            ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
          },
        },
      }),
    );
    return Responses?.[TableName] ?? [];
  };

  const halfOfConnection = async (id: string): Promise<Half | undefined> => {
    const { Items } = await db.send(
      new QueryCommand({
        TableName,
        IndexName: 'by-connection-id',
        KeyConditionExpression: 'id = :id',
        ExpressionAttributeValues: { ':id': id },
      }),
    );
    if (!Items?.[0]) return undefined;
    const { pk, sk } = Items[0] as Half;
    const { Item } = await db.send(
      new GetCommand({ TableName, Key: { pk, sk }, ConsistentRead: true }),
    );
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

  return {
    async create(event) {
      const sent: NewConnection = bodyOf(event);
      const records = [sent.record1, sent.record2];
      const [read, found] = await Promise.all([
        batchGet([catalogVersion, ...records.map(recordAt)], readOfRecords, false),
        db.send(
          new QueryCommand({
            TableName,
            KeyConditionExpression: 'pk = :partition AND sk BETWEEN :from AND :to',
            ExpressionAttributeValues: {
              ':partition': recordPartition(sent.record1.type, sent.record1.id),
              ':from': alike(sent)[0],
              ':to': alike(sent)[1],
            },
            ConsistentRead: true,
          }),
        ),
      ]);
      if (found.Items?.length) return answer(409);
      const known = byRecord(read as KnownRecord[]);
      const pair = newHalves(sent, known, { id: v7(), actor: actorOf(event), shards });
      await db.send(
        new TransactWriteCommand({
          TransactItems: [
            ...pair.map((Item) => ({
              Put: {
                TableName,
                Item,
                ConditionExpression: 'attribute_not_exists(pk)',
                ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
              },
            })),
            ...records.map((record) => ({
              ConditionCheck: {
                TableName,
                Key: recordAt(record),
                ConditionExpression: '#name = :name AND createdAt = :createdAt',
                ExpressionAttributeNames: { '#name': 'name' },
                ExpressionAttributeValues: {
                  ':name': knownOf(known, record).name,
                  ':createdAt': knownOf(known, record).createdAt,
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
      const half = await halfOfConnection(parameter(event, 'id'));
      if (!half) return answer(404);
      await db.send(
        new TransactWriteCommand({
          TransactItems: [
            { Delete: { ...isAt(half), Key: { pk: half.pk, sk: half.sk } } },
            { Delete: { ...isAt(half), Key: twinKey(half) } },
            {
              Put: {
                TableName,
                Item: deletionNote(half, actorOf(event)),
                ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
              },
            },
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
      const { Item } = await db.send(new GetCommand({ TableName, Key: summaryAt(type, id) }));
      if (!Item && !(await isRecord(type, id))) return answer(404);
      return rolesOf(Item?.cells ?? {}, known);
    },

    async graph(event) {
      const own = { type: parameter(event, 'type'), id: parameter(event, 'id') };
      const [root] = await batchGet([recordAt(own)], ['recordType', 'recordId', 'name'], true);
      const role = new URLSearchParams(event.rawQueryString).get('roleId') ?? undefined;
      const found = await halves(recordPartition(own.type, own.id), halvesOf(role), {
        ProjectionExpression: graphAttributes.map((name) => `#${name}`).join(', '),
        ExpressionAttributeNames: Object.fromEntries(
          graphAttributes.map((name) => [`#${name}`, name]),
        ),
        Limit: 250,
      });
      const graph = graphOf({ ...own, name: root?.name }, found);
      const summaries = await batchGet(
        graph.nodes.map(({ type, id }) => summaryAt(type, id)),
        ['pk', 'cells'],
        false,
      );
      return graphAnswer(graph, new Map(summaries.map(({ pk, cells }) => [pk, cells.total])));
    },
  };
}
