// Geometry of a graph: curves of edges, distances, navigation by arrow keys, zooming.

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Pan and zoom of the drawing: screen = layout × `k` + (`x`, `y`), in px. */
export interface View extends Point {
  readonly k: number;
}

const smallestZoom = 0.05;
const greatestZoom = 4;

/** Distance between parallel edges at their middle, in px of the layout. */
const gap = 24;

/** The control point of an edge's quadratic curve. */
export function controlOf(from: Point, to: Point, bend: number, isTurned: boolean): Point {
  const middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
  if (bend === 0) return middle;
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.hypot(dx, dy) || 1;
  // A quadratic curve passes half as far from the line as its control point lies.
  const off = 2 * gap * bend * (isTurned ? -1 : 1);
  return { x: middle.x - (dy / length) * off, y: middle.y + (dx / length) * off };
}

/** The middle of a curve with this control point. */
export const middleOf = (from: Point, control: Point, to: Point): Point => ({
  x: (from.x + 2 * control.x + to.x) / 4,
  y: (from.y + 2 * control.y + to.y) / 4,
});

/** Approximate distance of a point from a curve, measured to a few of its chords. */
export function distanceToCurve(point: Point, from: Point, control: Point, to: Point): number {
  const chords = 6;
  let least = Number.POSITIVE_INFINITY;
  let before = from;
  for (let step = 1; step <= chords; step += 1) {
    const t = step / chords;
    const s = 1 - t;
    const here = {
      x: s * s * from.x + 2 * s * t * control.x + t * t * to.x,
      y: s * s * from.y + 2 * s * t * control.y + t * t * to.y,
    };
    least = Math.min(least, distanceToLine(point, before, here));
    before = here;
  }
  return least;
}

function distanceToLine(point: Point, from: Point, to: Point): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const along = ((point.x - from.x) * dx + (point.y - from.y) * dy) / (dx * dx + dy * dy || 1);
  const t = Math.min(1, Math.max(0, along));
  return Math.hypot(point.x - from.x - t * dx, point.y - from.y - t * dy);
}

const directions = {
  ArrowRight: { x: 1, y: 0 },
  ArrowLeft: { x: -1, y: 0 },
  ArrowDown: { x: 0, y: 1 },
  ArrowUp: { x: 0, y: -1 },
} as const;

export type ArrowKey = keyof typeof directions;
export const isArrowKey = (key: string): key is ArrowKey => key in directions;

/**
 * The point that an arrow key leads to: the nearest within 45° of the direction, where the sideways
 * distance counts double. Undefined if there is none.
 */
export function nextInDirection<Key>(
  points: Iterable<readonly [Key, Point]>,
  from: Point,
  key: ArrowKey,
): Key | undefined {
  const { x, y } = directions[key];
  let best: Key | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const [each, point] of points) {
    const [dx, dy] = [point.x - from.x, point.y - from.y];
    const along = dx * x + dy * y;
    const aside = Math.abs(dx * y) + Math.abs(dy * x);
    if (along <= 0 || aside > along) continue;
    const cost = along + 2 * aside;
    if (cost < least) [best, least] = [each, cost];
  }
  return best;
}

/** The view that shows all points with a margin, at 1.5 times their size at most. */
export function fitted(
  points: Iterable<Point>,
  { width, height }: { readonly width: number; readonly height: number },
  margin = 56,
): View {
  let [left, top, right, bottom] = [0, 0, 0, 0];
  let any = false;
  for (const { x, y } of points) {
    [left, right] = any ? [Math.min(left, x), Math.max(right, x)] : [x, x];
    [top, bottom] = any ? [Math.min(top, y), Math.max(bottom, y)] : [y, y];
    any = true;
  }
  const across = Math.max(1, width - 2 * Math.min(margin, width / 6));
  const down = Math.max(1, height - 2 * Math.min(margin, height / 6));
  const k = clampZoom(Math.min(1.5, across / (right - left || 1), down / (bottom - top || 1)));
  return {
    k,
    x: width / 2 - (k * (left + right)) / 2,
    y: height / 2 - (k * (top + bottom)) / 2,
  };
}

const clampZoom = (k: number) => Math.min(greatestZoom, Math.max(smallestZoom, k));

/** The view zoomed by `factor` around a point of the screen. */
export function zoomed(view: View, factor: number, at: Point): View {
  const k = clampZoom(view.k * factor);
  const by = k / view.k;
  return { k, x: at.x - (at.x - view.x) * by, y: at.y - (at.y - view.y) * by };
}
