// (b) The same model and requests written with ElectroDB, as close as possible:
// - a BatchGetItem reads one kind of item, so a create does not read the catalog's version with the records;
// - from a keys-only index it returns only its own attributes, so the key of a connection is taken
//   from the raw item;
// - it writes two attributes of its own into each item, and limits a range by begins_with.
import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { Service as ElectroService, Entity } from 'electrodb';
import { v7 } from 'uuid';
import { answer, graphAnswer, graphOf, pageOf, rolesOf, shown, today } from './answers.ts';
import { change, half, record, summary } from './electro-model.ts';
import {
  actorOf,
  bodyOf,
  byRecord,
  deletionNote,
  type Half,
  type Known,
  knownOf,
  type NewConnection,
  newHalves,
  parameter,
  recordPartition,
  type Service,
  twinOf,
} from './items.ts';

/** Liaison's items do not have ElectroDB's identifiers. */
const foreign = { ignoreOwnership: true } as const;

export function byElectro(known: Known, config: DynamoDBClientConfig): Service {
  const { shards, roles } = known;
  const at = { client: new DynamoDBClient(config), table: known.tableName };
  const halves = new Entity(half, at);
  const records = new Entity(record, at);
  const summaries = new Entity(summary, at);
  const changes = new Entity(change, at);
  const all = new ElectroService({ halves, records, changes }, at);

  const halfOfConnection = async (id: string): Promise<Half> => {
    const { data } = await halves.query.byId({ id }).go({ data: 'raw' });
    const [place] = (data as unknown as { Items: { pk: string; sk: string }[] }).Items;
    const [, recordType = '', recordId = ''] = (place?.pk ?? '').split('#');
    const [
      ,
      roleId = '',
      connectedType = '',
      connectedId = '',
      connectedRoleId = '',
      effectiveStart = '',
    ] = (place?.sk ?? '').split('#');
    const key = { recordType, recordId, roleId, connectedType, connectedId, connectedRoleId };
    const found = await halves.get({ ...key, effectiveStart }).go({ consistent: true, ...foreign });
    return found.data as Half;
  };

  const written = (one: Half) => one as Required<Half>;

  return {
    async create(event) {
      const sent: NewConnection = bodyOf(event);
      const keys = [sent.record1, sent.record2].map(({ type, id }) => ({
        recordType: type,
        recordId: id,
      }));
      const [read, found] = await Promise.all([
        records.get(keys).go({
          attributes: ['recordType', 'recordId', 'name', 'createdAt'],
          ...foreign,
        }),
        halves.query
          .ofRecord({
            recordType: sent.record1.type,
            recordId: sent.record1.id,
            roleId: sent.record1RoleId,
            connectedType: sent.record2.type,
            connectedId: sent.record2.id,
            connectedRoleId: sent.record2RoleId,
          })
          .go({ consistent: true, ...foreign }),
      ]);
      if (found.data.length > 0) return answer(409);
      const known = byRecord(read.data);
      const pair = newHalves(sent, known, { id: v7(), actor: actorOf(event), shards });
      await all.transaction
        .write((entities) => [
          ...pair.map((one) =>
            entities.halves.create(written(one)).commit({ response: 'all_old' }),
          ),
          ...keys.map((key) =>
            entities.records
              .check(key)
              .where(({ name, createdAt }, { eq }) => {
                const record = knownOf(known, { type: key.recordType, id: key.recordId });
                return `${eq(name, record.name)} AND ${eq(createdAt, record.createdAt)}`;
              })
              .commit(),
          ),
        ])
        .go();
      return answer(201, shown(pair[0], roles, today()));
    },

    async patch(event) {
      const before = await halfOfConnection(parameter(event, 'id'));
      const after: Half = {
        ...before,
        ...bodyOf(event),
        modifiedAt: new Date().toISOString(),
        modifiedBy: actorOf(event),
        version: before.version + 1,
      };
      await all.transaction
        .write((entities) =>
          [after, twinOf(after, shards)].map((one) =>
            entities.halves
              .put(written(one))
              .where(
                ({ id, version }, { eq }) =>
                  `${eq(id, before.id)} AND ${eq(version, before.version)}`,
              )
              .commit({ response: 'all_old' }),
          ),
        )
        .go();
      return answer(200, shown(after, roles, today()));
    },

    async get(event) {
      return answer(200, shown(await halfOfConnection(parameter(event, 'id')), roles, today()));
    },

    async delete(event) {
      const before = await halfOfConnection(parameter(event, 'id'));
      const { pk: _, sk: __, ...note } = deletionNote(before, actorOf(event));
      await all.transaction
        .write((entities) => [
          ...[before, twinOf(before, shards)].map((one) =>
            entities.halves
              .delete(written(one))
              .where(
                ({ id, version }, { eq }) =>
                  `${eq(id, before.id)} AND ${eq(version, before.version)}`,
              )
              .commit(),
          ),
          entities.changes
            .put({ ...note, connectionId: before.id })
            .commit({ response: 'all_old' }),
        ])
        .go();
      return answer(204);
    },

    async page(event) {
      const key = { recordType: parameter(event, 'type'), recordId: parameter(event, 'id') };
      const { data } = await halves.query
        .ofRecord(key)
        .go({ limit: 26, consistent: true, data: 'includeKeys', ...foreign });
      return pageOf(data as unknown as Half[], known);
    },

    async roles(event) {
      const key = { recordType: parameter(event, 'type'), recordId: parameter(event, 'id') };
      const { data } = await summaries.get(key).go(foreign);
      return rolesOf(data?.cells, known);
    },

    async graph(event) {
      const own = { type: parameter(event, 'type'), id: parameter(event, 'id') };
      const key = { recordType: own.type, recordId: own.id };
      const [root] = (
        await records.get([key]).go({
          ...{ attributes: ['recordType', 'recordId', 'name'], consistent: true },
          ...foreign,
        })
      ).data;
      const roleId = new URLSearchParams(event.rawQueryString).get('roleId') ?? '';
      const found = await halves.query.ofRecord({ ...key, roleId }).go({
        ...{ limit: 250, consistent: true },
        attributes: [
          ...(['id', 'source', 'roleId', 'connectedType', 'connectedId', 'connectedName'] as const),
          ...(['connectedRoleId', 'effectiveStart', 'effectiveEnd', 'state'] as const),
        ],
        ...foreign,
      });
      const graph = graphOf({ ...own, name: root?.name ?? '' }, found.data as Half[]);
      const counted = await summaries
        .get(graph.nodes.map(({ type, id }) => ({ recordType: type, recordId: id })))
        .go({ attributes: ['cells'], preserveBatchOrder: true, ...foreign });
      return graphAnswer(
        graph,
        new Map(
          graph.nodes.map(({ type, id }, at) => [
            recordPartition(type, id),
            counted.data[at]?.cells.total ?? 0,
          ]),
        ),
      );
    },
  };
}
