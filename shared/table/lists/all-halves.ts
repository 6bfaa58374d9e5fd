// Lists everything that is stored about connections, for export and verify.
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { RecordReference } from '../../contracts/identifiers.ts';
import type { Half } from '../../domain/perspective.ts';
import type { Key } from '../engine/commit.ts';
import type { Table } from '../engine/open-table.ts';
import type { KeeperItem } from '../pairs/external-id.ts';
import { type HalfItem, halfOf } from '../pairs/half-item.ts';
import type { SeriesItem } from '../pairs/series-item.ts';
import type { RecordItem } from '../records/record-item.ts';

/** Items of all kinds that a Scan reads for each half of the page, as most items are no halves. */
const itemsPerHalf = 6;
/** Maximum number of Scans for one page. */
const maxScans = 10;

/** A page of halves, with the series, external ids and records without a type that are stored between them. */
export interface StoredPage {
  readonly halves: readonly Half[];
  readonly series: readonly SeriesItem[];
  readonly keepers: readonly KeeperItem[];
  readonly recordsWithoutType: readonly RecordReference[];
  readonly position?: Key;
}

type Stored = HalfItem | SeriesItem | KeeperItem | (Key & RecordItem);

const isHalf = (item: Stored): item is HalfItem => 'connectedType' in item;
const isSeries = (item: Stored): item is SeriesItem => 'members' in item;
const isKeeper = (item: Stored): item is KeeperItem => 'keeps' in item;
const isRecord = (item: Stored): item is Key & RecordItem =>
  !isHalf(item) && !isSeries(item) && !isKeeper(item);

/**
 * One page of all halves, in no particular order. Each item is read strongly consistently, but the
 * pages are not a snapshot. A page can have fewer than `limit` halves, or none, and still have a
 * position at which to continue.
 * @param types the existing record types; records of other types are returned
 */
export async function allHalves(
  table: Table,
  types: readonly string[],
  limit: number,
  after?: Key,
): Promise<StoredPage> {
  const found: Stored[] = [];
  let start: Record<string, unknown> | undefined = after && { ...after };
  for (let scans = 0; scans < maxScans; scans += 1) {
    const page = await table.db.send(
      new ScanCommand({
        TableName: table.name,
        ...wantedOnly(types),
        ConsistentRead: true,
        Limit: itemsPerHalf * limit,
        ...(start && { ExclusiveStartKey: start }),
      }),
    );
    found.push(...((page.Items ?? []) as Stored[]));
    start = page.LastEvaluatedKey;
    if (!start || found.filter(isHalf).length > limit) break;
  }
  const taken = upTo(found, limit);
  const last = taken.at(-1);
  const position = taken.length < found.length ? last && { pk: last.pk, sk: last.sk } : start;
  return {
    halves: taken.filter(isHalf).map(halfOf),
    series: taken.filter(isSeries),
    keepers: taken.filter(isKeeper),
    recordsWithoutType: taken
      .filter(isRecord)
      .map(({ recordType, recordId }) => ({ type: recordType, id: recordId })),
    ...(position && { position: position as unknown as Key }),
  };
}

/** DynamoDB's quota for the values of one IN. */
const maxValues = 100;

/** Halves, series, items that keep external ids, and records of none of the types: only records have a `nameKey`. */
function wantedOnly(types: readonly string[]) {
  const values = Object.fromEntries(types.map((type, at) => [`:${at}`, type]));
  const names = Object.keys(values);
  let others = '';
  for (let from = 0; from < names.length; from += maxValues) {
    others += ` AND NOT recordType IN (${names.slice(from, from + maxValues).join()})`;
  }
  return {
    FilterExpression:
      'attribute_exists(connectedType) OR attribute_exists(members) OR attribute_exists(keeps) OR ' +
      `(attribute_exists(nameKey)${others})`,
    ...(types.length > 0 && { ExpressionAttributeValues: values }),
  };
}

/** The first items, up to the last of `limit` halves. */
function upTo(found: readonly Stored[], limit: number): readonly Stored[] {
  let halves = 0;
  const end = found.findIndex((item) => isHalf(item) && ++halves > limit);
  return end < 0 ? found : found.slice(0, end);
}
