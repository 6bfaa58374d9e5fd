// Answers the questions that follow connections from record to record.
import type { NamedRecord } from '../shared/contracts/connections.ts';
import type { Graph } from '../shared/contracts/graph.ts';
import { neighbourhood } from '../shared/domain/graph.ts';
import { shortestPaths } from '../shared/domain/paths.ts';
import { stepReader } from '../shared/table/follow-connections.ts';
import { namedRecords } from '../shared/table/named-records.ts';
import { graphML } from './graphml.ts';
import { graphviz } from './graphviz.ts';
import type { Operations } from './http.ts';
import { table } from './table.ts';

export const graphOperations: Pick<Operations<'queries'>, 'getGraph' | 'getPaths'> = {
  async getGraph({ params, query: { depth, maxNodes, ...conditions }, mediaType, caller }) {
    const [root] = (await namedRecords(table, [params])) as [NamedRecord];
    const read = stepReader(table, caller.now.slice(0, 10), conditions);
    const graph = await neighbourhood(root, { depth, maxNodes }, read);
    return {
      status: 200,
      body: fitting(graph, writers[mediaType] ?? JSON.stringify),
      headers: {
        'content-type': mediaType.startsWith('text/') ? `${mediaType}; charset=utf-8` : mediaType,
        vary: 'Accept',
      },
    };
  },

  async getPaths({ query: { from, to, ...limits }, caller }) {
    const ends = (await namedRecords(table, [from, to])) as [NamedRecord, NamedRecord];
    const read = stepReader(table, caller.now.slice(0, 10));
    return { status: 200, body: await shortestPaths(...ends, limits, read) };
  },
};

const writers: Readonly<Record<string, (graph: Graph) => string>> = {
  'application/graphml+xml': graphML,
  'text/vnd.graphviz': graphviz,
};

/** Lambda lets 6 MB through, of the body as a JSON text and all that is around it, in bytes. */
const largestBody = 6_000_000;

/** The graph as text, without as many of its last edges as it takes to fit an answer. */
function fitting(graph: Graph, write: (graph: Graph) => string): string {
  const text = write(graph);
  const size = Buffer.byteLength(JSON.stringify(text));
  if (size <= largestBody) return text;
  // Without edges 1,000 nodes with the longest names come to less.
  const kept = Math.floor((graph.edges.length * largestBody * 0.9) / size);
  return fitting({ ...graph, edges: graph.edges.slice(0, kept), truncated: true }, write);
}
