// The local host with --watch, and with a workflow that hangs, for another team's app.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { projectRoot } from '../../../infra/local/base/synth.ts';
import { type Host, startHost } from '../../../infra/local/host/host.ts';

// Next to the app's own folder, so that its imports of the project are valid.
const folder = mkdtempSync(join(projectRoot, 'test/support/team-app-watched-'));
const workflowFile = join(folder, 'vendor-task.ts');
const appFile = join(folder, 'app.ts');
const said: string[] = [];
const failed: string[] = [];
let host: Host;

beforeAll(async () => {
  cpSync(join(projectRoot, 'test/support/team-app'), folder, { recursive: true });
  host = await startHost({
    app: { command: 'node app.ts', folder, stack: 'crm' },
    inMemory: true,
    watch: true,
    onNotice: (each) => said.push(each),
    onFailure: (each) => failed.push(each),
  });
  await put('/record-types/contact', {
    displayName: 'Contact',
    displayCollectionName: 'Contacts',
    connectionsEnabled: true,
  });
});
afterAll(async () => {
  await host.stop();
  rmSync(folder, { recursive: true });
});

async function send(method: string, path: string, body: object) {
  return fetch(`${host.url}/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${await host.token()}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify(body),
  });
}
const put = (path: string, body: object) => send('PUT', path, body);

async function connect(name: string): Promise<void> {
  for (const id of [`${name}-1`, `${name}-2`]) await put(`/records/contact/${id}`, { name: id });
  const [record1, record2] = [1, 2].map((n) => ({ type: 'contact', id: `${name}-${n}` }));
  expect((await send('POST', '/connections', { record1, record2 })).status).toBe(201);
}

const edit = (file: string, from: string, to: string) =>
  writeFileSync(file, readFileSync(file, 'utf8').replace(from, to));
const logOf = (name: string) => {
  const id = host.functionNames.find((each) => each.startsWith(name));
  return readFileSync(join(folder, '.local/logs', `${id}.log`), 'utf8');
};

it('runs a saved change, with the data as it was', async () => {
  await connect('before');
  await host.drained();

  edit(
    workflowFile,
    'const MessageBody',
    "console.log('the changed workflow');\n  const MessageBody",
  );
  await expect.poll(() => said.at(-1)).toMatch(/^vendor-task.ts changed: rebuilt VendorTask/);

  await connect('after');
  await host.drained();
  await expect.poll(() => logOf('VendorTask')).toContain('the changed workflow');
  expect((await put('/records/contact/before-1', { name: 'still there' })).status).toBe(200);
});

it('prints the error of a build, and the old version continues', async () => {
  edit(workflowFile, 'const MessageBody', 'const = MessageBody');
  await expect.poll(() => said.at(-1)).toMatch(/old version continues[\s\S]*vendor-task.ts:\d+/);

  await connect('with-error');
  await host.drained();
  expect(failed).toEqual([]);

  edit(workflowFile, 'const = MessageBody', 'const MessageBody');
  await expect.poll(() => said.at(-1)).toMatch(/^vendor-task.ts changed: /);
});

it('applies a new setting of a function, and says what needs a restart', async () => {
  edit(
    appFile,
    'app.synth();',
    `new Queue(stack, 'Later');
     (vendorTask.fn.node.defaultChild as { timeout?: number }).timeout = 2;
     app.synth();`,
  );
  await expect.poll(() => said.at(-1)).toMatch(/^app.ts changed: rebuilt VendorTask/);
  expect(said.at(-2)).toMatch(/^Restart to apply: Later\w+ \(AWS::SQS::Queue, new\)/);
});

it('ends a run that hangs at its timeout, while others continue; the stack names the file', async () => {
  edit(
    workflowFile,
    'const MessageBody',
    `if (connection.record1.id === 'hang-1') for (;;);
     if (connection.record1.id === 'throw-1') throw new Error('on purpose');
     const MessageBody`,
  );
  await expect.poll(() => said.at(-1)).toMatch(/^vendor-task.ts changed: rebuilt/);

  await connect('hang');
  await connect('throw');
  await connect('other');

  await expect.poll(() => logOf('VendorTask')).toMatch(/on purpose[\s\S]*vendor-task\.ts:\d+/);
  await expect.poll(() => failed.join('\n')).toContain('it did not answer within 2 s');
  const started = Date.now();
  await host.stop();
  expect(Date.now() - started).toBeLessThan(5000 + 2000);
});
