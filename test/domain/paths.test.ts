import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GraphEdge } from '../../shared/contracts/answers/graph-answers.ts';
import { shortestPaths } from '../../shared/domain/graph/shortest-paths.ts';
import {
  distances,
  edge,
  multigraph,
  names,
  otherEnd,
  readerOf,
  record,
} from '../support/multigraph.ts';

const maxDepths = fc.integer({ min: 1, max: 6 });

/** All shortest walks, by their records, found by trying every edge from every record. */
function shortestWalks(edges: readonly GraphEdge[], from: string, to: string): string[] {
  const far = distances(edges, to);
  let walks = far.has(from) ? [[from]] : [];
  for (let left = far.get(from) ?? 0; left > 0; left -= 1) {
    walks = walks.flatMap((walk) => {
      const last = walk.at(-1) as string;
      const next = edges.map((one) => otherEnd(one, last)).filter((id) => id !== undefined);
      return [...new Set(next)].filter((id) => far.get(id) === left - 1).map((id) => [...walk, id]);
    });
  }
  return walks.map((walk) => walk.join()).sort();
}

/** The connection that a step should show. */
function shown(edges: readonly GraphEdge[], one: string, other: string) {
  const weight = ({ state, validity }: GraphEdge) =>
    (state === 'active' ? 0 : 10) + ['current', 'future', 'past'].indexOf(validity);
  return edges
    .filter((between) => otherEnd(between, one) === other)
    .sort((a, b) => weight(a) - weight(b) || (a.id < b.id ? -1 : 1))[0];
}

const walksOf = (paths: readonly { nodes: readonly { type: string; id: string }[] }[]) =>
  paths.map(({ nodes }) => names(nodes).join());

describe('the shortest paths', () => {
  it('are exactly those that an exhaustive search finds', async () => {
    await fc.assert(
      fc.asyncProperty(
        multigraph(14, 24),
        maxDepths,
        fc.integer({ min: 1, max: 4 }),
        async (edges, maxDepth, page) => {
          const { read } = readerOf(edges, page);
          const limits = { maxDepth, limit: 1000 };
          const { paths, truncated } = await shortestPaths(record('0'), record('1'), limits, read);
          const expected = shortestWalks(edges, '0', '1');
          const length = (expected[0] ?? '').split(',').length - 1;
          expect(walksOf(paths)).toEqual(length <= maxDepth ? expected : []);
          expect(truncated).toBe(false);
          for (const path of paths) {
            expect(path.length).toBe(length);
            const steps = path.nodes.slice(1).map(({ id }, at) => [path.nodes[at]?.id, id]);
            expect(path.edges).toEqual(steps.map(([a = '', b = '']) => shown(edges, a, b)));
          }
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('are still the shortest under any budget, and marked as truncated when some may be missing', async () => {
    await fc.assert(
      fc.asyncProperty(
        multigraph(12, 40),
        maxDepths,
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 5 }),
        fc.record({
          queries: fc.integer({ min: 0, max: 8 }),
          items: fc.integer({ min: 0, max: 60 }),
        }),
        async (edges, maxDepth, limit, page, budget) => {
          const { read, asked } = readerOf(edges, page);
          const allowed = { ...budget };
          const { paths, truncated } = await shortestPaths(
            record('0'),
            record('1'),
            { maxDepth, limit },
            read,
            budget,
          );
          expect(asked.queries).toBeLessThanOrEqual(allowed.queries);
          expect(asked.items).toBeLessThanOrEqual(allowed.items);
          const all = shortestWalks(edges, '0', '1').filter(
            (walk) => walk.split(',').length - 1 <= maxDepth,
          );
          expect(all).toEqual(expect.arrayContaining(walksOf(paths)));
          expect(new Set(walksOf(paths)).size).toBe(paths.length);
          if (paths.length < all.length) expect(truncated).toBe(true);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('from a record to itself is one of length 0', async () => {
    const { read, asked } = readerOf([]);
    const limits = { maxDepth: 4, limit: 5 };
    expect(await shortestPaths(record('0'), record('0'), limits, read)).toEqual({
      paths: [{ length: 0, nodes: [record('0')], edges: [] }],
      truncated: false,
    });
    expect(asked.queries).toBe(0);
  });

  it('are the first by name if there are more than requested', async () => {
    const middle = ['2', '3', '4', '5'];
    const edges = middle.flatMap((id) => [edge(`a${id}`, '0', id), edge(`b${id}`, id, '1')]);
    const ask = (limit: number) =>
      shortestPaths(record('0'), record('1'), { maxDepth: 4, limit }, readerOf(edges).read);
    const two = await ask(2);
    expect([walksOf(two.paths), two.truncated]).toEqual([['0,2,1', '0,3,1'], true]);
    const four = await ask(4);
    expect([four.paths.length, four.truncated]).toEqual([4, false]);
  });
});

describe('records with very many connections', () => {
  const hub = Array.from({ length: 30_000 }, (_, n) => edge(`h${n}`, 'hub', `x${n}`));

  it('are not read if the other end reaches them', async () => {
    for (const [from, to] of [
      ['hub', 'x29999'],
      ['x29999', 'hub'],
      ['leaf', 'hub'],
    ] as const) {
      const { read, asked } = readerOf([...hub, edge('l', 'leaf', 'x29999')]);
      const { paths, truncated } = await shortestPaths(
        record(from),
        record(to),
        { maxDepth: 6, limit: 5 },
        read,
      );
      expect([paths.length, truncated]).toEqual([1, false]);
      expect(asked.items).toBeLessThan(1000);
    }
  });

  it('that are only partly read do not lead to paths longer than requested', async () => {
    const { read } = readerOf([...hub, edge('l', 'leaf', 'x0')]);
    const ask = (maxDepth: number) =>
      shortestPaths(record('hub'), record('leaf'), { maxDepth, limit: 5 }, read);
    expect(await ask(1)).toEqual({ paths: [], truncated: false });
    expect(walksOf((await ask(2)).paths)).toEqual(['hub,x0,leaf']);
  });

  it('on the path cost no more than the budget, and the result is marked as truncated', async () => {
    const far = Array.from({ length: 30_000 }, (_, n) => edge(`g${n}`, 'gate', `y${n}`));
    const { read, asked } = readerOf([...hub, ...far, edge('z', 'x29999', 'y29999')]);
    const answer = await shortestPaths(
      record('hub'),
      record('gate'),
      { maxDepth: 6, limit: 5 },
      read,
    );
    expect(answer).toEqual({ paths: [], truncated: true });
    expect(asked.items).toBeLessThanOrEqual(20_000);
  });
});
