// Which connection is at a point of a graph.
import { distanceToCurve, type Point } from './geometry.ts';
import type { ShownEdge } from './model.ts';
import { curveOf, type Scene } from './scene.ts';

/** How near is near enough, in px of the screen. */
const reachPx = 6;

/** The nearest one; `point` is of the layout. */
export function edgeAt(scene: Scene, point: Point): ShownEdge | undefined {
  let least = reachPx / scene.view.k;
  let found: ShownEdge | undefined;
  for (const edge of scene.graph.edges) {
    const curve = curveOf(edge, scene.places);
    if (!curve) continue;
    const { start, end, control } = curve;
    // Most are nowhere near: told by their box, at little cost.
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
