// Reads the history of a connection, of a record's connections, of a role or a record type.
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { CatalogHistoryEntry, HistoryEntry } from '../../contracts/answers/history-answers.ts';
import { Refusal } from '../../contracts/error-codes.ts';
import type { RecordReference } from '../../contracts/identifiers.ts';
import type { Page } from '../../contracts/paging.ts';
import type { ChangeEvent } from '../../domain/events/announced-events.ts';
import type { DeletionReason, FieldChange } from '../../domain/events/connection-change.ts';
import type { Table } from '../engine/open-table.ts';
import { getConnection } from '../pairs/find-connection.ts';
import { assertNoneMerged } from '../records/merged-records.ts';
import { assertRecordExists } from '../records/read-records.ts';
import { historyKind, items } from '../schema.ts';

interface EntryItem {
  readonly sk: string;
  readonly about: string;
  readonly version: number;
  readonly at: string;
  readonly actor: string;
  readonly event: ChangeEvent;
  readonly own: HistoryEntry['record1'];
  readonly connected: HistoryEntry['record2'];
  readonly changes: string | FieldChange[];
  readonly reason?: DeletionReason;
}

/** Stored as JSON text if values are numbers or objects. */
const changesOf = <Change>(changes: string | Change[]): Change[] =>
  typeof changes === 'string' ? JSON.parse(changes) : changes;

const entryOf = ({ about, own, connected, ...item }: EntryItem): HistoryEntry => ({
  at: item.at,
  actor: item.actor,
  event: item.event,
  connectionId: about,
  version: item.version,
  record1: own,
  record2: connected,
  changes: changesOf(item.changes),
  ...(item.reason && { reason: item.reason }),
});

/**
 * The history of a connection, newest first; also after its deletion. Can lag behind the stream.
 * 1 Query. `before` is the version at which an earlier page ended.
 * @throws Refusal NotFound if the connection never existed, or its history has expired
 */
export async function historyOfConnection(
  table: Table,
  id: string,
  limit: number,
  before?: number,
): Promise<Page<HistoryEntry> & { position?: number }> {
  const { Items = [], LastEvaluatedKey } = await table.db.send(
    new QueryCommand({
      TableName: table.name,
      IndexName: 'history-by-connection',
      KeyConditionExpression: `connectionId = :id${before === undefined ? '' : ' AND #version < :before'}`,
      ...(before !== undefined && { ExpressionAttributeNames: { '#version': 'version' } }),
      ExpressionAttributeValues: { ':id': id, ...(before !== undefined && { ':before': before }) },
      ScanIndexForward: false,
      Limit: limit + 1,
    }),
  );
  // A connection created a moment ago has no entry yet.
  if (Items.length === 0 && before === undefined) await getConnection(table, id);
  const entries = (Items as EntryItem[]).slice(0, limit).map(entryOf);
  const last = entries.at(-1);
  // A Query also ends at 1 MB. Then there may be more entries, although no extra one was found.
  const isCut = LastEvaluatedKey !== undefined && Items.length < limit + 1;
  const hasMore = Items.length > limit || isCut;
  return { items: entries, ...(hasMore && last && { position: last.version }) };
}

/**
 * The history of a record's connections, newest first, seen from the record; also after its deletion.
 * Can lag behind the stream. 1 Query. `before` is the position at which an earlier page ended.
 * @throws Refusal NotFound if neither the record nor its history exists; RecordMerged
 */
export async function historyOfRecord(
  table: Table,
  record: RecordReference,
  limit: number,
  before?: string,
): Promise<Page<HistoryEntry> & { position?: string }> {
  const partition = items.historyEntry.partition(record.type, record.id);
  const { found, position } = await entriesOf<EntryItem>(table, partition, limit, before);
  // Of a merged record, the mark comes first.
  await assertNoneMerged(table, found);
  if (found.length === 0 && before === undefined) await assertRecordExists(table, record);
  return { items: found.map(entryOf), ...(position !== undefined && { position }) };
}

/**
 * The history of a role or a record type, newest first; also after its deletion. 1 Query.
 * @throws Refusal NotFound if it has no history and `exists` is false
 */
export async function historyOfCatalog(
  table: Table,
  { kind, id, exists }: { kind: 'record-type' | 'role'; id: string; exists: boolean },
  limit: number,
  before?: string,
): Promise<Page<CatalogHistoryEntry> & { position?: string }> {
  const partition = items.catalogEntry.partition(kind, id);
  type CatalogItem = CatalogHistoryEntry & { sk: string };
  const { found, position } = await entriesOf<CatalogItem>(table, partition, limit, before);
  if (found.length === 0 && !exists) {
    const what = kind === 'role' ? 'connection role' : 'record type';
    throw new Refusal('NotFound', `there is no ${what} ${id}`);
  }
  const entries = found.map(({ at, actor, event, changes }) => ({
    ...{ at, actor, event },
    changes: changesOf(changes),
  }));
  return { items: entries, ...(position !== undefined && { position }) };
}

/** The entries of one partition, newest first, and the position at which to continue. */
async function entriesOf<Entry extends { sk: string }>(
  table: Table,
  partition: string,
  limit: number,
  before: string | undefined,
): Promise<{ found: Entry[]; position?: string }> {
  const { Items = [], LastEvaluatedKey } = await table.db.send(
    new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: 'pk = :partition AND sk BETWEEN :first AND :last',
      ExpressionAttributeValues: {
        ':partition': partition,
        ':first': `${historyKind}#`,
        // `$` is the character after `#`, so all entries are in this range.
        ':last': before ?? `${historyKind}$`,
      },
      ScanIndexForward: false,
      // One more shows whether there is a next page; another one because BETWEEN includes `before`.
      Limit: limit + 2,
    }),
  );
  const entries = (Items as unknown as Entry[]).filter(({ sk }) => sk !== before);
  const found = entries.slice(0, limit);
  const last = found.at(-1);
  // A Query also ends at 1 MB; then there may be more entries, although no extra one was found.
  const isCut = LastEvaluatedKey !== undefined && Items.length < limit + 2;
  const hasMore = entries.length > limit || isCut;
  return { found, ...(hasMore && last && { position: last.sk }) };
}
