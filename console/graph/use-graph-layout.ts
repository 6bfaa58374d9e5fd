// The layout of a graph, computed by a worker that reports its progress.
import { useEffect, useRef } from 'react';
import { firstPlaces } from './graph-first-places.ts';
import type { Point } from './graph-geometry.ts';
import type { LayoutAnswer, LayoutRequest } from './graph-layout-worker.ts';
import type { RecordKey, ShownGraph } from './graph-model.ts';
import { radiusOf } from './graph-scene.ts';

interface Options {
  readonly graph: ShownGraph;
  /** The places of the records; updated during the layout. */
  readonly places: Map<RecordKey, Point>;
  /** false: records appear at their final places without moving. */
  readonly animated: boolean;
  readonly onPlaced: (settled: boolean) => void;
}

/** Arranges the graph again whenever it changes. `hold` pins a record to a place. */
export function useLayout({ graph, places, animated, onPlaced }: Options) {
  const worker = useRef<Worker>(undefined);
  const held = useRef(new Map<RecordKey, Point>());
  const latestOnPlaced = useRef(onPlaced);
  latestOnPlaced.current = onPlaced;

  useEffect(() => {
    const made = new Worker(new URL('./graph-layout-worker.ts', import.meta.url), {
      type: 'module',
    });
    worker.current = made;
    return () => made.terminate();
  }, []);

  const number = useRef(0);
  useEffect(() => {
    number.current += 1;
    const { current } = worker;
    const keys = graph.nodes.map(({ key }) => key);
    const known = new Map(
      keys.flatMap((key) => {
        const place = places.get(key);
        return place ? [[key, place] as const] : [];
      }),
    );
    places.clear();
    for (const [key, place] of firstPlaces(graph, known)) places.set(key, place);
    const onMessage = ({ data }: MessageEvent<LayoutAnswer>) => {
      if (data.number !== number.current) return;
      keys.forEach((key, at) => {
        places.set(key, { x: data.places[2 * at] ?? 0, y: data.places[2 * at + 1] ?? 0 });
      });
      for (const [key, place] of held.current) if (places.has(key)) places.set(key, place);
      latestOnPlaced.current(data.settled);
    };
    current?.addEventListener('message', onMessage);
    const request = requestOf(graph, places, held.current, number.current, animated);
    current?.postMessage(request);
    return () => current?.removeEventListener('message', onMessage);
  }, [graph, places, animated]);

  return {
    hold(key: RecordKey, { x, y }: Point) {
      held.current.set(key, { x, y });
      places.set(key, { x, y });
      const node = graph.nodes.findIndex((each) => each.key === key);
      const request: LayoutRequest = { kind: 'hold', node, x, y };
      worker.current?.postMessage(request);
    },
  };
}

function requestOf(
  graph: ShownGraph,
  places: ReadonlyMap<RecordKey, Point>,
  held: ReadonlyMap<RecordKey, Point>,
  number: number,
  animated: boolean,
): LayoutRequest {
  const { root, nodes, edges } = graph;
  const indexes = new Map(nodes.map(({ key }, at) => [key, at]));
  const pairs = new Map<string, [number, number]>();
  for (const { from, to } of edges) {
    const pair = [indexes.get(from) ?? 0, indexes.get(to) ?? 0].sort((one, other) => one - other);
    pairs.set(pair.join(' '), pair as [number, number]);
  }
  return {
    kind: 'arrange',
    number,
    places: Float32Array.from(
      nodes.flatMap(({ key }) => {
        const { x, y } = places.get(key) ?? { x: 0, y: 0 };
        return [x, y];
      }),
    ),
    radii: Float32Array.from(nodes, (node) => radiusOf(node, graph)),
    pinned: nodes.flatMap(({ key }, at) => (key === root || held.has(key) ? [at] : [])),
    pairs: Uint32Array.from([...pairs.values()].flat()),
    animated,
  };
}
