import { expect, it } from 'vitest';
import { graphAnswer } from '../../functions/formats/graph-answer.ts';
import type { Graph } from '../../shared/contracts/answers/graph-answers.ts';
import { graphFormats } from '../../shared/contracts/graph-schemas.ts';

/** The largest graph, with the longest ids and names: 1,000 records, 12,000 connections. */
function largest(letter: string): Graph {
  const type = 't'.repeat(64);
  const id = (n: number) => String(n).padStart(128, 'r');
  const role = 'r'.repeat(64);
  return {
    root: { type, id: id(0) },
    nodes: Array.from({ length: 1000 }, (_, n) => ({
      type,
      id: id(n),
      name: letter.repeat(500),
      depth: n === 0 ? 0 : 3,
    })),
    edges: Array.from({ length: 12_000 }, (_, n) => ({
      id: `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`,
      from: { type, id: id(n % 1000) },
      to: { type, id: id((n + 1) % 1000) },
      fromRoleId: role,
      toRoleId: role,
      title: null,
      validity: 'current',
      state: 'inactive',
    })),
    truncated: false,
  };
}

// The character that takes the most bytes in each format, including the escapes around the body.
it.each([
  ['application/json', '\u0001'],
  [graphFormats[0], '&'],
  [graphFormats[1], '&'],
])('%s never exceeds the size limit of an answer', (mediaType, letter) => {
  const graph = largest(letter);
  const { body } = graphAnswer(graph, mediaType);
  expect(Buffer.byteLength(JSON.stringify({ statusCode: 200, body }))).toBeLessThan(6_291_456);
  const kept = String(body).split('00000000-0000-7000-8000-').length - 1;
  expect(kept).toBeGreaterThan(1000);
  expect(kept).toBeLessThan(12_000);
  if (mediaType === 'application/json') {
    const parsed = JSON.parse(String(body)) as Graph;
    expect(parsed).toEqual({ ...graph, edges: graph.edges.slice(0, kept), truncated: true });
  } else {
    expect(body).toMatch(/truncated("|=)>?true/);
  }
});

it('a graph that fits is not truncated', () => {
  const graph = { ...largest('x'), edges: [] };
  expect(JSON.parse(String(graphAnswer(graph, 'application/json').body))).toEqual(graph);
});
