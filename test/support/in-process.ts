// The functions called in this process, with the event that API Gateway would send.
import type { Context } from 'aws-lambda';
import { inject, vi } from 'vitest';
import { environmentNames } from '../../functions/environment.ts';
import type { HttpEvent, HttpResult } from '../../functions/http-exchange.ts';
import type { Capability, Route } from '../../shared/contracts/route.ts';
import { httpEvent } from './http-event.ts';

type Handler = (event: HttpEvent, context: Context) => Promise<HttpResult>;

/** Opens the functions on a table of the test's engine. Once a process: they keep their table. */
export async function functionsOn(tableName: string, shards: number) {
  Object.assign(process.env, {
    [environmentNames.tableName]: tableName,
    [environmentNames.shards]: String(shards),
    [environmentNames.cursorKey]: 'a key of the tests',
    [environmentNames.serviceName]: 'liaison-test',
    AWS_ENDPOINT_URL_DYNAMODB: inject('endpoint'),
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  });
  const lines = capturedLines();
  const { table } = await import('../../functions/table.ts');
  const handlers = {
    queries: (await import('../../functions/queries.ts')).handler,
    connections: (await import('../../functions/connections.ts')).handler,
    records: (await import('../../functions/records.ts')).handler,
    administration: (await import('../../functions/administration.ts')).handler,
    service: (await import('../../functions/service.ts')).handler,
  } as unknown as Record<Capability, Handler>;

  /** Calls a route as an administrator and gives the status; `path` is filled in, with its query. */
  const call = async (
    route: Route,
    path: string,
    { body, headers = {} }: { body?: unknown; headers?: Record<string, string> } = {},
  ) => {
    const event = httpEvent(route, path, { body, headers, sub: 'ines' });
    const answer = await handlers[route.capability](event, {} as Context);
    return (answer as { statusCode: number }).statusCode;
  };
  return { table, call, lines };
}

/** What the functions write into their logs from now on, a line each; nobody else sees it. */
export function capturedLines(): string[] {
  const lines: string[] = [];
  const write = process.stdout.write.bind(process.stdout) as (text: unknown) => boolean;
  vi.spyOn(process.stdout, 'write').mockImplementation((text: unknown) => {
    if (!String(text).startsWith('{"level"')) return write(text);
    lines.push(...String(text).split('\n').slice(0, -1));
    return true;
  });
  return lines;
}
