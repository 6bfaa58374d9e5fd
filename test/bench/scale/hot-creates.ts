// Creates that all have the same record or the same role: the bottleneck they share, and its limits.
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import type { GlobalTable } from '../../../infra/local/dynamodb/tables.ts';
import { createConnection } from '../../../shared/table/connections/create-connections.ts';
import { isBusy } from '../../../shared/table/engine/busy.ts';
import type { Table } from '../../../shared/table/engine/open-table.ts';
import { indexes } from '../../../shared/table/schema.ts';
import { caller, request } from '../../support/fixtures.ts';
import { putItems } from '../fill.ts';
import { markdownTable } from '../markdown.ts';
import { benchRecord, emptyTable, numbers, putCatalog } from '../tables.ts';
import type { Size } from './plan.ts';
import { timed } from './timing.ts';

const shardCounts = [1, 4, 16];
const widths = [1, 16, 64];
/** The capacity of one partition of a table or an index, in write units a second (AWS). */
const unitsASecond = 1000;

interface Meeting {
  readonly conflicts: number;
  readonly busy: number;
  readonly ms: number;
  /** The most writes to one partition key of an index, per create. */
  readonly hottest: number;
}

export async function hotCreates(
  endpoint: string,
  shape: GlobalTable,
  { creates }: Size,
): Promise<string> {
  const byShards: string[][] = [];
  for (const shards of shardCounts) {
    const { hottest } = await create(endpoint, shape, shards, creates, 16, pairOfRole);
    const limit = Math.floor(unitsASecond / hottest).toLocaleString('en');
    byShards.push([`${shards}`, hottest.toFixed(2), limit]);
  }
  const byWidth: string[][] = [];
  for (const [what, pair] of [
    ['one record', pairOfRecord],
    ['one role, records of their own', pairOfRole],
  ] as const) {
    for (const width of widths) {
      const met = await create(endpoint, shape, 4, creates, width, pair);
      byWidth.push([
        `${what}, ${width} at once`,
        (met.conflicts / creates).toFixed(2),
        `${met.busy}`,
        Math.round((creates / met.ms) * 1000).toLocaleString('en'),
      ]);
    }
  }
  return [
    '### Concurrent creates',
    `One role on both sides of ${creates} connections: how many 1 KB writes of each create ` +
      'the busiest partition key of an index receives, and how many creates per second it supports at ' +
      `${unitsASecond.toLocaleString('en')} units. The engine here does not throttle partitions.`,
    markdownTable(['shards', 'writes per create', 'maximum creates/s'], byShards),
    'The engine here has no conflicts either, so they are injected as DynamoDB describes ' +
      'them: a transaction is refused while another one that uses one of its items is in progress, ' +
      'including items that are only checked. A caller gets `Busy` after eight failed attempts; ' +
      'then nothing is written.',
    markdownTable(['', 'conflicts per create', 'Busy', 'creates/s here'], byWidth),
  ].join('\n\n');
}

type Pair = (n: number) => readonly [string, string];
const pairOfRecord: Pair = (n) => ['contact/hub', `contact/c-${n}`];
const pairOfRole: Pair = (n) => [`contact/a-${n}`, `contact/c-${n}`];

let tables = 0;

/** Sends this many creates, `width` of them concurrently. */
async function create(
  endpoint: string,
  shape: GlobalTable,
  shards: number,
  creates: number,
  width: number,
  pair: Pair,
): Promise<Meeting> {
  tables += 1;
  const table = await emptyTable(endpoint, `hot-${tables}`, shape, shards);
  await putCatalog(table, ['contact'], { friend: 'friend' });
  const ids = numbers(creates).flatMap((n) => [`a-${n}`, `c-${n}`]);
  const records = ['hub', ...ids].map((id) => benchRecord('contact', id, shards));
  await putItems(table.db, table.name, records);
  const seen = watch(table);
  let next = 0;
  let busy = 0;
  const client = async () => {
    while (next < creates) {
      const [from, to] = pair(next);
      next += 1;
      const wanted = request([from, 'friend', to, 'friend']);
      await createConnection(table, wanted, caller(), () => []).catch((error) => {
        if (!isBusy(error)) throw error;
        busy += 1;
      });
    }
  };
  const [ms] = await timed(() => Promise.all(numbers(width).map(client)));
  table.db.destroy();
  const hottest = Math.max(...seen.writes.values()) / (creates - busy);
  return { conflicts: seen.conflicts, busy, ms, hottest };
}

interface TransactItem {
  readonly Put?: { readonly Item: Record<string, unknown> };
  readonly ConditionCheck?: { readonly Key: Record<string, unknown> };
}

/** Counts the writes to each partition key of an index, and refuses conflicting writes to an item. */
function watch(table: Table) {
  const seen = { conflicts: 0, writes: new Map<string, number>() };
  const underWay = new Set<string>();
  table.db.middlewareStack.add(
    (next, context) => async (args) => {
      if (!String(context.commandName).startsWith('TransactWrite')) return next(args);
      const { TransactItems } = args.input as { TransactItems: TransactItem[] };
      const places = TransactItems.map(({ Put, ConditionCheck }) => {
        const { pk, sk } = Put?.Item ?? ConditionCheck?.Key ?? {};
        return `${pk} ${sk}`;
      });
      if (places.some((place) => underWay.has(place))) {
        seen.conflicts += 1;
        throw conflict(places.map((place) => underWay.has(place)));
      }
      for (const place of places) underWay.add(place);
      try {
        const answer = await next(args);
        for (const { Put } of TransactItems) note(seen.writes, Put?.Item ?? {});
        return answer;
      } finally {
        for (const place of places) underWay.delete(place);
      }
    },
    { step: 'initialize', name: 'conflicts', priority: 'low' },
  );
  return seen;
}

function note(writes: Map<string, number>, item: Record<string, unknown>): void {
  for (const [name, { partition, sort }] of Object.entries(indexes)) {
    const keys = [...partition, ...sort].map(([attribute]) => item[attribute]);
    if (keys.includes(undefined)) continue;
    const place = `${name} ${partition.map(([attribute]) => item[attribute]).join(' ')}`;
    writes.set(place, (writes.get(place) ?? 0) + 1);
  }
}

const conflict = (met: readonly boolean[]) =>
  new TransactionCanceledException({
    message: 'Transaction cancelled: conflict',
    $metadata: {},
    CancellationReasons: met.map((one) => ({ Code: one ? 'TransactionConflict' : 'None' })),
  });
