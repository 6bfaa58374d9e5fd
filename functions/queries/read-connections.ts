// The operation that lists the connections of many records.
import type * as z from 'zod';
import type { ListedConnection } from '../../shared/contracts/answers/connection-answers.ts';
import { problem } from '../../shared/contracts/error-codes.ts';
import type { RecordReference } from '../../shared/contracts/identifiers.ts';
import type { Routes } from '../../shared/contracts/routes.ts';
import type { Catalog } from '../../shared/domain/catalog.ts';
import { view } from '../../shared/domain/perspective.ts';
import { catalogFor } from '../../shared/table/catalog/freshness.ts';
import {
  connectionsOfMany,
  type RecordRead,
} from '../../shared/table/lists/connections-of-many.ts';
import { readerOf } from '../../shared/table/lists/connections-of-record.ts';
import type { Operations } from '../http/http-entry.ts';
import { cursorAt } from '../http/list-page.ts';
import { table } from '../telemetry/measured-table.ts';
import { wholeQuery } from './catalog-lookup.ts';
import { expansionOf, fitting } from './expanded-connections.ts';

/** How many records are read together: what they have together is in memory, with `expand` also attributes of up to 100 KB. */
const together = { plain: 100, expanded: 25 } as const;

type Read = Routes['readConnections'];
type Conditions = Omit<z.output<Read['body']>, 'records' | 'limit' | 'expand'>;

export const connectionReads: Pick<Operations<'queries'>, 'readConnections'> = {
  readConnections: {
    async gathering({ sent, caller }) {
      const { records, limit, expand, ...conditions } = await wholeQuery(sent);
      const catalog = await catalogFor(table, 'showConnections');
      const answer = new RecordsAnswer(catalog, conditions);
      const most = expand ? together.expanded : together.plain;
      for (let from = 0; from < records.length; from += most) {
        const some = records.slice(from, from + most);
        const pages = answer.isFull
          ? some.map(() => noneRead)
          : await connectionsOfMany(table, catalog, some, conditions, limit);
        const today = caller.now.slice(0, 10);
        const shown = pages.map((page) =>
          'items' in page ? page.items.map((half) => view(half, catalog, today)) : [],
        );
        const expansion = expand && (await expansionOf(shown.flat(), true));
        for (const [at, record] of some.entries()) {
          const items = shown[at] ?? [];
          answer.add(record, pages[at] ?? noneRead, expansion ? items.map(expansion) : items);
        }
      }
      return { status: 200, body: { results: answer.results } };
    },
  },
};

/** Of a record that is not read, because the answer is full. */
const noneRead: RecordRead = { items: [] };

/** The results of records, as far as they fit into one answer; the others begin with their cursors. */
class RecordsAnswer {
  readonly results: object[] = [];
  isFull = false;
  #bytes = 0;
  readonly #catalog: Catalog;
  readonly #conditions: Conditions;

  constructor(catalog: Catalog, conditions: Conditions) {
    this.#catalog = catalog;
    this.#conditions = conditions;
  }

  add(record: RecordReference, read: RecordRead, items: readonly ListedConnection[]): void {
    if ('refusal' in read) {
      const { code, message, extras } = read.refusal;
      this.results.push({ record, problem: problem(code, message, extras) });
      return;
    }
    const fits = fitting(items, this.#bytes);
    this.isFull ||= fits.count < items.length;
    if (this.isFull) {
      const { position } = readerOf(table, this.#catalog, record, this.#conditions);
      this.results.push({ record, items: [], ...this.#next(record, position) });
    } else {
      this.#bytes = fits.bytes;
      this.results.push({ record, items, ...this.#next(record, read.position) });
    }
  }

  /** The cursor with which the record's own list continues. */
  #next(record: RecordReference, position: string | undefined) {
    if (position === undefined) return {};
    const selecting = { ...record, ...this.#conditions };
    return { nextCursor: cursorAt('listConnectionsOfRecord', selecting, position) };
  }
}
