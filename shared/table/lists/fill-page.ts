// Filling a page of connections from a walk over halves, at a bounded cost.
import type { ConnectionsQuery } from '../../contracts/connection-schemas.ts';
import { recordName } from '../../contracts/identifiers.ts';
import type { Page } from '../../contracts/paging.ts';
import { satisfies } from '../../domain/filter/evaluate.ts';
import type { Expression } from '../../domain/filter/expression.ts';
import { ends, type Half } from '../../domain/perspective.ts';
import { isInEffect } from '../../domain/validity.ts';
import type { Table } from '../engine/open-table.ts';
import { itemsAt } from '../engine/read.ts';
import { type RecordItem, recordKey, recordOf } from '../records/record-item.ts';

/** What a list of connections is asked for; the text of `filter` has been read. */
export type Question = Omit<ConnectionsQuery, 'limit' | 'cursor' | 'filter'> & {
  readonly filter?: Expression | undefined;
};

/** What one page may cost at the most: Query calls, and items read by each after the first. */
const maxQueries = 20;
const largestRead = 200;
/** How many connections one page tries a filter on at the most; each may mean a record to read. */
const maxFiltered = 500;
/** How much text they may come to, in characters: trying a filter takes as long as it is. */
const maxFilteredText = 10_000_000;

/** A half on a walk, and the position to go on from when it is the last one looked at. */
export interface Passed<Position> {
  readonly half: Half;
  readonly position: Position;
}

/** What one Query of a walk found. */
export interface Reading<Position> {
  /** The halves that the keys say belong to the answer. */
  readonly passed: readonly Passed<Position>[];
  /** How many lay among them that do not belong and could not be jumped over. */
  readonly rejected: number;
}

/** Halves in the order of some keys, read by one Query at a time. */
export interface Walk<Position> {
  /** Where the next Query begins; undefined at the end. */
  readonly position: Position | undefined;
  /** One Query of at most `limit` items. */
  read(limit: number): Promise<Reading<Position>>;
}

/**
 * One page of the halves of a walk that meet the conditions. What the keys do not answer is tried
 * on what was read; the more of it is rejected, the more the next Query reads, up to twice as much
 * as the one before and 200 items. A page comes back short, even empty, with a position to go on
 * from, after 20 Queries, or, under a filter, after 500 connections or 10 million characters of
 * attributes.
 * @param consistent whether the connected records of a filter are read strongly consistently
 */
export async function fillPage<Position>(
  table: Table,
  walk: Walk<Position>,
  question: Question,
  limit: number,
  consistent: boolean,
): Promise<Page<Half> & { position?: Position }> {
  const found: Half[] = [];
  const filter = question.filter && filterOf(table, question.filter, consistent);
  let position = walk.position;
  let size = 0;
  let looked = 0;
  let missed = 0;
  for (let queries = 0; walk.position !== undefined; queries += 1) {
    const room = filter ? filter.room() : largestRead;
    if (queries === maxQueries || room === 0) return { items: found, position: walk.position };
    // One more than is asked for tells whether there is a next page.
    const wanted = limit + 1 - found.length;
    size = Math.min(room, missed === 0 ? wanted : grown(size, wanted, looked / found.length));
    const { passed, rejected } = await walk.read(size);
    const kept = passed.map(({ half }) => half).filter((half) => keeps(half, question));
    const passing = new Set(filter ? await filter.passing(kept) : kept);
    for (const one of passed) {
      if (passing.has(one.half)) {
        if (found.length === limit) return { items: found, position: position as Position };
        found.push(one.half);
      }
      position = one.position;
    }
    looked += passed.length + rejected;
    missed += passed.length + rejected - passing.size;
  }
  return { items: found };
}

/**
 * How much to read when one in `rate` meets the conditions: half as much again as that takes, at
 * least what is wanted, at most twice what was read last.
 */
function grown(last: number, wanted: number, rate: number): number {
  return Math.max(wanted, Math.min(Math.ceil(1.5 * wanted * rate), 2 * last, largestRead));
}

/** The conditions that a half itself answers. */
function keeps({ connection }: Half, { state, activeOn, ownerId }: Question): boolean {
  return (
    (state === 'all' || connection.state === state) &&
    (activeOn === undefined || isInEffect(connection, activeOn)) &&
    (ownerId === undefined || connection.ownerId === ownerId)
  );
}

/** Tries a filter on the connected records of halves; each record is read once a page. */
function filterOf(table: Table, filter: Expression, consistent: boolean) {
  const verdicts = new Map<string, boolean>();
  let tried = 0;
  let text = 0;
  return {
    /** How many more may be tried. */
    room: () => (text < maxFilteredText ? maxFiltered - tried : 0),

    async passing(halves: readonly Half[]): Promise<Half[]> {
      tried += halves.length;
      const unknown = new Map(
        halves
          .map((half) => ends(half).connected)
          .filter((record) => !verdicts.has(recordName(record)))
          .map((record) => [recordName(record), recordKey(record)]),
      );
      // A record that is being deleted satisfies nothing.
      for (const name of unknown.keys()) verdicts.set(name, false);
      const attributes = ['recordType', 'recordId', 'name', 'attributes'];
      const read = await itemsAt(table, [...unknown.values()], { consistent, attributes });
      for (const item of read as unknown as RecordItem[]) {
        text += item.attributes.length;
        const record = recordOf(item);
        verdicts.set(recordName(record), satisfies(filter, record));
      }
      return halves.filter((half) => verdicts.get(recordName(ends(half).connected)));
    },
  };
}
