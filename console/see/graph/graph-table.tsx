// The connections of a graph as a table: what the drawing shows, for who does not see it.
import { makeStyles, tokens } from '@fluentui/react-components';
import { Link } from 'react-router';
import { recordLink } from '../../links.ts';
import { graphText, seeText } from '../../text/see.ts';
import { VirtualTable } from '../virtual-table.tsx';
import type { RecordKey, ShownEdge, ShownGraph, ShownNode } from './model.ts';

const useStyles = makeStyles({ link: { color: tokens.colorBrandForegroundLink } });

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
        { name: columns.from, cell: ({ from }) => <RecordCell node={ofNode(from)} /> },
        { name: columns.fromRole, cell: ({ fromRoleId }) => nameOfRole(fromRoleId) },
        { name: columns.to, cell: ({ to }) => <RecordCell node={ofNode(to)} /> },
        { name: columns.toRole, cell: ({ toRoleId }) => nameOfRole(toRoleId) },
        { name: columns.validity, cell: ({ validity }) => seeText.validities[validity] },
        { name: columns.state, cell: ({ state }) => seeText.states[state] },
      ]}
    />
  );
}

function RecordCell({ node }: { readonly node: ShownNode }) {
  const styles = useStyles();
  return (
    <Link className={styles.link} to={recordLink(node, { tab: 'graph' })}>
      {node.name}
    </Link>
  );
}
