// The programs of docs/client.md on the sample company, except those that follow the feed for ever.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { createClient, everyItem } from '../../../shared/client/create-client.ts';
import { service } from '../../support/service.ts';
import { root } from '../../support/workbench.ts';

const page = readFileSync(join(root, 'docs/client.md'), 'utf8');
const programs = [...page.matchAll(/```ts\n(.*?)```/gs)].map(([, code = '']) => code);

it('the page connects, is refused the same again, and lists', async () => {
  const host = await service('sales');
  const token = await host.token();
  const [connecting, refused, listing] = programs;
  const client = `'${join(root, 'shared/client/index.ts')}'`;
  const program = [connecting, refused, listing].join('\n').replaceAll("'liaison/client'", client);

  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module-typescript', '--no-warnings', '--eval', program],
    { env: { ...process.env, LIAISON_URL: host.url, LIAISON_TOKEN: token } },
  );
  expect(stdout).toContain('Maria Oduya Referrer\n');
  expect(stdout).toContain('exists already: ');
  expect(stdout).toContain('bluegum-care Bluegum Care Centres\n');

  // Other tests count what the sample company has.
  const api = createClient({ url: host.url, token });
  const referred = {
    params: { type: 'account', id: 'bluegum-care' },
    query: { roleId: 'referral' },
  };
  for await (const one of everyItem(api.listConnectionsOfRecord, referred)) {
    if (one.record2.id === 'maria-oduya') await api.deleteConnection({ params: { id: one.id } });
  }
});
