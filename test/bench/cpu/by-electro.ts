// (b) The same model and requests written with ElectroDB, as close as possible:
// - a BatchGetItem reads one kind of item, so items of several kinds are read with TransactGetItems;
// - from a keys-only index it returns only its own attributes, so the key of a connection is taken
//   from the raw item;
// - it writes two attributes of its own into each item, and the parts of the key into series and notes;
// - it limits a range by begins_with.
import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { Service as ElectroService, Entity } from 'electrodb';
import { v7 } from 'uuid';
import { answer, graphAnswer, graphOf, pageOf, rolesOf, shown, today } from './answers.ts';
import { catalogVersion, change, half, record, series, summary } from './electro-model.ts';
import {
  actorOf,
  bodyOf,
  byRecord,
  deletionNote,
  type Half,
  inOrder,
  isTaken,
  type Key,
  type Known,
  type KnownRecord,
  type Member,
  type NewConnection,
  newHalves,
  parameter,
  recordPartition,
  type Service,
  type Sides,
  sidesOfHalf,
  sidesOfNew,
  twinOf,
  withMember,
} from './items.ts';

/** Liaison's items do not have ElectroDB's identifiers. */
const foreign = { ignoreOwnership: true } as const;
/** The types of transactions lack the option. */
const foreignInTransaction: object = foreign;

export function byElectro(known: Known, config: DynamoDBClientConfig): Service {
  const { shards, roles } = known;
  const at = { client: new DynamoDBClient(config), table: known.tableName };
  const halves = new Entity(half, at);
  const records = new Entity(record, at);
  const summaries = new Entity(summary, at);
  const changes = new Entity(change, at);
  const allSeries = new Entity(series, at);
  const catalogVersions = new Entity(catalogVersion, at);
  const all = new ElectroService(
    { halves, records, changes, series: allSeries, catalogVersions },
    at,
  );

  const placeOfConnection = async (id: string): Promise<Key> => {
    const { data } = await halves.query.byId({ id }).go({ data: 'raw' });
    return (data as unknown as { Items: [Key] }).Items[0];
  };

  const keyOfSides = ([own, connected]: Sides) => ({
    ...{ recordType: own.type, recordId: own.id, roleId: own.roleId ?? '' },
    ...{ connectedType: connected.type, connectedId: connected.id },
    connectedRoleId: connected.roleId ?? '',
  });
  const keyOfHalf = (place: Key) => ({
    ...keyOfSides(sidesOfHalf(place)),
    effectiveStart: place.sk.split('#')[5] ?? '',
  });
  const keyOfSeries = (sides: Sides) => keyOfSides(inOrder(sides));

  const halfOfConnection = async (id: string): Promise<Half> => {
    const key = keyOfHalf(await placeOfConnection(id));
    return (await halves.get(key).go({ consistent: true, ...foreign })).data as Half;
  };

  const whole = (half: Half) => half as Required<Half>;

  type Write = Parameters<typeof all.transaction.write>[0];
  /** Commits a transaction. ElectroDB does not throw if a condition fails. */
  const written = async (write: Write) => {
    const { canceled } = await all.transaction.write(write).go();
    if (canceled) throw new Error('the transaction was canceled');
  };

  /** Takes a series from the members that were read to others. */
  const seriesWrite = (
    entities: Parameters<Write>[0],
    key: ReturnType<typeof keyOfSeries>,
    before: readonly Member[],
    members: readonly Member[],
  ) => {
    const item = { ...key, members: [...members] };
    if (before.length === 0) return entities.series.create(item).commit({ response: 'all_old' });
    const write = members.length === 0 ? entities.series.delete(key) : entities.series.put(item);
    return write.where(({ members }, { eq }) => eq(members, before)).commit();
  };

  return {
    async create(event) {
      const sent: NewConnection = bodyOf(event);
      const { record1, record2 } = sent;
      const key = keyOfSeries(sidesOfNew(sent));
      const { data } = await all.transaction
        .get((entities) => [
          entities.records.get({ recordType: record1.type, recordId: record1.id }).commit(),
          entities.records.get({ recordType: record2.type, recordId: record2.id }).commit(),
          entities.series.get(key).commit(),
          entities.catalogVersions.get({}).commit(),
        ])
        .go(foreignInTransaction);
      const [one, other, found] = data;
      const members = found.item?.members ?? [];
      if (isTaken(sent, members)) return answer(409);
      const known = byRecord([one.item, other.item] as KnownRecord[]);
      const pair = newHalves(sent, known, { id: v7(), actor: actorOf(event), shards });
      await written((entities) => [
        ...pair.map((half) => entities.halves.create(whole(half)).commit({ response: 'all_old' })),
        seriesWrite(entities, key, members, withMember(members, pair[0])),
      ]);
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
      await written((entities) =>
        [after, twinOf(after, shards)].map((half) =>
          entities.halves
            .put(whole(half))
            .where(
              ({ id, version }, { eq }) =>
                `${eq(id, before.id)} AND ${eq(version, before.version)}`,
            )
            .commit({ response: 'all_old' }),
        ),
      );
      return answer(200, shown(after, roles, today()));
    },

    async get(event) {
      return answer(200, shown(await halfOfConnection(parameter(event, 'id')), roles, today()));
    },

    async delete(event) {
      const place = await placeOfConnection(parameter(event, 'id'));
      const key = keyOfSeries(sidesOfHalf(place));
      const { data } = await all.transaction
        .get((entities) => [
          entities.halves.get(keyOfHalf(place)).commit(),
          entities.series.get(key).commit(),
        ])
        .go(foreignInTransaction);
      const [found, series] = data;
      const before = found.item as Half;
      const members = series.item?.members ?? [];
      const { pk: _, sk: __, ...note } = deletionNote(before, actorOf(event));
      await written((entities) => [
        ...[before, twinOf(before, shards)].map((half) =>
          entities.halves
            .delete(whole(half))
            .where(
              ({ id, version }, { eq }) =>
                `${eq(id, before.id)} AND ${eq(version, before.version)}`,
            )
            .commit(),
        ),
        entities.changes.put({ ...note, connectionId: before.id }).commit({ response: 'all_old' }),
        seriesWrite(
          entities,
          key,
          members,
          members.filter(({ id }) => id !== before.id),
        ),
      ]);
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
      // Without the mark of a merged record, which is an item of another kind.
      const { data } = await summaries.get([key]).go(foreign);
      return rolesOf(data[0]?.cells, known);
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
