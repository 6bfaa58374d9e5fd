// Neighbourhoods and paths in the whole Congress, compared with the files from which it was imported.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { type RecordReference, recordPath } from '../../../shared/contracts/identifiers.ts';
import { root, workbench } from '../../support/workbench.ts';

const { emptyService, liaison } = workbench();
// biome-ignore lint/suspicious/noExplicitAny: the tests check the bodies that they expect
let get: (path: string) => Promise<any>;
/** Both ends of each connection in the file. */
let connections: (readonly [string, string])[];

beforeAll(async () => {
  const host = await emptyService();
  const folder = join(root, 'samples/congress');
  await liaison(host, 'import', folder);
  const headers = { authorization: `Bearer ${await host.token()}` };
  get = async (path) => (await fetch(`${host.url}/v1${path}`, { headers })).json();
  const lines = (await readFile(join(folder, 'connections.jsonl'), 'utf8')).trim().split('\n');
  connections = lines.map((line) => {
    const { record1, record2 }: Record<string, RecordReference> = JSON.parse(line);
    return [recordPath(record1 as RecordReference), recordPath(record2 as RecordReference)];
  });
}, 600_000);

/** The distance of every record from one record, up to `depth`. */
function distances(from: string, depth: number) {
  const far = new Map([[from, 0]]);
  for (let level = 1; level <= depth; level += 1) {
    for (const [one, other] of connections) {
      if (far.get(one) === level - 1 && !far.has(other)) far.set(other, level);
      if (far.get(other) === level - 1 && !far.has(one)) far.set(one, level);
    }
  }
  return far;
}

it.each([
  ['committee/HSAG', 1],
  ['committee/HSAG', 2],
  ['person/A000055', 2],
  ['state/VT', 2],
  ['chamber/house', 1],
  ['committee/HSAG', 3],
  ['chamber/house', 3],
] as const)('the neighbourhood of %s to depth %i', async (from, depth) => {
  const graph = await get(`/records/${from}/graph?depth=${depth}&maxNodes=1000`);
  const far = distances(from, depth);
  expect(graph.truncated).toBe(false);
  const nodes: [string, number][] = graph.nodes.map((node: RecordReference & { depth: number }) => [
    recordPath(node),
    node.depth,
  ]);
  expect(new Map(nodes)).toEqual(far);
  const isNearer = (name: string) => (far.get(name) ?? depth) < depth;
  const followed = connections.filter(([one, other]) => isNearer(one) || isNearer(other));
  const drawn: string[] = graph.edges.map(
    ({ from: one, to: other }: Record<string, RecordReference>) =>
      `${recordPath(one as RecordReference)} ${recordPath(other as RecordReference)}`,
  );
  expect(drawn.sort()).toEqual(followed.map((ends) => ends.join(' ')).sort());
});

it('paths between members are as short as in the files', async () => {
  const people = [...new Set(connections.flat())].filter((name) => name.startsWith('person/'));
  for (const [at, from] of people.filter((_, index) => index % 50 === 0).entries()) {
    const to = people[(at * 37 + 11) % people.length] as string;
    const { paths, truncated } = await get(`/paths?from=${from}&to=${to}&maxDepth=6&limit=20`);
    expect(paths[0].length).toBe(distances(from, 6).get(to));
    expect(truncated || paths.length < 20).toBe(true);
  }
});
