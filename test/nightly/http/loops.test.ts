// Workflows that edit the connection that started them, in the whole service: the loop ends.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { App } from 'aws-cdk-lib';
import { beforeAll, expect, it } from 'vitest';
import { Workflow } from '../../../infra/index.ts';
import type { LiaisonService } from '../../../infra/liaison-service.ts';
import { LiaisonStack } from '../../../infra/liaison-stack.ts';
import type { Host } from '../../../infra/local/host/host.ts';
import { settingsOf } from '../../../infra/stage-settings.ts';
import { clientOfHost } from '../../support/api.ts';
import { accessFile } from '../../support/restless.ts';
import { workbench } from '../../support/workbench.ts';

const { bench, emptyService } = workbench();
const contact = (id: string) => ({ type: 'contact', id });

interface BusEvent {
  readonly 'detail-type': string;
  readonly detail: {
    readonly eventId: string;
    readonly depth: number;
    readonly causedBy: string | null;
    readonly workflow: string | null;
    readonly connection: { readonly id: string };
  };
}

let onBus: BusEvent[] = [];
/** By the ids of their constructs. */
const names = new Map<string, string>();
let host: Host;
let dataDir: string;
let call: Awaited<ReturnType<typeof clientOfHost>>;

/** The stage `local` with two workflows, each for the connections with its title. */
function synthesized(access: string): string {
  const app = new App({
    outdir: join(bench.dir, 'cdk.out'),
    builtinCloudFormationValidation: false,
  });
  const stack = new LiaisonStack(app, 'shop', {
    settings: settingsOf('local', { local: { console: false } }),
  });
  const service = stack.node.findChild('Default') as LiaisonService;
  for (const [id, skipOwn] of [
    ['Restless', false],
    ['Modest', true],
  ] as const) {
    const restless = new Workflow(stack, id, {
      events: service.events,
      on: 'Connection Updated',
      where: { connection: { title: [id] } },
      skipOwn,
      entry: fileURLToPath(new URL('../../support/restless.ts', import.meta.url)),
      purpose: 'edits what has just been edited',
    });
    restless.fn.addEnvironment(accessFile, access);
    names.set(id, restless.workflowName);
  }
  return app.synth().directory;
}

beforeAll(async () => {
  const access = join(bench.dir, 'access.json');
  dataDir = join(bench.dir, 'data');
  host = await emptyService({
    dataDir,
    assembly: synthesized(access),
    onEvent: (event) => onBus.push(event as unknown as BusEvent),
  });
  await writeFile(access, JSON.stringify({ url: host.url, token: await host.token() }));
  call = await clientOfHost(host, 'ines');
  await call('PUT', '/v1/record-types/contact', { displayName: 'C', connectionsEnabled: true });
  for (const id of ['a', 'b']) await call('PUT', `/v1/records/contact/${id}`, { name: id });
});

/** The log lines of a workflow. */
async function linesOf(workflow: string) {
  const name = host.functionNames.find((one) => one.startsWith(workflow));
  const text = await readFile(join(dataDir, 'logs', `${name}.log`), 'utf8');
  return text
    .split('\n')
    .filter((line) => line.includes('"workflow run"'))
    .map((line) => JSON.parse(line));
}

/** The events and log lines that follow from one edit of a new connection with this title. */
async function edited(title: string) {
  const ends = { record1: contact('a'), record2: contact('b'), title };
  const { body } = await call('POST', '/v1/connections', ends);
  await host.drained();
  onBus = [];
  await call('PATCH', `/v1/connections/${body.id}`, { description: 'by a person' });
  await host.drained();
  const failures = [...host.queues.values()].filter(({ name }) => name.includes('Failures'));
  expect(failures.flatMap((queue) => queue.peek())).toEqual([]);
  return { events: onBus.map(({ detail }) => detail), lines: await linesOf(title) };
}

it('a workflow that starts itself is stopped after 17 runs', async () => {
  const { events, lines } = await edited('Restless');

  expect(events.map(({ depth }) => depth)).toEqual(Array.from({ length: 18 }, (_, at) => at));
  const ids = events.map(({ eventId }) => eventId);
  expect(events.map(({ causedBy }) => causedBy)).toEqual([null, ...ids.slice(0, -1)]);
  expect(new Set(events.map(({ workflow }) => workflow))).toEqual(
    new Set([null, names.get('Restless')]),
  );
  expect(lines.map(({ level, depth }) => [level, depth])).toEqual([
    ...Array.from({ length: 17 }, (_, at) => ['INFO', at]),
    ['ERROR', 17],
  ]);
  expect(lines.at(-1)).toMatchObject({
    function: 'Restless',
    eventId: ids.at(-1),
    causedBy: ids.at(-2),
    maxDepth: 16,
    ChainsStopped: 1,
    error: { name: 'ChainStopped' },
  });
});

it('with skipOwn it runs once for each edit of others', async () => {
  const { events, lines } = await edited('Modest');

  expect(events.map(({ depth, workflow }) => [depth, workflow])).toEqual([
    [0, null],
    [1, names.get('Modest')],
  ]);
  expect(lines.map(({ depth }) => depth)).toEqual([0]);
});
