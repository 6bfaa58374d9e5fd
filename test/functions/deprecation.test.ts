// What the answers of a deprecated route say.
import { afterEach, expect, it, vi } from 'vitest';
import { deprecationHeaders } from '../../functions/http/deprecation-headers.ts';
import type { HttpContext } from '../../functions/http/http-exchange.ts';
import type { Route } from '../../shared/contracts/route-definition.ts';
import { routes } from '../../shared/contracts/routes.ts';
import { httpEvent, lambdaContext } from '../support/http-event.ts';
import { capturedLines } from '../support/in-process.ts';

const deprecated = { since: '2026-12-01', sunset: '2027-12-01' };
const route: { -readonly [Key in keyof Route]?: Route[Key] } = routes.getHealth;

afterEach(() => {
  delete route.deprecated;
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

it('is a structured date and an HTTP date', () => {
  expect(deprecationHeaders(deprecated)).toEqual({
    deprecation: '@1796083200',
    sunset: 'Wed, 01 Dec 2027 00:00:00 GMT',
  });
});

it('is on every answer, refusals included, and only on those of that route', async () => {
  capturedLines();
  vi.stubEnv('LIAISON_SERVICE_NAME', 'liaison-test');
  const { handler } = await import('../../functions/handlers/service.ts');
  const ask = (path: string) =>
    handler(httpEvent(routes.getHealth, path), lambdaContext() as HttpContext);
  const names = ({ headers = {} }: Awaited<ReturnType<typeof ask>>) =>
    Object.keys(headers).filter((name) => ['deprecation', 'sunset'].includes(name));
  expect(names(await ask('/health'))).toEqual([]);
  route.deprecated = deprecated;
  const [right, wrong] = [await ask('/health'), await ask('/health?x=1')];
  expect([right.statusCode, names(right)]).toEqual([200, ['deprecation', 'sunset']]);
  expect([wrong.statusCode, names(wrong)]).toEqual([400, ['deprecation', 'sunset']]);
});
