// The requests of docs/queries.md, on the sample company.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import type { Host } from '../../infra/local/host/host.ts';
import { service } from '../support/service.ts';
import { root } from '../support/workbench.ts';

let host: Host;

beforeAll(async () => {
  host = await service('sales');
});

const page = readFileSync(join(root, 'docs/queries.md'), 'utf8');

/** `ask PATH -d name=value --data-urlencode "name=value"   # count`, as curl would send it. */
const asked = [...page.matchAll(/^ask (\S+)(.*?)(?: +# (\d+))?$/gm)].map(
  ([, path = '', options = '', count]) => {
    const query = [...options.matchAll(/ (?:-d|--data-urlencode) (?:"([^"]+)"|(\S+))/g)].map(
      ([, quoted, plain]) => (quoted ?? plain ?? '').split(/=(.*)/s).slice(0, 2),
    );
    return {
      path: `/v1/${path}`,
      query: String(new URLSearchParams(query as [string, string][])),
      count,
    };
  },
);

it.each(asked)('$path?$query: $count', async ({ path, query, count }) => {
  const authorization = `Bearer ${await host.token()}`;
  const response = await fetch(`${host.url}${path}?${query}`, { headers: { authorization } });
  const body = (await response.json()) as { items?: unknown[]; nextCursor?: string };
  expect([response.status, body]).toEqual([200, expect.anything()]);
  if (count !== undefined)
    expect([body.items?.length, body.nextCursor]).toEqual([Number(count), undefined]);
});

it('the page contains a request for every question', () => {
  expect(asked.length).toBeGreaterThan(30);
  expect(page.match(/^## \d+\./gm)).toHaveLength(12);
});
