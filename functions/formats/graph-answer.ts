// A graph as an answer: in the requested format, and no larger than Lambda allows.

import type { Graph } from '../../shared/contracts/answers/graph-answers.ts';
import type { Answer } from '../http/http-exchange.ts';
import { graphML } from './graphml.ts';
import { graphviz } from './graphviz.ts';

const writers: Readonly<Record<string, (graph: Graph) => string>> = {
  'application/graphml+xml': graphML,
  'text/vnd.graphviz': graphviz,
};

/** In bytes, of the body as JSON text: Lambda allows 6 MB including everything around it. */
const largestBody = 6_000_000;

/** @param mediaType one of the route's; JSON unless it has a writer */
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

/** The graph as text, without its last edges if the answer would be too large. */
function fitting(graph: Graph, write: (graph: Graph) => string): string {
  const text = write(graph);
  const size = Buffer.byteLength(JSON.stringify(text));
  if (size <= largestBody) return text;
  // The recursion ends: without edges, 1,000 nodes with the longest ids and names fit.
  const kept = Math.floor((graph.edges.length * largestBody * 0.9) / size);
  return fitting({ ...graph, edges: graph.edges.slice(0, kept), truncated: true }, write);
}
