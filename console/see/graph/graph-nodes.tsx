// The records of a graph as elements that can be focused; the painter puts them in their places.
import { makeStyles, tokens } from '@fluentui/react-components';
import { memo, useCallback } from 'react';
import { graphText } from '../../text/see.ts';
import type { RecordKey, ShownGraph, ShownNode } from './model.ts';
import { NodeLetter, NodeMark } from './node-mark.tsx';
import { radiusOf, type Scene } from './scene.ts';
import type { TypeLook } from './type-look.ts';

/** Up to so many records have letters, and up to so many the number of what is hidden. */
const fewNodes = 300;
const fewerNodes = 120;

const useStyles = makeStyles({
  node: { cursor: 'pointer' },
  button: {
    outlineStyle: 'none',
    ':hover > path': { strokeWidth: '3px' },
    ':focus-visible > path': { stroke: tokens.colorStrokeFocus2, strokeWidth: '4px' },
  },
  root: { '& path': { strokeWidth: '3px' } },
  hidden: {
    pointerEvents: 'none',
    fontSize: '10px',
    fill: tokens.colorNeutralForeground2,
    stroke: tokens.colorNeutralBackground1,
    strokeWidth: '3px',
    paintOrder: 'stroke',
  },
});

interface Props {
  readonly graph: ShownGraph;
  readonly scene: Scene;
  readonly looks: (type: string) => TypeLook;
  /** The one that Tab leads to. */
  readonly current: RecordKey;
}

export function GraphNodes({ graph, scene, looks, current }: Props) {
  const { nodes } = graph;
  const isDetailed = nodes.length <= fewNodes;
  return nodes.map((node) => (
    <GraphNode
      key={node.key}
      node={node}
      scene={scene}
      look={looks(node.type)}
      isCurrent={node.key === current}
      isDetailed={isDetailed}
      hasHidden={nodes.length <= fewerNodes}
      radius={radiusOf(node, graph)}
    />
  ));
}

interface NodeProps {
  readonly node: ShownNode;
  readonly scene: Scene;
  readonly look: TypeLook;
  readonly isCurrent: boolean;
  readonly isDetailed: boolean;
  /** Shows how many connections are not there. */
  readonly hasHidden: boolean;
  readonly radius: number;
}

const GraphNode = memo(function GraphNode(props: NodeProps) {
  const { node, scene, look, isCurrent, isDetailed, hasHidden, radius } = props;
  const styles = useStyles();
  const { key, name, degree, shown, depth } = node;

  const hidden = Math.max(0, (degree ?? 0) - shown);
  const keep = useCallback(
    (element: SVGGElement | null) => {
      if (element) scene.nodes.set(key, element);
      else scene.nodes.delete(key);
    },
    [scene, key],
  );
  return (
    <g ref={keep} className={`${styles.node} ${depth === 0 ? styles.root : ''}`} data-node={key}>
      {/* biome-ignore lint/a11y/useSemanticElements: HTML's button cannot stand within an svg */}
      <g
        className={styles.button}
        role="button"
        aria-haspopup="menu"
        aria-label={graphText.node(name, look.name, degree, hidden)}
        tabIndex={isCurrent ? 0 : -1}
      >
        <NodeMark look={look} radius={radius} />
      </g>
      {isDetailed && <NodeLetter look={look} radius={radius} />}
      {hasHidden && hidden > 0 && (
        <text className={styles.hidden} x={radius * 0.75} y={-radius * 0.7} aria-hidden>
          {graphText.hidden(hidden)}
        </text>
      )}
    </g>
  );
});
