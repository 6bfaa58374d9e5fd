// The records of a graph as focusable elements, which the painter positions; and the legend.
import { makeStyles, tokens } from '@fluentui/react-components';
import { memo, useCallback } from 'react';
import { graphText } from '../text/views-text.ts';
import type { RecordKey, ShownGraph, ShownNode } from './graph-model.ts';
import { radiusOf, type Scene } from './graph-scene.ts';
import type { TypeLook } from './record-type-look.ts';

/** Up to `fewNodes` records have letters; up to `fewerNodes` show the number of hidden connections. */
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
  /** The record in the tab order. */
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
  /** Shows the number of hidden connections. */
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

const useMarkStyles = makeStyles({
  letter: {
    fontWeight: tokens.fontWeightSemibold,
    textAnchor: 'middle',
    userSelect: 'none',
    pointerEvents: 'none',
  },
});

interface MarkProps {
  readonly look: TypeLook;
  readonly radius: number;
}

function NodeMark({ look, radius }: MarkProps) {
  return (
    <path
      d={look.shape}
      transform={`scale(${radius})`}
      fill={look.fill}
      stroke={look.line}
      strokeWidth={1.5}
      vectorEffect="non-scaling-stroke"
    />
  );
}

/** Outside the button, whose accessible name contains the full type. */
function NodeLetter({ look, radius }: MarkProps) {
  const styles = useMarkStyles();
  return (
    <text
      className={styles.letter}
      y={radius * 0.36}
      fontSize={radius}
      fill={look.line}
      aria-hidden
    >
      {look.letter}
    </text>
  );
}

const useLegendStyles = makeStyles({
  list: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: `${tokens.spacingVerticalXXS} ${tokens.spacingHorizontalM}`,
    listStyle: 'none',
    margin: 0,
    padding: 0,
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground2,
  },
  item: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalXS },
});

interface LegendProps {
  readonly nodes: readonly ShownNode[];
  readonly looks: (type: string) => TypeLook;
}

export function Legend({ nodes, looks }: LegendProps) {
  const styles = useLegendStyles();
  const types = [...new Set(nodes.map(({ type }) => type))];
  return (
    <ul className={styles.list} aria-label={graphText.legend}>
      {types.map((type) => (
        <li key={type} className={styles.item}>
          <svg width={20} height={20} viewBox="-10 -10 20 20" aria-hidden="true">
            <NodeMark look={looks(type)} radius={7.5} />
            <NodeLetter look={looks(type)} radius={7.5} />
          </svg>
          {looks(type).name}
        </li>
      ))}
    </ul>
  );
}
