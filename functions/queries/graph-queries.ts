// The operations that follow connections from record to record: neighbourhoods and paths.

import type { NamedRecord } from '../../shared/contracts/answers/connection-answers.ts';
import { recordPath } from '../../shared/contracts/identifiers.ts';
import { neighbourhood } from '../../shared/domain/graph/neighbourhood.ts';
import { shortestPaths } from '../../shared/domain/graph/shortest-paths.ts';
import { stepReader } from '../../shared/table/lists/graph-steps.ts';
import { degreesOf } from '../../shared/table/projection/read-counts.ts';
import { namedRecords } from '../../shared/table/records/read-records.ts';
import { graphAnswer } from '../formats/graph-answer.ts';
import type { Operations } from '../http/http-entry.ts';
import { table } from '../telemetry/measured-table.ts';
import { wholeQuery } from './catalog-lookup.ts';

export const graphQueries: Pick<Operations<'queries'>, 'getGraph' | 'getPaths'> = {
  getGraph: {
    async gathering({ params, sent, mediaType, caller }) {
      const { depth, maxNodes, ...conditions } = await wholeQuery(sent);
      const [root] = (await namedRecords(table, [params])) as [NamedRecord];
      const read = stepReader(table, caller.now.slice(0, 10), conditions);
      const graph = await neighbourhood(root, { depth, maxNodes }, read);
      const degrees = await degreesOf(table, graph.nodes);
      const nodes = graph.nodes.map((node) => ({
        ...node,
        degree: degrees.get(recordPath(node)) ?? 0,
      }));
      return graphAnswer({ ...graph, nodes }, mediaType);
    },
  },

  getPaths: {
    async gathering({ sent, caller }) {
      const { from, to, maxDepth, limit, ...conditions } = await wholeQuery(sent);
      const ends = (await namedRecords(table, [from, to])) as [NamedRecord, NamedRecord];
      const read = stepReader(table, caller.now.slice(0, 10), conditions, 'either record');
      return { status: 200, body: await shortestPaths(...ends, { maxDepth, limit }, read) };
    },
  },
};
