// Fills a page of connections from a reader of halves, at a bounded cost.

import type { StoredRecord } from '../../contracts/answers/record-answers.ts';
import type { ConnectionsQuery } from '../../contracts/connection-query-schemas.ts';
import { recordPath } from '../../contracts/identifiers.ts';
import type { Page } from '../../contracts/paging.ts';
import { comparedTitle } from '../../domain/duplicate-rule.ts';
import { satisfies } from '../../domain/filter/evaluate.ts';
import { type Expression, needsRecord } from '../../domain/filter/expression.ts';
import { ends, type Half } from '../../domain/perspective.ts';
import { isInEffect } from '../../domain/validity.ts';
import type { Table } from '../engine/open-table.ts';
import { itemsAt } from '../engine/read.ts';
import { refusalOfMerged } from '../records/merged-records.ts';
import {
  isMerged,
  type MergedItem,
  type RecordItem,
  recordKey,
  recordOf,
} from '../records/record-item.ts';

/** The conditions of a list of connections; `filter` has been parsed. */
export type ListConditions = Omit<
  ConnectionsQuery,
  'limit' | 'cursor' | 'filter' | 'expand' | 'orderBy'
> & {
  readonly filter?: Expression | undefined;
};

/** Maximum number of Queries for one page. */
const maxQueries = 20;
/** Maximum number of items that each Query after the first reads. */
const largestRead = 200;
/**
 * Maximum number of connections or records per page on which a filter is tried, because each may need a record read;
 * and maximum size of their attributes in bytes, because it determines the time of a filter.
 */
export const mostFiltered = { records: 500, text: 10_000_000 } as const;

/** A half, and the position at which to continue if it is the last one on the page. */
export interface PositionedHalf<Position> {
  readonly half: Half;
  readonly position: Position;
}

/** A page of halves, and where the next one starts. */
export type HalvesRead<Position> = Page<Half> & { position?: Position };

/** The result of one Query of a reader. */
export interface HalfPage<Position> {
  /** The halves whose keys match. */
  readonly halves: readonly PositionedHalf<Position>[];
  /** How many other halves were read between them because they could not be skipped. */
  readonly rejected: number;
}

/** Reads halves in the order of some key, one Query at a time. */
export interface HalfReader<Position> {
  /** Where the next Query starts; undefined at the end. */
  readonly position: Position | undefined;
  /** The mark of a merged record, if it was read. */
  readonly merged?: MergedItem | undefined;
  /** Runs one Query of at most `limit` items. */
  read(limit: number): Promise<HalfPage<Position>>;
}

/**
 * One page of the halves of a reader that meet the conditions. Conditions that the keys do not
 * decide are tested on the halves read. The more halves fail them, the more the next Query reads: up
 * to twice as many as the last Query, and at most 200. After 20 Queries, or with a filter after 500
 * connections or 10 MB of attributes, the page ends early, possibly empty, with a
 * position at which to continue.
 * @param consistent whether a filter reads the connected records strongly consistently
 * @throws Refusal RecordMerged if the reader finds that the record was merged
 */
export async function fillPage<Position>(
  table: Table,
  reader: HalfReader<Position>,
  conditions: ListConditions,
  limit: number,
  consistent: boolean,
): Promise<HalvesRead<Position>> {
  const found: Half[] = [];
  const filter = conditions.filter && filterOf(table, conditions.filter, consistent);
  let position = reader.position;
  let size = 0;
  let examined = 0;
  let failed = 0;
  for (let queries = 0; reader.position !== undefined; queries += 1) {
    const room = filter ? filter.room() : largestRead;
    if (queries === maxQueries || room === 0) return { items: found, position: reader.position };
    // One more than requested shows whether there is a next page.
    const wanted = limit + 1 - found.length;
    size = Math.min(room, failed === 0 ? wanted : grown(size, wanted, examined / found.length));
    const { halves, rejected } = await reader.read(size);
    if (reader.merged) throw await refusalOfMerged(table, reader.merged);
    const kept = halves.map(({ half }) => half).filter((half) => meets(half, conditions));
    const passing = new Set(filter ? await filter.passing(kept) : kept);
    for (const one of halves) {
      if (passing.has(one.half)) {
        if (found.length === limit) return { items: found, position: position as Position };
        found.push(one.half);
      }
      position = one.position;
    }
    examined += halves.length + rejected;
    failed += halves.length + rejected - passing.size;
  }
  return { items: found };
}

/**
 * How many items to read if one in `rate` meets the conditions: 1.5 times as many as needed, but at
 * least `wanted`, and at most twice as many as last time.
 */
function grown(last: number, wanted: number, rate: number): number {
  return Math.max(wanted, Math.min(Math.ceil(1.5 * wanted * rate), 2 * last, largestRead));
}

/** Whether a half meets the conditions that need no other record. */
function meets({ connection }: Half, { state, activeOn, ownerId, title }: ListConditions) {
  return (
    (state === 'all' || connection.state === state) &&
    (activeOn === undefined || isInEffect(connection, activeOn)) &&
    (ownerId === undefined || connection.ownerId === ownerId) &&
    (title === undefined || comparedTitle(connection.title) === comparedTitle(title))
  );
}

/** Tries a filter on halves and their connected records; each record is read once per page, if at all. */
function filterOf(table: Table, filter: Expression, consistent: boolean) {
  /** The records read so far; undefined for one that is being deleted or merged, which satisfies no filter. */
  const records = new Map<string, StoredRecord | undefined>();
  const isAboutRecords = needsRecord(filter);
  let tried = 0;
  let text = 0;
  const readRecordsOf = async (halves: readonly Half[]) => {
    const unread = new Map(
      halves
        .map((half) => ends(half).connected)
        .filter((record) => !records.has(recordPath(record)))
        .map((record) => [recordPath(record), recordKey(record)]),
    );
    for (const name of unread.keys()) records.set(name, undefined);
    const attributes = ['recordType', 'recordId', 'name', 'attributes', 'mergedInto'];
    const read = await itemsAt(table, [...unread.values()], { consistent, attributes });
    for (const item of read as unknown as RecordItem[]) {
      if (isMerged(item)) continue;
      text += Buffer.byteLength(item.attributes);
      const record = recordOf(item);
      records.set(recordPath(record), record);
    }
  };
  return {
    /** On how many more connections the filter may be tried. */
    room: () => (text < mostFiltered.text ? mostFiltered.records - tried : 0),

    async passing(halves: readonly Half[]): Promise<Half[]> {
      tried += halves.length;
      if (isAboutRecords) await readRecordsOf(halves);
      return halves.filter((half) => {
        const { connected } = ends(half);
        const { attributes: connection } = half.connection;
        if (!isAboutRecords)
          return satisfies(filter, { name: connected.name, attributes: {}, connection });
        const record = records.get(recordPath(connected));
        return record !== undefined && satisfies(filter, { ...record, connection });
      });
    },
  };
}
