// Reads pairs while they are written: both halves in one consistent read must always be equal.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { TransactGetCommand } from '@aws-sdk/lib-dynamodb';
import { changeCatalog } from '../../shared/table/catalog/change-catalog.ts';
import { patchConnection } from '../../shared/table/connections/change-connection.ts';
import { createConnections } from '../../shared/table/connections/create-connections.ts';
import { openTable } from '../../shared/table/engine/open-table.ts';
import { type HalfItem, halfKey, halfOf } from '../../shared/table/pairs/half-item.ts';
import { putRecords } from '../../shared/table/records/put-records.ts';
import { createTable } from '../support/create-table.ts';
import { createdOf } from '../support/created.ts';
import { caller, clinic, request } from '../support/fixtures.ts';
import type { Machine } from './machine.ts';

/** The number of concurrent writers, and of readers. */
const many = { writers: 3, readers: 3 } as const;
/** The other side's role alternates between these, so that the halves move. */
const roles = ['patient', 'nurse'] as const;

/**
 * Reads both halves of a connection repeatedly, each time in one transaction with all their possible
 * keys, while others edit and move it.
 * @returns how many reads saw no pair, half a pair, or two halves that differ; and how many edits there were
 */
export async function fracturedReads({ engine, nextTable }: Machine, reads: number) {
  const name = nextTable();
  await createTable(new DynamoDBClient(engine.client), name);
  const table = openTable(name, 2, { client: engine.client });
  await changeCatalog(table, caller(), () => ({
    change: { recordTypes: [...clinic.recordTypes.values()], roles: [...clinic.roles.values()] },
  }));
  const records = ['a', 'b'].map((id) => ({ type: 'contact', id, name: id, attributes: {} }));
  await putRecords(table, records, caller());
  const asked = request(['contact/a', 'doctor', 'contact/b', roles[0]]);
  const [made] = await createConnections(table, [asked], caller());
  const connection = createdOf(made);

  const places = roles.flatMap((roleId) => {
    const there = { ...connection, record2: { ...connection.record2, roleId } };
    return (['record1', 'record2'] as const).map((side) => halfKey({ connection: there, side }));
  });
  const look = new TransactGetCommand({
    TransactItems: places.map(({ pk, sk }) => ({ Get: { TableName: name, Key: { pk, sk } } })),
  });
  let left = reads;
  let fractured = 0;
  let edits = 0;
  const reader = async () => {
    while (left-- > 0) {
      const { Responses = [] } = await table.db.send(look);
      const seen = Responses.flatMap(({ Item }) => (Item ? [halfOf(Item as HalfItem)] : []));
      const [one, other] = seen.map((half) => JSON.stringify(half.connection));
      if (seen.length !== 2 || one !== other) fractured += 1;
    }
  };
  const writer = async () => {
    for (let turn = 0; left > 0; turn += 1) {
      const patch =
        turn % 2 ? { description: `${turn}` } : { record2RoleId: roles[(turn / 2) % 2] };
      await patchConnection(table, connection.id, patch, caller(), { ifMatch: undefined })
        .then(() => (edits += 1))
        // Other writers were faster, repeatedly.
        .catch(({ code }) => code);
    }
  };
  await Promise.all([
    ...Array.from({ length: many.readers }, reader),
    ...Array.from({ length: many.writers }, writer),
  ]);
  table.db.destroy();
  return { reads, fractured, edits };
}
