// Searches for records by words, and what is wrong with them.
import { NameSearch, wordKeysOf } from '../../shared/domain/name-words.ts';
import type { Table } from '../../shared/table/engine/open-table.ts';
import { recordsByWords, type SearchWanted } from '../../shared/table/lists/records-by-words.ts';
import { putRecords } from '../../shared/table/records/put-records.ts';
import { allItems } from './table-items.ts';

let second = 0;
/** Each operation has its own time. */
export const now = () => {
  second += 1;
  const at = new Date(Date.UTC(2026, 10, 22) + second * 1000).toISOString();
  return { actor: 'eva', isAdministrator: true, now: at };
};
/** A record without attributes. */
export const contact = (id: string, name: string, type = 'contact') => ({
  ...{ type, id, name },
  attributes: {},
});
export type Named = ReturnType<typeof contact>;

export const put = (table: Table, records: readonly Named[]) => putRecords(table, records, now());

/** The ids on each page. */
export async function walk(table: Table, text: string, wanted: Partial<SearchWanted> = {}) {
  const pages: string[][] = [];
  let after: string | undefined;
  do {
    const page = await recordsByWords(table, text, { limit: 100, ...wanted }, after);
    pages.push(page.items.map(({ id }) => id));
    after = page.position;
  } while (after);
  return pages;
}

/** The ids on all pages, sorted. */
export const found = async (...args: Parameters<typeof walk>) =>
  (await walk(...args)).flat().sort();

/** Words of current names without an item, and searches that find anything but what has the name now. */
export async function wrong(table: Table): Promise<string[]> {
  const all = await allItems(table);
  const records = all.filter(({ sk, name }) => sk === 'record' && name !== undefined);
  const stored = new Map(all.map(({ sk, name }) => [sk, name]));
  const missing = records.flatMap(({ recordType, recordId, name }) =>
    wordKeysOf(String(name))
      .map((word) => `word#${word}#${recordType}#${recordId}`)
      .filter((sk) => stored.get(sk) !== name),
  );
  const known = ['ana', 'b', 'smith', 'j', 'ana sm', 'cle', 'bell an', 'oduya)'];
  const misled = await Promise.all(
    known.map(async (text) => {
      const search = new NameSearch(text);
      const expected = records
        .filter(({ name }) => search.matches(String(name)))
        .map(({ recordId }) => recordId);
      const shown = await found(table, text, { limit: 3 });
      return shown.join() === expected.sort().join() ? [] : [`${text}: ${shown}, not ${expected}`];
    }),
  );
  return [...missing, ...misled.flat()];
}
