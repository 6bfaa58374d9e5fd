// The tables of the load, filled with the same edges: one for each way to serve them.
import { type DynamoDBClient, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createTable, engineClient, type GlobalTable } from '../../../infra/local/tables.ts';
import { region } from '../../../infra/local/template.ts';
import type { Connection } from '../../../shared/domain/connection.ts';
import { putRoles } from '../../../shared/domain/connection-roles.ts';
import { putRecordType } from '../../../shared/domain/record-types.ts';
import { changeCatalog } from '../../../shared/table/catalog.ts';
import { recordItem } from '../../../shared/table/records.ts';
import { openTable, type Table } from '../../../shared/table/table.ts';
import { caller, newRole } from '../../support/fixtures.ts';
import type { BenchAssembly } from '../assembly.ts';
import { halvesOf, putItems, RecordCounts } from '../fill.ts';
import { handWrittenTable, linkItems } from './hand-written.ts';
import { description, type Link, nameOf, pageId, roles, types, userId } from './requests.ts';

export const shards = 4;
export const handWrittenName = 'hand-written';

type Links = readonly (readonly Link[])[];

/**
 * Makes and fills a table of Liaison's: records, connections, counts. Its stream, where it has one,
 * begins after that: what is filled counts as told.
 */
export async function fillLiaison(
  endpoint: string,
  { tableName, table: shape }: BenchAssembly,
  links: Links,
): Promise<void> {
  const client = engineClient(endpoint);
  const table = await emptyTable(client, endpoint, tableName, shape);
  await changeCatalog(table, caller(), (catalog) =>
    putRoles(catalog, [
      newRole({ id: roles.from, matchingRoleIds: [roles.to] }),
      newRole({ id: roles.to, matchingRoleIds: [roles.from] }),
    ]),
  );
  for (const type of Object.values(types)) {
    await changeCatalog(table, caller(), (catalog) =>
      putRecordType(catalog, type, {
        displayName: type,
        displayCollectionName: `${type}s`,
        connectionsEnabled: true,
      }),
    );
  }
  const counts = new RecordCounts();
  await putItems(table.db, tableName, records(links.length));
  await putItems(table.db, tableName, halvesOf(connections(links), shards, counts));
  await putItems(table.db, tableName, counts.items(shards));
  if (shape.StreamSpecification) {
    const StreamSpecification = { StreamEnabled: true, ...shape.StreamSpecification };
    await client.send(new UpdateTableCommand({ TableName: tableName, StreamSpecification }));
  }
  table.db.destroy();
  client.destroy();
}

/** Makes a table of Liaison's without its stream. */
export async function emptyTable(
  client: DynamoDBClient,
  endpoint: string,
  tableName: string,
  { StreamSpecification: _, ...shape }: GlobalTable,
  shardsWanted = shards,
): Promise<Table> {
  await createTable(client, tableName, shape);
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  return openTable(tableName, shardsWanted, { client: { endpoint, region, credentials } });
}

/** Makes and fills the table of the hand-written service. */
export async function fillHandWritten(endpoint: string, links: Links): Promise<void> {
  const client = engineClient(endpoint);
  await createTable(client, handWrittenName, handWrittenTable);
  await putItems(DynamoDBDocumentClient.from(client), handWrittenName, itemsByHand(links));
  client.destroy();
}

const at = '2026-01-01T00:00:00.000Z';
const made = { createdAt: at, createdBy: 'ines', modifiedAt: at, modifiedBy: 'ines' };

function* records(nodes: number) {
  for (let n = 0; n < nodes; n += 1) {
    for (const [type, id] of [
      [types.from, userId(n)],
      [types.to, pageId(n)],
    ] as const) {
      yield recordItem({ type, id, name: nameOf(id), attributes: {}, ...made, version: 1 }, shards);
    }
  }
}

function* connections(links: Links): Generator<Connection> {
  for (const { id, from, to } of links.flat()) {
    const [user, page] = [userId(from), pageId(to)];
    yield {
      id,
      record1: { type: types.from, id: user, name: nameOf(user), roleId: roles.from },
      record2: { type: types.to, id: page, name: nameOf(page), roleId: roles.to },
      ...{ description, effectiveStart: null, effectiveEnd: null, state: 'active' },
      ...{ ownerId: 'local-user', ...made, version: 1 },
    };
  }
}

function* itemsByHand(links: Links) {
  for (const { id, from, to } of links.flat()) {
    yield* linkItems({
      id,
      ...{ record1: { type: types.from, id: userId(from) }, record1RoleId: roles.from },
      ...{ record2: { type: types.to, id: pageId(to) }, record2RoleId: roles.to },
      ...{ description, createdAt: at, createdBy: 'ines', modifiedAt: at },
    });
  }
}
