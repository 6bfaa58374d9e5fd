// docs/liaison.http on the sample company: every request is accepted in the order of the file, and creating a
// connection is answered as the description's example says.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { sampleOf, seed } from '../../../infra/local/host/seed.ts';
import { exampleOf } from '../../../shared/contracts/examples/examples.ts';
import { routes } from '../../../shared/contracts/routes.ts';
import { requestsIn } from '../../support/examples/requests.ts';
import { differences } from '../../support/examples/shown-answer.ts';
import { root, workbench } from '../../support/workbench.ts';

const { emptyService } = workbench();

it('every request is accepted, in the order of the file', async () => {
  const host = await emptyService();
  expect(await seed(host, sampleOf('sales'), new AbortController().signal)).toContain('Loaded');
  const token = await host.token({ sub: 'user-ines' });
  // An event on which a workflow fails, for the requests about failures.
  const queue = [...host.queues.values()].find(({ name }) => name.startsWith('RenameQueue'));
  queue?.send(JSON.stringify({ 'detail-type': 'Record Renamed', detail: { eventId: 'poison' } }));
  let [connectionId, failureId] = ['', ''];
  const filled = (text: string) =>
    text
      .replaceAll('{{token}}', token)
      .replaceAll('{{connectionId}}', connectionId)
      .replace(/(?<=^\/v1\/failures\/)[\da-f-]{36}$/, failureId);
  const sent = new Set<string>();

  for (const request of requestsIn(readFileSync(join(root, 'docs/liaison.http'), 'utf8'))) {
    const { title, method, headers, body } = request;
    const [name = ''] = title.split(':');
    // Reads, merges and deletions wait for what follows from earlier requests.
    await host.drained();
    const response = await fetch(host.url + filled(request.path), {
      method,
      headers: Object.entries(headers).map(([key, value]): [string, string] => [
        key,
        filled(value),
      ]),
      ...(body !== undefined && { body: filled(body) }),
    });
    const text = await response.text();
    expect([name, response.ok, text]).toEqual([name, true, text]);
    if (name === 'listFailures') failureId = await firstFailure(host.url, token);
    if (name === 'createConnection') {
      const { id, ...created } = JSON.parse(text);
      connectionId = id;
      const { createdAt, modifiedAt, ...shown } = exampleOf(name).answers[201] as typeof created;
      expect(differences(shown, { id, ...created })).toEqual([]);
    }
    sent.add(name);
  }

  const operations = Object.entries(routes).filter(([, route]) => !('page' in route && route.page));
  expect([...sent].sort()).toEqual(operations.map(([name]) => name).sort());
});

/** The id of a failure; the example asks for those of one workflow and one event only. */
async function firstFailure(url: string, token: string): Promise<string> {
  const response = await fetch(`${url}/v1/failures`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const { items } = (await response.json()) as { items: { id: string }[] };
  expect(items).toHaveLength(1);
  return items[0]?.id ?? '';
}
