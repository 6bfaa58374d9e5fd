// Makes the requests of the cost ledger on an engine, and counts the cost of each.
import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { routes } from '../../shared/contracts/routes.ts';
import { openTable, type Table } from '../../shared/table/engine/open-table.ts';
import { checkingShards } from '../../shared/table/engine/shard-count.ts';
import { putCompany } from './cost-company.ts';
import type { BehindRow, LedgerRow } from './cost-ledger.ts';
import { type Call, type Cost, costOf, meter } from './cost-meter.ts';
import { createTable } from './create-table.ts';
import { httpEvent, lambdaContext } from './http-event.ts';
import { openFunctions } from './open-functions.ts';
import { deliver, streamOf } from './stream.ts';
import { testAccess } from './test-access.ts';

/** The measured cost of a row. */
export interface Taken {
  readonly status: number;
  readonly cost: Cost;
  readonly calls: readonly Call[];
}

/**
 * The company in its own table, with warm functions that use it. Call it once per process: the
 * functions keep their table. Run the rows in order: each depends on those before it.
 * @param onFilled receives the filled table before the functions use it
 */
export async function openCostRun(
  endpoint: string,
  onFilled: (table: Table) => Promise<void> = async () => {},
  shards = 4,
) {
  const near = testAccess(endpoint);
  const name = `costs-${randomUUID()}`;
  const db = new DynamoDBClient(near);
  await createTable(db, name, { streamed: true });
  const filled = checkingShards(openTable(name, shards, { client: near }));
  const ids = await putCompany(filled);
  const filling = await streamOf(filled);
  await deliver(filled, filling);
  let delivered = filling.length;
  await onFilled(filled);
  const { table, handlers } = await openFunctions(name, shards, { AWS_ENDPOINT_URL: endpoint });
  // The clock stands still, so that warm caches do not expire; so waits are left out, too.
  const now = Date.now();
  Object.assign(table, { clock: () => now, pause: async () => {} });
  const handler = (route: (typeof routes)[keyof typeof routes], ...sent: [string, object?]) =>
    handlers[route.capability](httpEvent(route, ...sent), lambdaContext());
  await handler(routes.listRecordTypes, '/v1/record-types');
  const calls = meter(table, DynamoDBDocumentClient.from(db));
  /** The cursor of the last page of changes. */
  let next = 'unknown';
  const idOf = (named: string) => (named === 'next' ? next : (ids.get(named) ?? 'unknown'));

  return {
    table,

    /** Makes the request of a row. */
    async request({ route, path, body, headers }: LedgerRow): Promise<Taken> {
      calls.length = 0;
      const filled = (text: string) => text.replace(/\{([\w-]+)\}/g, (_, named) => idOf(named));
      const { statusCode = 0, body: answer = '' } = await handler(routes[route], filled(path), {
        ...(body !== undefined && { body: JSON.parse(filled(JSON.stringify(body))) }),
        ...(headers && { headers }),
      });
      if (route === 'listChanges') ({ next } = JSON.parse(answer));
      return { status: statusCode, cost: costOf(calls), calls: [...calls] };
    },

    /** Makes the change of a row, and then counts the cost of the projector alone. */
    async behind({ change }: BehindRow): Promise<Cost> {
      const earlier = await streamOf(table);
      await deliver(table, earlier.slice(delivered));
      await change(table, idOf);
      const changed = (await streamOf(table)).slice(earlier.length);
      delivered = earlier.length + changed.length;
      calls.length = 0;
      await deliver(table, changed);
      return costOf(calls);
    },
  };
}
