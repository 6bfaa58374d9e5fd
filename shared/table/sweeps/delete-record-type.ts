// Deleting a record type that has no records: marks it, so that no record of it can be written, waits
// until the index and the counts agree that there is none, then deletes it.
import { Refusal } from '../../contracts/error-codes.ts';
import type { Catalog, CatalogChange } from '../../domain/catalog.ts';
import { assertVersion, type IfMatch } from '../../domain/conditional-requests.ts';
import type { Author } from '../../domain/connection-rules.ts';
import { deleteRecordType, noSuchType } from '../../domain/record-type-rules.ts';
import { changeCatalog } from '../catalog/change-catalog.ts';
import { catalogFor } from '../catalog/freshness.ts';
import { AttachedFailed } from '../engine/decide.ts';
import type { Table } from '../engine/open-table.ts';
import { waits } from '../engine/retries.ts';
import { hasRecords } from '../lists/records-by-name.ts';
import { items } from '../schema.ts';
import { countWithChecks } from './unchanged-counts.ts';

/**
 * Deletes a record type that has no records. Takes about 1.5 s, at most 2.5 s, of waits: a request
 * that read the catalog before the mark may be writing a record, and the index by name may lag. A
 * deletion that is certain to be refused is refused at once. A record that is written even later is
 * deleted by `deleteRecordsWithoutType`.
 * @throws Refusal NotFound; PreconditionFailed; RecordTypeInUse; Busy while records are still being counted, or when
 *   another request has begun to delete the type
 */
export async function deleteUnusedRecordType(
  table: Table,
  type: string,
  author: Author,
  ifMatch?: IfMatch,
): Promise<void> {
  const assertIfMatch = ({ recordTypes }: Catalog) => {
    const current = recordTypes.get(type);
    if (!current) throw noSuchType(type);
    assertVersion(ifMatch, current.version);
  };
  assertIfMatch(await catalogFor(table, 'deleteTypeOrRole'));
  const isUsed = await hasRecords(table, type);
  await changeCatalog(table, author, (catalog) => {
    assertIfMatch(catalog);
    deleteRecordType(catalog, type, isUsed);
    return { change: { markedRecordTypes: [type] } };
  });
  try {
    await deleteMarkedType(table, type, author, assertIfMatch);
  } catch (error) {
    // After any other error, the mark is void in a minute.
    if (error instanceof Refusal) await removeMark(table, type, author);
    throw error;
  }
}

async function deleteMarkedType(
  table: Table,
  type: string,
  author: Author,
  assertIfMatch: (catalog: Catalog) => void,
): Promise<void> {
  for (const wait of waits.typeAtRest) {
    await table.pause(wait);
    const { count, unchanged } = await countWithChecks(table, items.typeCounts, type, 'records');
    const isUsed = await hasRecords(table, type);
    if (count > 0 && !isUsed) continue;
    try {
      await changeCatalog(
        table,
        author,
        (catalog): { change: CatalogChange } => {
          assertIfMatch(catalog);
          const change = deleteRecordType(catalog, type, isUsed);
          if (catalog.deleting.get(type) !== author.now) {
            throw new Refusal(
              'Busy',
              `another request is deleting the record type ${type}; retry in a second`,
            );
          }
          return { change };
        },
        () => unchanged,
      );
      return;
    } catch (error) {
      if (!(error instanceof AttachedFailed)) throw error;
    }
  }
  throw new Refusal(
    'Busy',
    `records of the type ${type} are still being counted; nothing was written, retry in a second`,
  );
}

/** Removes the mark, unless it belongs to another request. */
const removeMark = (table: Table, type: string, author: Author) =>
  changeCatalog(table, author, ({ deleting }): { change: CatalogChange } => ({
    change: deleting.get(type) === author.now ? { unmarkedRecordTypes: [type] } : {},
  }));
