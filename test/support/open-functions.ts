// Loads the functions into this process, with the environment that the stack would set.
import type { Context } from 'aws-lambda';
import { openDocsPages } from '../../functions/formats/docs-pages.ts';
import type { HttpEvent, HttpResult } from '../../functions/http/http-exchange.ts';
import { environmentNames } from '../../functions/runtime/environment.ts';
import type { Capability } from '../../shared/contracts/route-definition.ts';
import { docsInMemory } from './docs-in-memory.ts';
import { testAccessKey } from './test-access.ts';

type Handler = (event: HttpEvent, context: Context) => Promise<HttpResult>;

/** Once per process: the functions keep their table. @param env in addition to what all functions need */
export async function openFunctions(
  tableName: string,
  shards: number,
  env: Readonly<Record<string, string>>,
) {
  Object.assign(process.env, {
    [environmentNames.tableName]: tableName,
    [environmentNames.shards]: String(shards),
    [environmentNames.cursorKey]: 'a key of the tests',
    [environmentNames.feedDays]: '30',
    [environmentNames.serviceName]: 'liaison-test',
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: testAccessKey,
    AWS_SECRET_ACCESS_KEY: 'test',
    ...env,
  });
  const { table } = await import('../../functions/telemetry/measured-table.ts');
  const handlers = {
    queries: (await import('../../functions/handlers/queries.ts')).handler,
    connections: (await import('../../functions/handlers/connections.ts')).handler,
    records: (await import('../../functions/handlers/records.ts')).handler,
    administration: (await import('../../functions/handlers/administration.ts')).handler,
    service: (await import('../../functions/handlers/service.ts')).serviceFunction(
      openDocsPages(docsInMemory),
    ),
  } as unknown as Record<Capability, Handler>;
  return { table, handlers };
}
