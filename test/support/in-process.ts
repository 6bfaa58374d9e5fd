// Calls the functions in this process, with the event that API Gateway would send.
import { inject, vi } from 'vitest';
import type { Route } from '../../shared/contracts/route-definition.ts';
import { httpEvent, lambdaContext, type Sent } from './http-event.ts';
import { openFunctions } from './open-functions.ts';

/** Opens the functions on a table of the test's engine. Once per process: they keep their table. */
export async function functionsOn(tableName: string, shards: number) {
  const lines = capturedLines();
  const { table, handlers } = await openFunctions(tableName, shards, {
    AWS_ENDPOINT_URL: inject('endpoint'),
  });
  /** Calls a route as an administrator; `path` includes parameters and query. */
  const ask = async (route: Route, path: string, sent: Sent = {}): Promise<Reply> => {
    const event = httpEvent(route, path, sent);
    const {
      statusCode = 0,
      headers = {},
      body,
    } = await handlers[route.capability](event, lambdaContext());
    return { status: statusCode, headers, body: body ? JSON.parse(body) : undefined };
  };
  /** Calls a route and returns the status. */
  const call = async (route: Route, path: string, sent: Sent = {}) =>
    (await ask(route, path, sent)).status;
  return { table, handlers, ask, call, lines };
}

/** The answer of a function. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  // biome-ignore lint/suspicious/noExplicitAny: the tests check the bodies that they expect
  readonly body: any;
}

/** Captures the lines that the functions log from now on; they are not printed. */
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
