// A team's workflow with `becomes` and `once`, on the local host: bus, queue, table of marks and retry included.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { becomes, LiaisonService, settingsOf, Workflow } from '../../../infra/index.ts';
import { type Host, startHost } from '../../../infra/local/host/host.ts';
import { clientOfHost } from '../../support/api.ts';

let folder: string;
let host: Host;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'liaison-once-'));
  const app = new App({ outdir: join(folder, 'assembly'), builtinCloudFormationValidation: false });
  const stack = new Stack(app, 'crm');
  const { events } = new LiaisonService(stack, 'Connections', settingsOf('local'));
  new Workflow(stack, 'VendorTasks', {
    events,
    on: ['Connection Created', 'Connection Updated'],
    where: becomes('vendor'),
    once: true,
    entry: new URL('../../support/vendor-tasks.ts', import.meta.url).pathname,
    purpose: 'opens a task for each new vendor',
  });
  const assembly = app.synth().directory;
  host = await startHost({ inMemory: true, dataDir: join(folder, 'data'), assembly });
});
afterAll(async () => {
  await host?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** The lines of the workflow's runs. */
async function runs() {
  const logs = join(folder, 'data', 'logs');
  const [name = ''] = (await readdir(logs)).filter((each) => each.startsWith('VendorTasks'));
  const lines = name === '' ? [] : (await readFile(join(logs, name), 'utf8')).split('\n');
  return lines
    .filter((line) => line.includes('"workflow run"'))
    .map((line) => JSON.parse(line.slice(line.indexOf('{'))));
}

it('a connection that gets the role by an update is noticed, and its task is opened once', async () => {
  const admin = await clientOfHost(host, 'admin');
  await admin('PUT', '/v1/record-types/contact', { displayName: 'C', connectionsEnabled: true });
  for (const id of ['a', 'b']) await admin('PUT', `/v1/records/contact/${id}`, { name: id });
  await admin('PUT', '/v1/connection-roles/vendor', { name: 'Vendor' });
  const { body } = await admin('POST', '/v1/connections', {
    record1: { type: 'contact', id: 'a' },
    record2: { type: 'contact', id: 'b' },
  });
  await host.drained();

  const patched = await admin('PATCH', `/v1/connections/${body.id}`, { record2RoleId: 'vendor' });
  await host.drained();
  await admin('PATCH', `/v1/connections/${body.id}`, { title: 'vendor' });
  await host.drained();

  expect(patched.status).toBe(200);
  const eventId = `connection/${body.id}/2`;
  const [first, second, ...more] = await runs();
  expect(more).toEqual([]);
  expect(first).toMatchObject({ level: 'ERROR', eventId, task: expect.any(String) });
  expect(second).toMatchObject({ level: 'INFO', eventId, task: first.task });
});
