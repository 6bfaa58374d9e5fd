// Paints a graph: positions of records, lines of connections, labels that fit.
// React creates the elements; their positions change too often to pass through React.
import { paintLabels } from './graph-labels.ts';
import type { RecordKey, ShownEdge, ShownGraph } from './graph-model.ts';
import {
  curveOf,
  type Emphasis,
  type LineKind,
  lineKinds,
  nodeScale,
  onScreen,
  type Scene,
} from './graph-scene.ts';

const round = (value: number) => Math.round(value * 10) / 10;

export function paint(scene: Scene): void {
  const { x, y, k } = scene.view;
  scene.linesLayer?.setAttribute('transform', `translate(${x} ${y}) scale(${k})`);
  if (scene.moved) paintLines(scene);
  scene.moved = false;
  // A new highlight does not move records.
  if (scene.painted !== scene.view) paintNodes(scene);
  scene.painted = scene.view;
  paintLabels(scene);
}

function paintNodes(scene: Scene): void {
  const scale = round(nodeScale(scene.view) * 100) / 100;
  for (const [key, element] of scene.nodes) {
    const place = scene.places.get(key);
    if (!place) continue;
    const at = onScreen(place, scene.view);
    element.setAttribute('transform', `translate(${round(at.x)} ${round(at.y)}) scale(${scale})`);
  }
}

function paintLines({ graph, places, lines, emphasis }: Scene): void {
  const data = new Map<LineKind, string[]>(lineKinds.map((kind) => [kind, []]));
  for (const edge of graph.edges) {
    const curve = curveOf(edge, places);
    if (!curve) continue;
    const { start, end, control } = curve;
    const way =
      edge.bend === 0
        ? `L${round(end.x)} ${round(end.y)}`
        : `Q${round(control.x)} ${round(control.y)} ${round(end.x)} ${round(end.y)}`;
    const kind = emphasis?.edges.has(edge.id) ? 'lit' : kindOf(edge);
    data.get(kind)?.push(`M${round(start.x)} ${round(start.y)}${way}`);
  }
  for (const [kind, parts] of data) lines.get(kind)?.setAttribute('d', parts.join(''));
}

const kindOf = ({ state, validity }: ShownEdge): LineKind =>
  state === 'inactive' ? 'inactive' : validity === 'current' ? 'current' : 'elsewhen';

/** Sets the attributes that highlight records, and dim the others. */
export function emphasize(scene: Scene, svg: SVGSVGElement | null, emphasis: Emphasis | undefined) {
  scene.emphasis = emphasis;
  scene.moved = true;
  svg?.toggleAttribute('data-emphasis', emphasis !== undefined);
  for (const [key, element] of scene.nodes) {
    element.toggleAttribute('data-lit', emphasis?.nodes.has(key) ?? false);
  }
}

/** A record with its neighbors and the connections between them. */
export function aroundNode({ edges }: ShownGraph, key: RecordKey): Emphasis {
  const near = edges.filter(({ from, to }) => from === key || to === key);
  return {
    nodes: new Set([key, ...near.flatMap(({ from, to }) => [from, to])]),
    edges: new Set(near.map(({ id }) => id)),
  };
}
