// A graph in Graphviz' DOT language (https://graphviz.org/doc/info/lang.html).

import type { Graph } from '../../shared/contracts/answers/graph-answers.ts';
import { type RecordReference, recordPath } from '../../shared/contracts/identifiers.ts';

/** The whole document. A connection is an arrow from record1 to record2, a role at each end and the title between them. */
export function graphviz({ root, nodes, edges, truncated }: Graph): string {
  return [
    'digraph liaison {',
    `  graph [root=${nodeId(root)}, truncated=${truncated}]`,
    ...nodes.map((node) => {
      const { type, name, depth, degree } = node;
      return `  ${nodeId(node)}${attributes({ label: name, type, depth, degree })}`;
    }),
    ...edges.map(({ id, from, to, fromRoleId, toRoleId, title, validity, state }) => {
      const ends = { taillabel: fromRoleId, headlabel: toRoleId };
      const values = { id, ...ends, label: title, validity, state };
      return `  ${nodeId(from)} -> ${nodeId(to)}${attributes(values)}`;
    }),
    '}',
    '',
  ].join('\n');
}

/** No label, so it is written as it is; it contains neither `"` nor a backslash. */
const nodeId = (record: RecordReference) => `"${recordPath(record)}"`;

/** Leaves out attributes without a value. */
const attributes = (values: Readonly<Record<string, string | number | null | undefined>>) =>
  ` [${Object.entries(values)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => `${name}=${quoted(String(value))}`)
    .join(', ')}]`;

/**
 * A quoted string that a label shows unchanged: in labels a backslash begins an escape and `&` an
 * HTML entity. Characters that are not allowed in the XML of a drawing become U+FFFD.
 */
const quoted = (text: string) =>
  `"${text
    .replace(/\r\n|[\r\n]/g, '\n')
    .replaceAll('\t', ' ')
    .replace(/(?!\n)\p{Cc}|[\ufffe\uffff]/gu, '\ufffd')
    .replace(/["\\]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('\n', '\\n')}"`;
