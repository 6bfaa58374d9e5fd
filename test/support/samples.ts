// The sample data in a test's own table, and as plain lines from which to compute expected answers.
import { readFileSync } from 'node:fs';
import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import type * as z from 'zod';
import { NewConnection } from '../../shared/contracts/connection-schemas.ts';
import { recordPath } from '../../shared/contracts/identifiers.ts';
import { BatchRecord } from '../../shared/contracts/record-schemas.ts';
import { RecordTypeInput } from '../../shared/contracts/record-type-schemas.ts';
import { NewConnectionRole } from '../../shared/contracts/role-schemas.ts';
import type { Catalog } from '../../shared/domain/catalog.ts';
import { type Connection, planConnection } from '../../shared/domain/connection-rules.ts';
import { putRecordType } from '../../shared/domain/record-type-rules.ts';
import { putRoles } from '../../shared/domain/role-rules.ts';
import { changeCatalog } from '../../shared/table/catalog/change-catalog.ts';
import { currentCatalog } from '../../shared/table/catalog/read-catalog.ts';
import { placeOf } from '../../shared/table/engine/commit.ts';
import type { Table } from '../../shared/table/engine/open-table.ts';
import { halfItem } from '../../shared/table/pairs/half-item.ts';
import { memberOf, seriesKey } from '../../shared/table/pairs/series-item.ts';
import { putRecords } from '../../shared/table/records/put-records.ts';
import { withSnapshots } from '../../shared/table/records/record-snapshots.ts';
import { caller } from './fixtures.ts';

export interface Sample {
  readonly roles: readonly NewConnectionRole[];
  readonly records: readonly BatchRecord[];
  readonly connections: readonly NewConnection[];
}

/** The lines of a sample's files, parsed with the contract. */
export function readSample(name: string): Sample & { types: Record<string, unknown>[] } {
  const lines = (file: string): unknown[] =>
    readFileSync(new URL(`../../samples/${name}/${file}.jsonl`, import.meta.url), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line));
  const read = <Schema extends z.ZodType>(schema: Schema, file: string): z.output<Schema>[] =>
    lines(file).map((line) => schema.parse(line));
  return {
    types: lines('record-types') as Record<string, unknown>[],
    roles: read(NewConnectionRole, 'connection-roles'),
    records: read(BatchRecord, 'records'),
    connections: read(NewConnection, 'connections'),
  };
}

/** The id of a line's connection, derived from the line number so that expected answers can name it. */
export const idOfLine = (line: number) =>
  `0190a1b2-0000-7000-8000-${line.toString(16).padStart(12, '0')}`;

/** Puts a sample into an empty table: its catalog and records like the API, its halves in batches. */
export async function loadSample(table: Table, sample: ReturnType<typeof readSample>) {
  for (const line of sample.types) {
    const { type, ...input } = line as { type: string };
    await changeCatalog(table, caller(), (catalog) =>
      putRecordType(catalog, type, RecordTypeInput.parse(input)),
    );
  }
  await changeCatalog(table, caller(), (catalog) => putRoles(catalog, sample.roles));
  for (let from = 0; from < sample.records.length; from += 100) {
    await putRecords(table, sample.records.slice(from, from + 100), caller());
  }
  const catalog = await currentCatalog(table);
  await putHalves(table, connectionsOfSample(catalog, sample));
  return catalog;
}

function connectionsOfSample(catalog: Catalog, { records, connections }: Sample): Connection[] {
  const recordSince = Date.parse(caller().now);
  const names = new Map(
    records.map((record) => [recordPath(record), { name: record.name, recordSince }]),
  );
  return connections.map((line, at) => {
    const { planned } = planConnection(catalog, line, caller());
    if (!planned) throw new Error(`line ${at + 1} has no records`);
    return withSnapshots({ id: idOfLine(at), ...planned }, names);
  });
}

/** The series of connections, as items. */
function seriesOf(connections: readonly Connection[]) {
  const all = Map.groupBy(connections, (connection) => placeOf(seriesKey(connection)));
  return [...all.values()].map((members) => {
    return { ...seriesKey(members[0] as Connection), members: members.map(memberOf) };
  });
}

/**
 * Writes both halves and the series of connections in batches of 25, without the transactions and checks of a
 * create: much faster, with the same items as the result.
 */
export async function putHalves(
  table: Table,
  connections: readonly Connection[],
  sides: readonly ('record1' | 'record2')[] = ['record1', 'record2'],
): Promise<void> {
  const items = [
    ...connections.flatMap((connection) =>
      sides.map((side) => halfItem({ connection, side }, table.shards)),
    ),
    ...seriesOf(connections),
  ];
  let next = 0;
  const writer = async () => {
    while (next < items.length) {
      const group = items.slice(next, next + 25);
      next += group.length;
      let left: Record<string, unknown>[] | undefined = group.map((Item) => ({
        PutRequest: { Item },
      }));
      while (left && left.length > 0) {
        const { UnprocessedItems } = await table.db.send(
          new BatchWriteCommand({ RequestItems: { [table.name]: left as never } }),
        );
        left = UnprocessedItems?.[table.name] as typeof left;
      }
    }
  };
  await Promise.all(Array.from({ length: 6 }, writer));
}
