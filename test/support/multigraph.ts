// Random multigraphs, read page by page like a table of connections.
import fc from 'fast-check';
import type { NamedRecord } from '../../shared/contracts/answers/connection-answers.ts';
import type { GraphEdge } from '../../shared/contracts/answers/graph-answers.ts';
import { recordPath } from '../../shared/contracts/identifiers.ts';
import type { ReadSteps } from '../../shared/domain/graph/frontier.ts';

export const record = (id: string): NamedRecord => ({ type: 't', id, name: `N${id}` });

/** An edge between two records, given by their ids, with everything that can differ. */
export function edge(id: string, from: string, to: string, more: Partial<GraphEdge> = {}) {
  const ends = { from: { type: 't', id: from }, to: { type: 't', id: to } };
  const rest = {
    fromRoleId: null,
    toRoleId: null,
    title: null,
    validity: 'current',
    state: 'active',
  } as const;
  return { id, ...ends, ...rest, ...more } satisfies GraphEdge;
}

/** Up to `maxEdges` connections among few records: parallel ones and cycles are common. */
export const multigraph = (maxRecords: number, maxEdges: number) =>
  fc.integer({ min: 2, max: maxRecords }).chain((count) => {
    const id = fc.integer({ min: 0, max: count - 1 }).map(String);
    const pair = fc.tuple(
      id,
      id,
      fc.constantFrom<GraphEdge['state']>('active', 'inactive'),
      fc.constantFrom<GraphEdge['validity']>('current', 'future', 'past'),
    );
    return fc
      .array(
        pair.filter(([from, to]) => from !== to),
        { maxLength: maxEdges },
      )
      .map((pairs) =>
        pairs.map(([from, to, state, validity], at) =>
          edge(`e${String(at).padStart(3, '0')}`, from, to, { state, validity }),
        ),
      );
  });

/** The record at the other end; undefined if the edge does not touch this record. */
export function otherEnd({ from, to }: GraphEdge, id: string): string | undefined {
  if (from.id === id) return to.id;
  return to.id === id ? from.id : undefined;
}

/** Reads the edges as the table would. `asked` counts the Queries and the connections read. */
export function readerOf(edges: readonly GraphEdge[], largestPage = Number.POSITIVE_INFINITY) {
  const asked = { queries: 0, items: 0, widest: 0, atOnce: 0 };
  const read: ReadSteps = async ({ record: own, position, limit }) => {
    asked.queries += 1;
    asked.atOnce += 1;
    asked.widest = Math.max(asked.widest, asked.atOnce);
    await Promise.resolve();
    asked.atOnce -= 1;
    const all = edges.filter((one) => otherEnd(one, own.id) !== undefined);
    const first = Number(position ?? 0);
    const end = first + Math.min(limit, largestPage);
    const page = all.slice(first, end);
    asked.items += page.length;
    return {
      steps: page.map((one) => ({ edge: one, record: record(otherEnd(one, own.id) as string) })),
      read: page.length,
      ...(end < all.length && { position: String(end) }),
    };
  };
  return { read, asked };
}

/** How far each record is from one, by breadth-first search over all edges. */
export function distances(edges: readonly GraphEdge[], from: string): Map<string, number> {
  const far = new Map([[from, 0]]);
  for (const [id, distance] of far) {
    for (const one of edges) {
      const other = otherEnd(one, id);
      if (other !== undefined && !far.has(other)) far.set(other, distance + 1);
    }
  }
  return far;
}

export const names = (records: readonly { type: string; id: string }[]) =>
  records.map(recordPath).map((name) => name.slice(2));
