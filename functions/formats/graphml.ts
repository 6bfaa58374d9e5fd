// A graph as GraphML (http://graphml.graphdrawing.org), for Gephi, yEd, NetworkX and similar tools.

import type { Graph } from '../../shared/contracts/answers/graph-answers.ts';
import { type RecordReference, recordPath } from '../../shared/contracts/identifiers.ts';

/** The attributes: their name, the element that has them, and their type. */
const keys = [
  ['type', 'node', 'string'],
  ['recordId', 'node', 'string'],
  ['name', 'node', 'string'],
  ['depth', 'node', 'int'],
  ['degree', 'node', 'int'],
  ['fromRoleId', 'edge', 'string'],
  ['toRoleId', 'edge', 'string'],
  ['title', 'edge', 'string'],
  ['validity', 'edge', 'string'],
  ['state', 'edge', 'string'],
  ['root', 'graph', 'string'],
  ['truncated', 'graph', 'boolean'],
] as const;

/** The whole document. Nodes have the ids n0, n1, …, because not every record id is a valid XML name. */
export function graphML({ root, nodes, edges, truncated }: Graph): string {
  const names = new Map(nodes.map((node, index) => [recordPath(node), `n${index}`]));
  const nameOf = (record: RecordReference) => names.get(recordPath(record));
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns" ' +
      'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation=' +
      '"http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">',
    ...keys.map(
      ([name, of, type]) =>
        `<key id="${name}" for="${of}" attr.name="${name}" attr.type="${type}"/>`,
    ),
    '<graph id="liaison" edgedefault="directed">',
    data({ root: nameOf(root), truncated }),
    ...nodes.map((node) => {
      const { type, id: recordId, name, depth, degree } = node;
      return `<node id="${nameOf(node)}">${data({ type, recordId, name, depth, degree })}</node>`;
    }),
    ...edges.map(({ id, from, to, ...values }) => {
      const ends = `source="${nameOf(from)}" target="${nameOf(to)}"`;
      return `<edge id="${id}" ${ends}>${data(values)}</edge>`;
    }),
    '</graph>',
    '</graphml>',
    '',
  ].join('\n');
}

/** Leaves out attributes without a value. */
const data = (values: Readonly<Record<string, unknown>>) =>
  Object.entries(values)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([key, value]) => `<data key="${key}">${escaped(String(value))}</data>`)
    .join('');

/** XML 1.0 has no way to write most control characters: each becomes U+FFFD. */
const escaped = (text: string) =>
  text
    .replace(/(?![\t\n\r])\p{Cc}|[\ufffe\uffff]/gu, '\ufffd')
    .replace(/[&<>"'\r]/g, (char) => `&#${char.charCodeAt(0)};`);
