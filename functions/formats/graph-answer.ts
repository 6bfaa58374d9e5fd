// A graph as an answer: in the format that was asked for, and no larger than an answer may be.
import type { Graph } from '../../shared/contracts/graph-schemas.ts';
import type { Answer } from '../http/http-exchange.ts';
import { graphML } from './graphml.ts';
import { graphviz } from './graphviz.ts';

const writers: Readonly<Record<string, (graph: Graph) => string>> = {
  'application/graphml+xml': graphML,
  'text/vnd.graphviz': graphviz,
};

/** Lambda lets 6 MB through, of the body as a JSON text and all that is around it, in bytes. */
const largestBody = 6_000_000;

/** @param mediaType one of the route's; JSON unless there is a writer for it */
export function graphAnswer(graph: Graph, mediaType: string): Answer {
  return {
    status: 200,
    body: fitting(graph, writers[mediaType] ?? JSON.stringify),
    headers: {
      'content-type': mediaType.startsWith('text/') ? `${mediaType}; charset=utf-8` : mediaType,
      vary: 'Accept',
    },
  };
}

/** The graph as text, without as many of its last edges as it takes to fit an answer. */
function fitting(graph: Graph, write: (graph: Graph) => string): string {
  const text = write(graph);
  const size = Buffer.byteLength(JSON.stringify(text));
  if (size <= largestBody) return text;
  // It ends: without edges, 1,000 nodes with the longest ids and names come to less.
  const kept = Math.floor((graph.edges.length * largestBody * 0.9) / size);
  return fitting({ ...graph, edges: graph.edges.slice(0, kept), truncated: true }, write);
}
