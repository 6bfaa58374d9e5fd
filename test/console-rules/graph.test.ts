// What a graph shows, where its edges run, which labels have room, where an arrow key leads.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstPlaces } from '../../console/graph/graph-first-places.ts';
import {
  controlOf,
  fitted,
  middleOf,
  nextInDirection,
  zoomed,
} from '../../console/graph/graph-geometry.ts';
import { labelRoom } from '../../console/graph/graph-label-room.ts';
import { drawnApart, keysIn, shownGraph, textOfKeys } from '../../console/graph/graph-model.ts';
import type { Graph, GraphEdge } from '../../shared/contracts/answers/graph-answers.ts';

const record = (id: string) => ({ type: 'contact', id });
const node = (id: string, depth = 1) => ({ ...record(id), name: id, depth, degree: 9 });
const edge = (
  id: string,
  from: string,
  to: string,
  roleId: string | null = 'friend',
): GraphEdge => ({
  id,
  from: record(from),
  to: record(to),
  fromRoleId: roleId,
  toRoleId: roleId,
  title: null,
  validity: 'current',
  state: 'active',
});
const graph = (nodes: string[], edges: GraphEdge[]): Graph => ({
  root: record(nodes[0] ?? ''),
  nodes: nodes.map((id, at) => node(id, at === 0 ? 0 : 1)),
  edges,
  truncated: false,
});
const all = () => true;

describe('a graph', () => {
  it('has each record and each connection of its parts once', () => {
    const shown = shownGraph({
      graph: graph(['a', 'b'], [edge('1', 'a', 'b')]),
      expansions: [graph(['b', 'a', 'c'], [edge('1', 'a', 'b'), edge('2', 'b', 'c')])],
      paths: [],
      follows: all,
    });
    expect(shown.nodes.map(({ id, depth, shown: count }) => [id, depth, count])).toEqual([
      ['a', 0, 1],
      ['b', 1, 2],
      ['c', 2, 1],
    ]);
    expect(shown.edges.map(({ id }) => id)).toEqual(['1', '2']);
  });

  it('leaves out what the root reaches only over roles that are not asked for', () => {
    const edges = [
      edge('1', 'a', 'b', 'friend'),
      edge('2', 'a', 'c', 'employer'),
      edge('3', 'c', 'd', 'friend'),
    ];
    const shown = shownGraph({
      graph: graph(['a', 'b', 'c', 'd'], edges),
      expansions: [],
      paths: [],
      follows: (roleId) => roleId === 'friend',
    });
    expect(shown.nodes.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(shown.edges.map(({ id }) => id)).toEqual(['1']);
  });

  it('shows a path whatever is asked for', () => {
    const way = edge('9', 'x', 'a', 'employer');
    const shown = shownGraph({
      graph: graph(['a'], []),
      expansions: [],
      paths: [{ length: 1, nodes: [node('a'), node('x')], edges: [way] }],
      follows: () => false,
    });
    expect(shown.nodes.map(({ id }) => id)).toEqual(['a', 'x']);
    expect(shown.edges.map(({ id }) => id)).toEqual(['9']);
  });
});

describe('edges between the same two records', () => {
  const [from, to] = [
    { x: 0, y: 0 },
    { x: 200, y: 0 },
  ];
  /** Where the middle of each edge is drawn. */
  const middles = (edges: GraphEdge[]) =>
    drawnApart(edges).map((each) => {
      const turned = each.from > each.to;
      const [start, end] = turned ? [to, from] : [from, to];
      return middleOf(start, controlOf(start, end, each.bend, turned), end);
    });

  it('one alone is straight', () => {
    expect(middles([edge('1', 'a', 'b')])).toEqual([{ x: 100, y: 0 }]);
  });

  it('are drawn apart evenly, whichever way each was created', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 2, maxLength: 20 }), (ways) => {
        const edges = ways.map((way, at) => edge(`${at}`, way ? 'a' : 'b', way ? 'b' : 'a'));
        const heights = middles(edges).map(({ y }) => y);
        const sorted = [...heights].sort((one, other) => one - other);
        const gaps = sorted.slice(1).map((y, at) => y - (sorted[at] as number));
        expect(Math.min(...gaps)).toBeGreaterThan(3);
        expect(Math.max(...gaps) - Math.min(...gaps)).toBeLessThan(1e-6);
        expect(heights.reduce((sum, y) => sum + y, 0)).toBeCloseTo(0);
        expect(Math.max(...sorted)).toBeLessThan(60);
      }),
    );
  });
});

it('labels that have room never cover each other', () => {
  const box = fc.record({
    x: fc.integer({ min: -500, max: 500 }),
    y: fc.integer({ min: -500, max: 500 }),
    w: fc.integer({ min: 1, max: 200 }),
    h: fc.integer({ min: 1, max: 40 }),
  });
  fc.assert(
    fc.property(fc.array(box, { maxLength: 60 }), (wanted) => {
      const room = labelRoom();
      const kept = wanted
        .map(({ x, y, w, h }) => ({ left: x, top: y, right: x + w, bottom: y + h }))
        .filter((each) => room.take([each]));
      for (const [at, one] of kept.entries()) {
        for (const other of kept.slice(at + 1)) {
          const isApart =
            one.right <= other.left ||
            other.right <= one.left ||
            one.bottom <= other.top ||
            other.bottom <= one.top;
          expect(isApart).toBe(true);
        }
      }
      if (wanted.length > 0) expect(kept.length).toBeGreaterThan(0);
    }),
  );
});

describe('the view', () => {
  it('fits all points into the window', () => {
    const point = fc.record({
      x: fc.double({ min: -3000, max: 3000, noNaN: true }),
      y: fc.double({ min: -3000, max: 3000, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(point, { minLength: 1 }), (points) => {
        const { x, y, k } = fitted(points, { width: 800, height: 500 });
        for (const each of points) {
          expect(each.x * k + x).toBeGreaterThan(0);
          expect(each.x * k + x).toBeLessThan(800);
          expect(each.y * k + y).toBeGreaterThan(0);
          expect(each.y * k + y).toBeLessThan(500);
        }
      }),
    );
  });

  it('is enlarged about the pointer, within bounds', () => {
    const view = zoomed({ x: 10, y: 20, k: 1 }, 2, { x: 110, y: 220 });
    expect(view).toEqual({ x: -90, y: -180, k: 2 });
    expect(zoomed(view, 1000, { x: 0, y: 0 }).k).toBe(4);
  });
});

describe('an arrow key', () => {
  const points = new Map([
    ['middle', { x: 0, y: 0 }],
    ['right', { x: 50, y: 10 }],
    ['far right', { x: 200, y: 0 }],
    ['above', { x: 5, y: -80 }],
  ]);

  it('leads to the nearest in its direction, or nowhere', () => {
    const from = { x: 0, y: 0 };
    expect(nextInDirection(points, from, 'ArrowRight')).toBe('right');
    expect(nextInDirection(points, from, 'ArrowUp')).toBe('above');
    expect(nextInDirection(points, from, 'ArrowLeft')).toBeUndefined();
  });
});

it('records begin apart from each other, the known ones where they were', () => {
  const ids = Array.from({ length: 30 }, (_, at) => `n${at}`);
  const shown = shownGraph({
    graph: graph(
      ['a', ...ids],
      ids.map((id) => edge(id, 'a', id)),
    ),
    expansions: [],
    paths: [],
    follows: all,
  });
  const known = new Map([['contact/n3', { x: 7, y: 8 }]]);
  const places = firstPlaces(shown, known);
  expect(places.size).toBe(31);
  expect(places.get('contact/n3')).toEqual({ x: 7, y: 8 });
  expect(new Set([...places.values()].map(({ x, y }) => `${x} ${y}`)).size).toBe(31);
});

it('the address names expanded records with whatever characters their ids have', () => {
  const keys = ["contact/a-._~:@!$&'()*+,;=", 'contact/b', 'account/ines+test@example.com'];
  const address = new URLSearchParams({ expanded: textOfKeys(keys) }).toString();
  expect(keysIn(new URLSearchParams(address).get('expanded') ?? '')).toEqual(keys);
  expect(keysIn('')).toEqual([]);
  // As earlier versions wrote them: not one record with a strange id.
  expect(keysIn('contact/a,contact/b')).toEqual([]);
});
