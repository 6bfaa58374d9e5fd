// The state of a graph drawing: its elements, and the places, view and emphasis that they show.
import { controlOf, distanceToCurve, type Point, type View } from './graph-geometry.ts';
import type { RecordKey, ShownEdge, ShownGraph, ShownNode } from './graph-model.ts';

/** Kinds of lines; all lines of a kind are one element. */
export const lineKinds = ['current', 'elsewhen', 'inactive', 'lit'] as const;
export type LineKind = (typeof lineKinds)[number];

/** What is highlighted; everything else is dimmed. */
export interface Emphasis {
  readonly nodes: ReadonlySet<RecordKey>;
  readonly edges: ReadonlySet<string>;
}

export interface Scene {
  graph: ShownGraph;
  byKey: ReadonlyMap<RecordKey, ShownNode>;
  places: Map<RecordKey, Point>;
  view: View;
  size: { readonly width: number; readonly height: number };
  emphasis: Emphasis | undefined;
  /** Whether records have moved, or the highlighted lines have changed, since the last painting. */
  moved: boolean;
  /** The view of the last painting; undefined when all records must be painted again. */
  painted: View | undefined;
  nameOfRole: (roleId: string | null) => string;
  nodes: Map<RecordKey, SVGGElement>;
  lines: Map<LineKind, SVGPathElement>;
  linesLayer: SVGGElement | null;
  labelsLayer: SVGGElement | null;
  labels: Map<string, SVGTextElement>;
}

export const emptyScene = (graph: ShownGraph): Scene => ({
  graph,
  byKey: new Map(),
  places: new Map(),
  view: { x: 0, y: 0, k: 1 },
  size: { width: 0, height: 0 },
  emphasis: undefined,
  moved: true,
  painted: undefined,
  nameOfRole: (roleId) => roleId ?? '',
  nodes: new Map(),
  lines: new Map(),
  linesLayer: null,
  labelsLayer: null,
  labels: new Map(),
});

/** Radius of a record in the layout, in px: grows with its connections, shrinks with the number of records. */
export function radiusOf({ degree, shown, depth }: ShownNode, { nodes }: ShownGraph): number {
  const full = depth === 0 ? 26 : 11 + Math.min(9, 2.2 * Math.log2(1 + (degree ?? shown)));
  return full * (nodes.length <= 120 ? 1 : nodes.length <= 300 ? 0.8 : 0.6);
}

/** Scale at which records are drawn, so that they stay apart and can be clicked at any zoom. */
export const nodeScale = ({ k }: View) => Math.min(1.25, Math.max(0.22, k ** 0.8));

/** Moves the focus to a record. */
export const focusNode = ({ nodes }: Scene, key: RecordKey) =>
  nodes.get(key)?.querySelector<SVGGElement>('[role=button]')?.focus();

export const onScreen = (point: Point, { x, y, k }: View): Point => ({
  x: point.x * k + x,
  y: point.y * k + y,
});

/** The curve of an edge; undefined until both ends have a place. */
export function curveOf({ from, to, bend }: ShownEdge, places: Scene['places']) {
  const [start, end] = [places.get(from), places.get(to)];
  return start && end && { start, end, control: controlOf(start, end, bend, from > to) };
}

/** How close to an edge the pointer must be, in px of the screen. */
const reachPx = 6;

/** The edge closest to a point of the layout. */
export function edgeAt(scene: Scene, point: Point): ShownEdge | undefined {
  let least = reachPx / scene.view.k;
  let found: ShownEdge | undefined;
  for (const edge of scene.graph.edges) {
    const curve = curveOf(edge, scene.places);
    if (!curve) continue;
    const { start, end, control } = curve;
    // Most edges are far away, which their bounding box shows cheaply.
    if (
      point.x < Math.min(start.x, end.x, control.x) - least ||
      point.x > Math.max(start.x, end.x, control.x) + least ||
      point.y < Math.min(start.y, end.y, control.y) - least ||
      point.y > Math.max(start.y, end.y, control.y) + least
    )
      continue;
    const distance = distanceToCurve(point, start, control, end);
    if (distance < least) [found, least] = [edge, distance];
  }
  return found;
}
