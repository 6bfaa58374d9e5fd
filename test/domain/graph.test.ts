import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { neighbourhood } from '../../shared/domain/graph/neighbourhood.ts';
import { distances, edge, multigraph, names, readerOf, record } from '../support/multigraph.ts';

const depths = fc.integer({ min: 1, max: 3 });
const plenty = () => ({ queries: 10_000, items: 100_000 });

describe('the neighbourhood', () => {
  it('equals the result of following all connections, each connection once', async () => {
    await fc.assert(
      fc.asyncProperty(
        multigraph(12, 30),
        depths,
        fc.integer({ min: 1, max: 5 }),
        async (edges, depth, page) => {
          const { read } = readerOf(edges, page);
          const graph = await neighbourhood(record('0'), { depth, maxNodes: 100 }, read, plenty());
          const far = distances(edges, '0');
          const within = [...far].filter(([, distance]) => distance <= depth);
          expect(new Map(graph.nodes.map((one) => [one.id, one.depth]))).toEqual(new Map(within));
          const nearer = (id: string) => (far.get(id) ?? depth) < depth;
          const followed = edges.filter(({ from, to }) => nearer(from.id) || nearer(to.id));
          expect(graph.edges.map(({ id }) => id).sort()).toEqual(followed.map(({ id }) => id));
          for (const one of graph.edges) expect(edges).toContainEqual(one);
          expect(graph.truncated).toBe(false);
          const order = graph.nodes.map((one) => one.depth);
          expect(order).toEqual([...order].sort((a, b) => a - b));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('has no dangling edge and is marked as truncated whenever anything is missing, for every limit', async () => {
    await fc.assert(
      fc.asyncProperty(
        multigraph(12, 40),
        depths,
        fc.integer({ min: 1, max: 12 }),
        fc.record({
          queries: fc.integer({ min: 0, max: 12 }),
          items: fc.integer({ min: 0, max: 60 }),
        }),
        async (edges, depth, maxNodes, budget) => {
          const { read, asked } = readerOf(edges);
          const limits = { ...budget };
          const graph = await neighbourhood(record('0'), { depth, maxNodes }, read, budget);
          expect(asked.queries).toBeLessThanOrEqual(limits.queries);
          expect(asked.items).toBeLessThanOrEqual(limits.items);
          expect(asked.widest).toBeLessThanOrEqual(16);
          expect(graph.nodes.length).toBeLessThanOrEqual(maxNodes);
          const here = new Set(graph.nodes.map(({ id }) => id));
          for (const { from, to } of graph.edges) {
            expect(here.has(from.id) && here.has(to.id)).toBe(true);
          }
          const whole = await neighbourhood(
            record('0'),
            { depth, maxNodes: 100 },
            readerOf(edges).read,
            plenty(),
          );
          if (!graph.truncated) expect(graph).toEqual(whole);
          const far = distances(edges, '0');
          for (const node of graph.nodes) {
            expect(node.depth).toBeGreaterThanOrEqual(far.get(node.id) as number);
          }
          const ids = graph.edges.map(({ id }) => id);
          expect(new Set(ids).size).toBe(ids.length);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('holds exactly maxNodes records without being truncated', async () => {
    const edges = ['1', '2', '3'].map((id) => edge(`e${id}`, '0', id));
    const ask = (maxNodes: number) =>
      neighbourhood(record('0'), { depth: 2, maxNodes }, readerOf(edges).read);
    expect(await ask(4)).toMatchObject({ nodes: { length: 4 }, truncated: false });
    expect(await ask(3)).toMatchObject({ nodes: { length: 3 }, truncated: true });
    expect(await ask(1)).toMatchObject({ nodes: [{ id: '0' }], edges: [], truncated: true });
  });
});

describe('a record with very many connections', () => {
  /** The root knows a hub with 50,000 others, and three people with two friends each. */
  const hub = Array.from({ length: 50_000 }, (_, n) => edge(`h${n}`, 'hub', `x${n}`));
  const edges = [
    ...['hub', 'a', 'b', 'c'].map((id) => edge(`r${id}`, '0', id)),
    ...['a', 'b', 'c'].flatMap((id) => [1, 2].map((n) => edge(`${id}${n}`, id, `${id}${n}`))),
    ...hub,
  ];

  it('does not crowd out the neighbours of the others, and is only read as far as there is room', async () => {
    const { read, asked } = readerOf(edges);
    const graph = await neighbourhood(record('0'), { depth: 2, maxNodes: 50 }, read);
    const all = names(graph.nodes);
    expect(all).toHaveLength(50);
    expect(all.slice(0, 5)).toEqual(['0', 'hub', 'a', 'b', 'c']);
    expect(all).toEqual(expect.arrayContaining(['a1', 'a2', 'b1', 'b2', 'c1', 'c2', 'x38']));
    expect(graph.truncated).toBe(true);
    expect(asked.queries).toBe(5);
    expect(asked.items).toBeLessThan(300);
  });
});

describe('the budget', () => {
  const many = (count: number, from: string, to: string) =>
    Array.from({ length: count }, (_, n) => edge(`${from}-${to}-${n}`, from, to));

  it('reserves a Query for each record that may be followed later', async () => {
    const edges = [edge('ab', 'a', 'b'), edge('bc', 'b', 'c'), ...many(200, '0', 'a')];
    const { read } = readerOf(edges, 10);
    const budget = { queries: 14, items: 1000 };
    const graph = await neighbourhood(record('0'), { depth: 3, maxNodes: 10 }, read, budget);
    expect([names(graph.nodes), graph.truncated]).toEqual([['0', 'a', 'b', 'c'], true]);
  });

  it('reserves a fair part for further levels', async () => {
    const edges = [...many(90, 'a', 'b'), edge('ac', 'a', 'c'), ...many(1000, '0', 'a')];
    const { read, asked } = readerOf(edges);
    const budget = { queries: 100, items: 600 };
    const graph = await neighbourhood(record('0'), { depth: 2, maxNodes: 5 }, read, budget);
    expect(names(graph.nodes)).toEqual(['0', 'a', 'b', 'c']);
    expect(asked.items).toBe(600);
  });

  it('reserves some connections for each record of a level', async () => {
    const ids = Array.from({ length: 32 }, (_, n) => `p${n}`);
    const edges = ids.flatMap((id) => [edge(`r${id}`, '0', id), ...many(60, id, `of-${id}`)]);
    const budget = { queries: 100, items: 32 + 800 };
    const limits = { depth: 2, maxNodes: 70 };
    const graph = await neighbourhood(record('0'), limits, readerOf(edges).read, budget);
    expect(names(graph.nodes)).toEqual(['0', ...ids, ...ids.map((id) => `of-${id}`)]);
    expect([graph.truncated, budget.items]).toEqual([true, 0]);
  });
});
