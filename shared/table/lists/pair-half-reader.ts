// Reads the halves of one record that connect it to one other record: their series say where they are.
import type { RecordReference } from '../../contracts/identifiers.ts';
import { type Key, placeOf } from '../engine/commit.ts';
import type { Table } from '../engine/open-table.ts';
import { itemsAt } from '../engine/read.ts';
import { type HalfItem, halfOf } from '../pairs/half-item.ts';
import { halfKeysOfSeries, seriesBetween } from '../pairs/series-item.ts';
import { isMerged, type MergedItem, mergedMarkKey } from '../records/record-item.ts';
import type { HalfPage, HalfReader } from './fill-page.ts';
import { allowedParts, type KeyConditions, matchesKey, partsOfKey } from './skip-scan.ts';

/** How often the series are read again because a half was moved after they were read. */
const maxReadings = 3;

/** Its position is the sort key after which the next read starts. */
export class PairHalfReader implements HalfReader<string> {
  readonly #table: Table;
  readonly #record: RecordReference;
  readonly #other: RecordReference;
  readonly #conditions: KeyConditions;
  #from: string | undefined;
  #merged: MergedItem | undefined;

  /** @param other the connected record; the conditions may restrict the roles */
  constructor(
    table: Table,
    record: RecordReference,
    other: RecordReference,
    conditions: KeyConditions,
    after = '',
  ) {
    this.#table = table;
    this.#record = record;
    this.#other = other;
    this.#conditions = conditions;
    this.#from = after;
  }

  get position(): string | undefined {
    return this.#from;
  }

  /** The mark of either record, if it was merged. */
  get merged(): MergedItem | undefined {
    return this.#merged;
  }

  /**
   * 1 Query of the series and 1 BatchGetItem of the halves and of the marks of merged records, strongly
   * consistent. Both again if a half was moved in between.
   */
  async read(limit: number): Promise<HalfPage<string>> {
    for (let reading = 1; ; reading += 1) {
      const keys = await this.#keys();
      const some = keys.slice(0, limit);
      const wanted = [...some, ...[this.#record, this.#other].map(mergedMarkKey)];
      const read = await itemsAt(this.#table, wanted, { consistent: true });
      this.#merged = read.find(isMerged);
      const found = new Map(
        read.map((item) => [placeOf(item as unknown as Key), item as unknown as HalfItem]),
      );
      const isComplete = some.every(({ id, ...key }) => found.get(placeOf(key))?.id === id);
      if (!isComplete && reading < maxReadings) continue;
      const last = some.at(-1);
      this.#from = last && keys.length > some.length ? `${last.sk}!` : undefined;
      const halves = some.flatMap((key) => {
        const item = found.get(placeOf(key));
        return item ? [{ half: halfOf(item), position: `${item.sk}!` }] : [];
      });
      return { halves, rejected: 0 };
    }
  }

  /** The keys of the halves from the position on, in order, with the ids of their connections. */
  async #keys(): Promise<(Key & { readonly id: string })[]> {
    const series = await seriesBetween(this.#table, this.#record, this.#other);
    const allowed = allowedParts(this.#conditions);
    const keys = series.flatMap((item) => halfKeysOfSeries(item, this.#record));
    return keys
      .filter(({ sk }) => sk > (this.#from ?? '') && matchesKey(allowed, partsOfKey(sk)))
      .sort((one, other) => (one.sk < other.sk ? -1 : 1));
  }
}
