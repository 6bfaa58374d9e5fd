// Initial places of records before the layout starts: around their neighbors, grouped by role and type.
import type { Point } from './graph-geometry.ts';
import type { RecordKey, ShownGraph } from './graph-model.ts';

/** Distance between the rings, in px of the layout. */
const ring = 150;

/**
 * Puts the root in the middle and its neighbors around it, grouped by role and type; farther records
 * behind the neighbor that leads to them. Records that already have a place keep it.
 */
export function firstPlaces(
  { root, nodes, edges }: ShownGraph,
  places: ReadonlyMap<RecordKey, Point>,
): Map<RecordKey, Point> {
  const around = neighbours(edges);
  const result = new Map<RecordKey, Point>();
  const center = places.get(root) ?? { x: 0, y: 0 };
  const byDepth = Map.groupBy(nodes, ({ depth }) => depth ?? 1);
  const turn = new Map<RecordKey, number>();
  for (const [depth, ofDepth] of [...byDepth].sort(([one], [other]) => one - other)) {
    const likes = ofDepth
      .map(({ key, type, name }) => {
        const inner = around.get(key)?.find(({ other }) => result.has(other));
        return {
          key,
          before: (inner && turn.get(inner.other)) ?? 0,
          like: `${inner?.role} ${type} ${name}`,
        };
      })
      .sort((one, other) => one.before - other.before || (one.like < other.like ? -1 : 1));
    likes.forEach(({ key }, at) => {
      const share = depth === 0 ? 0 : at / likes.length;
      turn.set(key, share);
      const angle = 2 * Math.PI * share - Math.PI / 2;
      const place = places.get(key) ?? newcomer(key, angle, depth);
      result.set(key, place);
    });
  }
  return result;

  /** Next to a neighbor that already has a place, or else on the ring of its depth. */
  function newcomer(key: RecordKey, angle: number, depth: number): Point {
    const neighbor = places.size > 0 && around.get(key)?.find(({ other }) => places.has(other));
    const from = (neighbor && places.get(neighbor.other)) || center;
    const far = neighbor ? ring / 2 : ring * depth;
    return { x: from.x + far * Math.cos(angle), y: from.y + far * Math.sin(angle) };
  }
}

function neighbours(edges: ShownGraph['edges']) {
  const around = new Map<RecordKey, { other: RecordKey; role: string | null }[]>();
  const add = (key: RecordKey, other: RecordKey, role: string | null) => {
    const all = around.get(key);
    if (all) all.push({ other, role });
    else around.set(key, [{ other, role }]);
  };
  for (const { from, to, fromRoleId, toRoleId } of edges) {
    add(from, to, fromRoleId);
    add(to, from, toRoleId);
  }
  return around;
}
