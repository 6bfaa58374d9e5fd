// Finds records of which a word is missing among those that searches read, and has them written again.
import { setTimeout as wait } from 'node:timers/promises';
import { type Client, everyItem } from '../shared/client/create-client.ts';
import { recordPath } from '../shared/contracts/identifiers.ts';
import { undefinedIfNotFound } from './read-shown-counts.ts';
import { referenceOf } from './recount.ts';
import { each } from './verify-counts.ts';

/**
 * How often the records are examined, and how far apart (ms), before a missing word is reported: words of records that were
 * just written follow from the stream.
 */
const readings = { times: 3, apart: 500 } as const;

/** How many records a repair names, by the contract. */
const mostRepaired = 100;

/** The records of these types that searches may not find, as `type/id`. */
export async function unfoundRecords(client: Client, types: readonly string[]): Promise<string[]> {
  let unfound = await suspects(client, types);
  for (let time = 1; time < readings.times && unfound.size > 0; time += 1) {
    await wait(readings.apart);
    const again = await suspects(client, typesOf(unfound));
    unfound = new Set([...unfound].filter((record) => again.has(record)));
  }
  return [...unfound];
}

const typesOf = (records: ReadonlySet<string>) => [
  ...new Set([...records].map((record) => referenceOf(record).type)),
];

async function suspects(client: Client, types: readonly string[]): Promise<Set<string>> {
  const found = await each(types, async (recordType) => {
    const names: string[] = [];
    const request = { query: { recordType, limit: 100 } };
    const read = async () => {
      for await (const one of everyItem(client.listWordProblems, request))
        names.push(recordPath(one));
    };
    await undefinedIfNotFound(read());
    return names;
  });
  return new Set(found.flat());
}

/** Writes the words of records again. @returns of how many a word was missing */
export async function repairWords(client: Client, records: readonly string[]): Promise<number> {
  let repaired = 0;
  for (let from = 0; from < records.length; from += mostRepaired) {
    const group = records.slice(from, from + mostRepaired).map(referenceOf);
    const { items } = await client.repairWords({ body: { records: group } });
    repaired += items.length;
  }
  return repaired;
}
