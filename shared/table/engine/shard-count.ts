// The number of shards with which a table has been written. A function with fewer would hide the items of
// the other shards, so it refuses to work.
import { items } from '../schema.ts';
import { commitIf, type Key } from './commit.ts';
import type { Table } from './open-table.ts';
import { itemAt } from './read.ts';

const countKey: Key = { pk: items.shardCount.partition(), sk: items.shardCount.sort() };

/** The table has been written with more shards than this function is configured with. */
class TooFewShards extends Error {
  override readonly name = 'TooFewShards';

  constructor(stored: number, configured: number) {
    super(
      `the table has been written with ${stored} shards, but the setting shards is ${configured}, ` +
        `which would hide records; set it to ${stored} or more and deploy again`,
    );
  }
}

/** The parts of a call's input that show what it reads or writes. */
interface Input {
  readonly Key?: Partial<Key>;
  /** Of a PutItem. */
  readonly Item?: Partial<Key>;
  readonly TransactItems?: readonly { readonly Put?: { readonly Item?: Partial<Key> } }[];
}

/**
 * Lets a table check its number of shards once per function instance, with its first call: 1 GetItem, in
 * parallel with a read and before a write. The first call that puts items with a number that is
 * higher than the stored one, or the first one ever, stores it: 1 TransactWriteItems. A function
 * that only reads needs no right to write.
 *
 * Calls then throw TooFewShards as long as the stored number is higher than the table's.
 * @returns the same table
 */
export function checkingShards(table: Table): Table {
  table.db.middlewareStack.add(
    (next) => async (args) => {
      const { Key, Item, TransactItems = Item && [{ Put: { Item } }] } = args.input as Input;
      const puts = (TransactItems ?? []).flatMap(({ Put }) => Put?.Item ?? []);
      const isOwnCall = Key?.pk === countKey.pk || puts.some(({ pk }) => pk === countKey.pk);
      if (isOwnCall || table.shardMemory.stored === table.shards) return next(args);
      if (TransactItems) {
        await (puts.length > 0 ? raiseCount(table) : checkCount(table));
        return next(args);
      }
      const [answer] = await Promise.all([next(args), checkCount(table)]);
      return answer;
    },
    { step: 'initialize', name: 'shards' },
  );
  return table;
}

/** The stored number; 0 if there is none. @throws TooFewShards; Refusal Busy */
async function checkCount(table: Table): Promise<number> {
  const memory = table.shardMemory;
  if (memory.stored === undefined) {
    memory.reading ??= readCount(table).finally(() => {
      delete memory.reading;
    });
    memory.stored = await memory.reading;
  }
  if (memory.stored > table.shards) throw new TooFewShards(memory.stored, table.shards);
  return memory.stored;
}

async function readCount(table: Table): Promise<number> {
  const item = await itemAt(table, countKey);
  return (item?.shards as number | undefined) ?? 0;
}

/** Stores the table's number if the stored one is lower. @throws TooFewShards; what commitIf throws */
async function raiseCount(table: Table): Promise<void> {
  if ((await checkCount(table)) === table.shards) return;
  const memory = table.shardMemory;
  const { shards } = table;
  const isRaised = await commitIf(table, [
    {
      put: { ...countKey, shards },
      when: {
        expression: 'attribute_not_exists(pk) OR #shards < :shards',
        names: { shards: 'shards' },
        values: { shards },
      },
    },
  ]);
  if (isRaised) memory.stored = shards;
  else {
    // Another instance was faster, perhaps with a higher number.
    delete memory.stored;
    await checkCount(table);
  }
}
