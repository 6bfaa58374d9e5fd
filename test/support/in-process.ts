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
  /** Calls a route as an administrator and returns the status; `path` includes parameters and query. */
  const call = async (route: Route, path: string, sent: Sent = {}) => {
    const answer = await handlers[route.capability](httpEvent(route, path, sent), lambdaContext());
    return (answer as { statusCode: number }).statusCode;
  };
  return { table, call, lines };
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
