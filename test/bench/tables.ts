// Liaison's tables for benchmarks: created from the template, with record types, roles and records.

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { engineAccess } from '../../infra/local/dynamodb/engine-access.ts';
import { createTable, type GlobalTable } from '../../infra/local/dynamodb/tables.ts';
import type { Side } from '../../shared/domain/connection-rules.ts';
import { putRecordType } from '../../shared/domain/record-type-rules.ts';
import { putRoles } from '../../shared/domain/role-rules.ts';
import { changeCatalog } from '../../shared/table/catalog/change-catalog.ts';
import { openTable, type Table } from '../../shared/table/engine/open-table.ts';
import { recordItem } from '../../shared/table/records/record-item.ts';
import { caller, newRole } from '../support/fixtures.ts';

/** Opens a table as a function does, with its own client and its own cache. */
export const benchTable = (endpoint: string, name: string, shards: number): Table =>
  openTable(name, shards, {
    client: engineAccess(endpoint),
  });

/** Creates a table without its stream, which filling the table would only load needlessly. */
export async function emptyTable(
  endpoint: string,
  name: string,
  { StreamSpecification: _, ...shape }: GlobalTable,
  shards: number,
): Promise<Table> {
  const client = new DynamoDBClient(engineAccess(endpoint));
  await createTable(client, name, shape);
  client.destroy();
  return benchTable(endpoint, name, shards);
}

/** Creates record types, and roles, each with its matching role. */
export async function putCatalog(
  table: Table,
  types: readonly string[],
  roles: Readonly<Record<string, string>>,
): Promise<void> {
  await changeCatalog(table, caller(), (catalog) =>
    putRoles(
      catalog,
      Object.entries(roles).map(([id, match]) => newRole({ id, matchingRoleIds: [match] })),
    ),
  );
  for (const type of types) {
    await changeCatalog(table, caller(), (catalog) =>
      putRecordType(catalog, type, {
        displayName: type,
        displayCollectionName: `${type}s`,
        connectionsEnabled: true,
      }),
    );
  }
}

const at = '2026-01-01T00:00:00.000Z';
export const madeBy = { createdAt: at, createdBy: 'ines', modifiedAt: at, modifiedBy: 'ines' };

/** A name for a record, derived from its id. */
export const nameOf = (id: string) => `A person called ${id}`;

/** A side of a connection to a record of `benchRecord`. */
export const benchSide = (type: string, id: string, roleId: string): Side => ({
  ...{ type, id, name: nameOf(id), recordSince: Date.parse(at), roleId },
});

/** A record as stored in the table. */
export const benchRecord = (type: string, id: string, shards: number) =>
  recordItem({ type, id, name: nameOf(id), attributes: {}, ...madeBy, version: 1 }, shards);

export const numbers = (length: number) => Array.from({ length }, (_, n) => n);
