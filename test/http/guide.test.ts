// The requests of docs/guide.md, in order.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { clientOf, drained } from '../support/api.ts';
import { root } from '../support/workbench.ts';

const page = readFileSync(join(root, 'docs/guide.md'), 'utf8');

/** `send METHOD PATH 'BODY'   # STATUS CODE {"part": "of the answer"}` */
const line = /^send (\S+) ('[^']+'|\S+)(?: '([^']+)')? +# (\d{3})(?: (\w+))?(?: (\{.*\}))?$/gm;
const requests = [...page.matchAll(line)].map(
  ([, method = '', path = '', body, status, code, shown]) => ({
    ...{ method, path: path.replaceAll("'", ''), body },
    ...{ status: Number(status), code, shown: shown ? JSON.parse(shown) : {} },
  }),
);

it('every request of the page is read', () => {
  expect(requests).toHaveLength(page.match(/^send /gm)?.length ?? 0);
  expect(requests.length).toBeGreaterThan(20);
});

it('every request is answered as the page says', async () => {
  const call = await clientOf('ines');
  for (const { method, path, body, status, code, shown } of requests) {
    // What is read after a merge waits for the connections that move.
    if (method === 'GET') await drained();
    const answer = await call(method, `/v1/${path}`, body && JSON.parse(body));
    const expected = { ...(code && { code }), ...shown };
    expect([`${method} ${path}`, answer.status, answer.body ?? {}]).toMatchObject([
      ...[`${method} ${path}`, status],
      expected,
    ]);
  }
});
