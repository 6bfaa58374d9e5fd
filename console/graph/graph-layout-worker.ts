// Worker that arranges a graph with forces: connected records attract, all others repel each other.
import {
  forceCollide,
  forceLink,
  forceManyBody,
  forceSimulation,
  forceX,
  forceY,
  type Simulation,
  type SimulationNodeDatum,
} from 'd3-force';

/** To the worker. */
export type LayoutRequest =
  | {
      readonly kind: 'arrange';
      /** Repeated in the answers. */
      readonly number: number;
      /** x and y of each record in turn; `radii` has the same order. */
      readonly places: Float32Array;
      readonly radii: Float32Array;
      /** Records that must not move. */
      readonly pinned: readonly number[];
      /** Connected pairs of records, each pair once. */
      readonly pairs: Uint32Array;
      /** false: only the final places are reported. */
      readonly animated: boolean;
    }
  /** Pins a record to a place; the others move out of the way. */
  | { readonly kind: 'hold'; readonly node: number; readonly x: number; readonly y: number };

/** From the worker. */
export interface LayoutAnswer {
  readonly number: number;
  readonly places: Float32Array;
  readonly settled: boolean;
}

/** How long the worker computes before it reports progress and reads messages, in ms. */
const stretchMs = 30;
/** Steps before the first places are shown, which would look tangled. */
const unseenSteps = 60;

let simulation: Simulation<SimulationNodeDatum, undefined> | undefined;
let current = { number: 0, animated: false };
let running = false;

addEventListener('message', ({ data }: MessageEvent<LayoutRequest>) => {
  if (data.kind === 'arrange') arrange(data);
  else hold(data);
});

function arrange({
  number,
  places,
  radii,
  pinned,
  pairs,
  animated,
}: LayoutRequest & { kind: 'arrange' }) {
  current = { number, animated };
  const nodes: SimulationNodeDatum[] = Array.from({ length: places.length / 2 }, (_, at) => ({
    x: places[2 * at] as number,
    y: places[2 * at + 1] as number,
  }));
  for (const at of pinned) {
    const node = nodes[at];
    if (node) [node.fx, node.fy] = [node.x, node.y];
  }
  const links = Array.from({ length: pairs.length / 2 }, (_, at) => ({
    source: pairs[2 * at] as number,
    target: pairs[2 * at + 1] as number,
  }));
  const few = nodes.length <= 120;
  // With few records, the lines are long enough for the names of roles.
  const distance = nodes.length <= 40 ? 190 : few ? 130 : 60;
  simulation = forceSimulation(nodes)
    .stop()
    .alphaMin(0.01)
    .alphaDecay(nodes.length > 400 ? 0.035 : 0.0228)
    .force('link', forceLink(links).distance(distance))
    .force(
      'charge',
      forceManyBody()
        .strength(few ? -520 : -160)
        .distanceMax(900),
    )
    .force(
      'collide',
      forceCollide((_, at) => (radii[at] as number) + (few ? 22 : 8)),
    )
    .force('x', forceX(0).strength(0.035))
    .force('y', forceY(0).strength(0.08));
  simulation.tick(unseenSteps);
  go();
}

function hold({ node: at, x, y }: LayoutRequest & { kind: 'hold' }) {
  const node = simulation?.nodes()[at];
  if (!simulation || !node) return;
  [node.fx, node.fy, node.x, node.y] = [x, y, x, y];
  if (!current.animated) return;
  simulation.alpha(Math.max(simulation.alpha(), 0.15));
  go();
}

function go() {
  if (running) return;
  running = true;
  const stretch = () => {
    const until = performance.now() + stretchMs;
    const settled = () => !simulation || simulation.alpha() < simulation.alphaMin();
    while (!settled() && performance.now() < until) simulation?.tick();
    running = !settled();
    if (current.animated || !running) tell(!running);
    // In a new task, so that messages are read in between.
    if (running) setTimeout(stretch);
  };
  stretch();
}

function tell(settled: boolean) {
  const nodes = simulation?.nodes() ?? [];
  const places = new Float32Array(2 * nodes.length);
  nodes.forEach(({ x, y }, at) => {
    places[2 * at] = x ?? 0;
    places[2 * at + 1] = y ?? 0;
  });
  const answer: LayoutAnswer = { number: current.number, places, settled };
  postMessage(answer, { transfer: [places.buffer] });
}
