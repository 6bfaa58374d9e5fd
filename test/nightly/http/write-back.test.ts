// A workflow of the sample app writes back: the app's template on the local host, with its user pool and secret.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { decodeJwt } from 'jose';
import { beforeAll, expect, inject, it } from 'vitest';
import type { Host } from '../../../infra/local/host/host.ts';
import { CrmStack } from '../../../samples/embedding/crm-stack.ts';
import { clientOfHost } from '../../support/api.ts';
import { root, workbench } from '../../support/workbench.ts';

const { emptyService } = workbench();
let host: Host;
let call: Awaited<ReturnType<typeof clientOfHost>>;
let dataDir: string;
const failures: string[] = [];

beforeAll(async () => {
  const outdir = join(inject('workDir'), 'write-back');
  const app = new App({ outdir, builtinCloudFormationValidation: false });
  new CrmStack(app, 'crm');
  app.synth();
  dataDir = join(inject('workDir'), 'write-back-data');
  host = await emptyService({
    assembly: outdir,
    dataDir,
    onFailure: (sentence) => failures.push(sentence),
  });
  call = await clientOfHost(host, 'ines');
  for (const { type, ...body } of linesOf('record-types')) {
    await call('PUT', `/v1/record-types/${type}`, body);
  }
  await call('POST', '/v1/connection-roles/batch', { items: linesOf('connection-roles') });
  await call('POST', '/v1/records/batch', { items: linesOf('records') });
});

/** The lines of a file of the sample app's data. */
const linesOf = (name: string) =>
  readFileSync(join(root, `samples/embedding/data/${name}.jsonl`), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

/** The machine client that the template has, with its secret, as `.local/secrets` has it. */
function machine() {
  const [id = ''] = readdirSync(join(dataDir, 'secrets')).filter((name) =>
    /Machinevendortasks/.test(name),
  );
  return { id, secret: readFileSync(join(dataDir, 'secrets', id), 'utf8') };
}

/** Asks for a token as curl would: `curl -u ID:SECRET -d grant_type=client_credentials`. */
async function tokenFor({ id, secret }: ReturnType<typeof machine>, form: Record<string, string>) {
  const response = await fetch(`${host.url}/oauth2/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${id}:${secret}`)}` },
    body: new URLSearchParams(form),
  });
  return { status: response.status, body: await response.json() };
}

it('creates a task for a new vendor and connects it, as the machine client', async () => {
  const vendor = { type: 'contact', id: 'maria' };
  const created = await call('POST', '/v1/connections', {
    record1: vendor,
    record1RoleId: 'vendor',
    record2: { type: 'account', id: 'fabrikon' },
  });
  expect(created.status).toBe(201);
  await host.drained();

  expect(failures).toEqual([]);
  const task = await call('GET', '/v1/records/task/papers-of-maria');
  expect(task.body).toMatchObject({ name: 'Check the papers of Maria Oduya' });
  const path = '/v1/records/task/papers-of-maria/connections';
  const { items } = (await call('GET', path)).body;
  expect(items).toMatchObject([{ record2: vendor, createdBy: machine().id }]);
});

it('issues tokens to the machine client as Cognito does', async () => {
  const form = { grant_type: 'client_credentials' };
  const { id } = machine();
  const { status, body } = await tokenFor(machine(), form);
  expect([status, body.token_type, body.expires_in]).toEqual([200, 'Bearer', 3600]);
  const claims = decodeJwt(body.access_token);
  expect(claims).toMatchObject({ sub: id, client_id: id, scope: 'liaison/write' });
  expect(claims.aud).toBeUndefined();

  const refused = [
    await tokenFor({ id, secret: 'guessed' }, form),
    await tokenFor(machine(), { ...form, scope: 'liaison/admin' }),
    await tokenFor(machine(), { grant_type: 'password' }),
  ];
  expect(refused).toEqual([
    { status: 400, body: { error: 'invalid_client' } },
    { status: 400, body: { error: 'invalid_scope' } },
    { status: 400, body: { error: 'unsupported_grant_type' } },
  ]);
});
