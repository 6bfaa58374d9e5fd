// The connections of a graph as a table: what the drawing shows, for who does not see it.
import { graphText, seeText } from '../../text/see.ts';
import { RecordLink } from '../record-link.tsx';
import { VirtualTable } from '../virtual-table.tsx';
import type { RecordKey, ShownEdge, ShownGraph, ShownNode } from './model.ts';

interface Props {
  readonly graph: ShownGraph;
  readonly nameOfRole: (roleId: string | null) => string;
}

export function GraphTable({ graph, nameOfRole }: Props) {
  const byKey = new Map(graph.nodes.map((node) => [node.key, node]));
  const ofNode = (key: RecordKey) => byKey.get(key) as ShownNode;
  const { columns } = graphText;
  return (
    <VirtualTable<ShownEdge>
      label={graphText.table(ofNode(graph.root).name)}
      rows={graph.edges}
      keyOf={({ id }) => id}
      columns={[
        {
          name: columns.from,
          cell: ({ from }) => <RecordLink record={ofNode(from)} tab="graph" />,
        },
        { name: columns.fromRole, cell: ({ fromRoleId }) => nameOfRole(fromRoleId) },
        { name: columns.to, cell: ({ to }) => <RecordLink record={ofNode(to)} tab="graph" /> },
        { name: columns.toRole, cell: ({ toRoleId }) => nameOfRole(toRoleId) },
        { name: columns.validity, cell: ({ validity }) => seeText.validities[validity] },
        { name: columns.state, cell: ({ state }) => seeText.states[state] },
      ]}
    />
  );
}
