// The tables of the load, filled with the same edges: one for each way to serve them.
import { DynamoDBClient, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { engineAccess } from '../../../infra/local/dynamodb/engine-access.ts';
import { createTable } from '../../../infra/local/dynamodb/tables.ts';
import type { Connection } from '../../../shared/domain/connection-rules.ts';
import type { BenchAssembly } from '../assembly.ts';
import { halvesOf, putItems, RecordCounts } from '../fill.ts';
import { benchRecord, benchSide, emptyTable, madeBy, numbers, putCatalog } from '../tables.ts';
import { handWrittenTable, linkItems } from './hand-written.ts';
import { pagesFor } from './linkbench.ts';
import {
  description,
  effectiveStart,
  type Link,
  pageId,
  roles,
  types,
  userId,
} from './requests.ts';

export const shards = 4;
export const handWrittenName = 'hand-written';

type Links = readonly (readonly Link[])[];

/**
 * Creates and fills a table of Liaison's: records, connections, counts. Its stream, if any, begins
 * after that, so the filled items are not announced.
 */
export async function fillLiaison(
  endpoint: string,
  { tableName, table: shape }: BenchAssembly,
  links: Links,
): Promise<void> {
  const table = await emptyTable(endpoint, tableName, shape, shards);
  await putCatalog(table, Object.values(types), { [roles.from]: roles.to, [roles.to]: roles.from });
  const counts = new RecordCounts();
  await putItems(table.db, tableName, records(links.length));
  await putItems(table.db, tableName, halvesOf(connections(links), shards, counts));
  await putItems(table.db, tableName, counts.items(shards));
  if (shape.StreamSpecification) {
    const StreamSpecification = { StreamEnabled: true, ...shape.StreamSpecification };
    await table.db.send(new UpdateTableCommand({ TableName: tableName, StreamSpecification }));
  }
  table.db.destroy();
}

/** Creates and fills the table of the hand-written service. */
export async function fillHandWritten(endpoint: string, links: Links): Promise<void> {
  const client = new DynamoDBClient(engineAccess(endpoint));
  await createTable(client, handWrittenName, handWrittenTable);
  await putItems(DynamoDBDocumentClient.from(client), handWrittenName, itemsByHand(links));
  client.destroy();
}

function* records(users: number) {
  for (const n of numbers(users)) yield benchRecord(types.from, userId(n), shards);
  for (const n of numbers(pagesFor(users))) yield benchRecord(types.to, pageId(n), shards);
}

function* connections(links: Links): Generator<Connection> {
  for (const { id, from, to } of links.flat()) {
    const [user, page] = [userId(from), pageId(to)];
    yield {
      id,
      record1: benchSide(types.from, user, roles.from),
      record2: benchSide(types.to, page, roles.to),
      ...{
        title: null,
        attributes: null,
        externalId: null,
        description,
        effectiveStart,
        effectiveEnd: null,
        state: 'active',
      },
      ...{ ownerId: 'local-user', ...madeBy, version: 1 },
    };
  }
}

function* itemsByHand(links: Links) {
  for (const { id, from, to } of links.flat()) {
    yield* linkItems({
      id,
      ...{ record1: { type: types.from, id: userId(from) }, record1RoleId: roles.from },
      ...{ record2: { type: types.to, id: pageId(to) }, record2RoleId: roles.to },
      ...{ description, ...madeBy },
    });
  }
}
