// The labels of a graph: names of records and roles of connections, as many as fit.
import { middleOf } from './graph-geometry.ts';
import { type Box, labelRoom } from './graph-label-room.ts';
import type { ShownEdge, ShownNode } from './graph-model.ts';
import { curveOf, nodeScale, onScreen, radiusOf, type Scene } from './graph-scene.ts';

/** Maximum number of labels, regardless of the size of the graph. */
const maxNames = 110;
const maxRoles = 70;
/** Up to this number of connections, roles are always shown. */
const fewEdges = 90;

/** Up to this number of highlighted records, names are shown even over the marks of other records. */
const fewWanted = 30;

const nameHeight = 16;
const roleHeight = 13;
const longestName = 26;

interface Label {
  /** Key of the record, or id of the connection. */
  readonly key: string;
  readonly text: string;
  readonly kind: 'name' | 'root' | 'role';
  readonly transform: string;
  readonly isQuiet: boolean;
}

export function paintLabels(scene: Scene): void {
  const room = labelRoom();
  keepNodes(scene, room);
  show(scene, [...names(scene, room), ...roles(scene, room)]);
}

type Room = ReturnType<typeof labelRoom>;

function keepNodes({ graph, places, view }: Scene, room: Room): void {
  const scale = nodeScale(view);
  for (const node of graph.nodes) {
    const place = places.get(node.key);
    if (!place) continue;
    const { x, y } = onScreen(place, view);
    const r = radiusOf(node, graph) * scale - 2;
    room.keep([{ left: x - r, top: y - r, right: x + r, bottom: y + r, kind: 'mark' }]);
  }
}

function names(scene: Scene, room: Room): Label[] {
  const { graph, places, view, emphasis, size } = scene;
  const rank = ({ key, depth, degree, shown }: ShownNode) =>
    (emphasis?.nodes.has(key) ? 1e9 : 0) +
    (depth === 0 ? 1e8 : 0) -
    (depth ?? 4) * 1e4 +
    Math.min(degree ?? shown, 9999);
  const labels: Label[] = [];
  const wanted = (emphasis?.nodes.size ?? 0) <= fewWanted;
  for (const node of [...graph.nodes].sort((one, other) => rank(other) - rank(one))) {
    const place = places.get(node.key);
    if (!place) continue;
    const { x, y } = onScreen(place, view);
    if (x < -60 || y < -20 || x > size.width + 60 || y > size.height + 20) continue;
    const kind = node.depth === 0 ? 'root' : 'name';
    const text =
      kind === 'name' && node.name.length > longestName
        ? `${node.name.slice(0, longestName - 1)}…`
        : node.name;
    const half = widthOf(text, kind) / 2 + 2;
    const off = radiusOf(node, graph) * nodeScale(view) + nameHeight - 3;
    // Below, or else above.
    for (const baseline of [y + off, y - off + nameHeight - 6]) {
      const box = { left: x - half, right: x + half, top: baseline - 12, bottom: baseline + 4 };
      // Highlighted records always show their names, if necessary over other marks.
      const isWanted = kind === 'root' || (wanted && emphasis?.nodes.has(node.key));
      if (!room.take([box], isWanted ? 'mark' : undefined)) continue;
      labels.push({
        key: node.key,
        text,
        kind,
        transform: `translate(${Math.round(x)} ${Math.round(baseline)})`,
        isQuiet: emphasis !== undefined && !emphasis.nodes.has(node.key),
      });
      break;
    }
    if (labels.length >= maxNames) break;
  }
  return labels;
}

function roles(scene: Scene, room: Room): Label[] {
  const { graph, emphasis } = scene;
  const asked = graph.edges.filter(({ id }) => emphasis?.edges.has(id));
  const candidates =
    emphasis && emphasis.edges.size > 0 ? asked : graph.edges.length <= fewEdges ? graph.edges : [];
  const labels: Label[] = [];
  for (const edge of candidates) {
    const label = roleLabel(scene, edge, room, candidates === asked && asked.length <= 3);
    if (label) labels.push(label);
    if (labels.length >= maxRoles) break;
  }
  return labels;
}

/** Along the line, from left to right; left out where the line is too short or other labels are in the way. */
function roleLabel(scene: Scene, edge: ShownEdge, room: Room, isSure: boolean): Label | undefined {
  const { graph, places, view, byKey, nameOfRole } = scene;
  const curve = curveOf(edge, places);
  const [fromNode, toNode] = [byKey.get(edge.from), byKey.get(edge.to)];
  if (!curve || !fromNode || !toNode) return undefined;
  const [start, end] = [onScreen(curve.start, view), onScreen(curve.end, view)];
  const middle = onScreen(middleOf(curve.start, curve.control, curve.end), view);
  const isLeftToRight = start.x <= end.x;
  const [first, last] = isLeftToRight
    ? [edge.fromRoleId, edge.toRoleId]
    : [edge.toRoleId, edge.fromRoleId];
  const ends = (radiusOf(fromNode, graph) + radiusOf(toNode, graph)) * nodeScale(view);
  const length = Math.hypot(end.x - start.x, end.y - start.y) - ends - 6;
  // If the title or both roles do not fit, only the role of the outer record.
  const outer = (fromNode.depth ?? 9) > (toNode.depth ?? 9) ? edge.fromRoleId : edge.toRoleId;
  const roles = rolesText(nameOfRole(first), nameOfRole(last));
  const whole = [roles, edge.title].filter(Boolean).join(' · ');
  const text = [whole, roles, nameOfRole(outer)].find(
    (each) => each !== '' && (isSure || widthOf(each, 'role') <= length),
  );
  if (text === undefined) return undefined;
  const width = widthOf(text, 'role');
  const angle = Math.atan2(end.y - start.y, end.x - start.x) + (isLeftToRight ? 0 : Math.PI);
  const boxes = boxesAlong(middle.x, middle.y, angle, width);
  if (isSure) room.keep(boxes);
  else if (!room.take(boxes)) return undefined;
  const degrees = Math.round((angle * 180) / Math.PI);
  return {
    key: edge.id,
    text,
    kind: 'role',
    transform: `translate(${Math.round(middle.x)} ${Math.round(middle.y)}) rotate(${degrees}) translate(0 3.5)`,
    isQuiet: false,
  };
}

/** Both roles in the order of the ends; a common role only once. */
export const rolesText = (first: string, last: string) =>
  first === last ? first : [first, last].filter((name) => name !== '').join(' – ');

function boxesAlong(x: number, y: number, angle: number, width: number): Box[] {
  const half = roleHeight / 2;
  const count = Math.max(1, Math.ceil(width / roleHeight));
  return Array.from({ length: count }, (_, at) => {
    const along = ((at + 0.5) / count - 0.5) * width;
    const [cx, cy] = [x + along * Math.cos(angle), y + along * Math.sin(angle)];
    return { left: cx - half, right: cx + half, top: cy - half, bottom: cy + half };
  });
}

/** Each label keeps its element while it is shown; unused elements are reused for other labels. */
function show({ labelsLayer, labels: elements }: Scene, labels: readonly Label[]): void {
  if (!labelsLayer) return;
  const shown = new Set(labels.map(({ key }) => key));
  const spare = [...elements].filter(([key]) => !shown.has(key));
  for (const { key, text, kind, transform, isQuiet } of labels) {
    let element = elements.get(key);
    if (!element) {
      const [unused, free] = spare.pop() ?? [];
      if (unused !== undefined) elements.delete(unused);
      element = free ?? document.createElementNS('http://www.w3.org/2000/svg', 'text');
      elements.set(key, element);
    }
    if (!element.isConnected) labelsLayer.append(element);
    if (element.textContent !== text) element.textContent = text;
    set(element, 'data-kind', kind);
    set(element, 'transform', transform);
    element.toggleAttribute('data-quiet', isQuiet);
    element.removeAttribute('display');
  }
  for (const [, element] of spare) set(element, 'display', 'none');
}

/** Writing the same value again would still cause a new layout in the browser. */
function set(element: Element, name: string, value: string): void {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

const fonts = { name: '12px', root: '600 14px', role: '10.5px' } as const;
const widths = new Map<string, number>();
let measure: CanvasRenderingContext2D | null | undefined;

function widthOf(text: string, kind: Label['kind']): number {
  const key = `${kind} ${text}`;
  const known = widths.get(key);
  if (known !== undefined) return known;
  measure ??= document.createElement('canvas').getContext('2d');
  if (!measure) return text.length * 7;
  measure.font = `${fonts[kind]} "Segoe UI", system-ui, sans-serif`;
  const width = measure.measureText(text).width;
  widths.set(key, width);
  return width;
}
