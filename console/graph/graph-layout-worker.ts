// Arranges a graph by forces, beside the page: what is connected is drawn together, all else apart.
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
      /** Answers bear the number of the arrangement they are of. */
      readonly number: number;
      /** x and y of each record, one after the other, as is `radii`. */
      readonly places: Float32Array;
      readonly radii: Float32Array;
      /** Records that stay where they are. */
      readonly pinned: readonly number[];
      /** Pairs of records that are connected, each pair once. */
      readonly pairs: Uint32Array;
      /** false: only the end is told. */
      readonly animated: boolean;
    }
  /** A record is held at a place; the others make way. */
  | { readonly kind: 'hold'; readonly node: number; readonly x: number; readonly y: number };

/** From the worker. */
export interface LayoutAnswer {
  readonly number: number;
  readonly places: Float32Array;
  readonly settled: boolean;
}

/** How long the worker counts before it tells how far it is and hears what is new, in ms. */
const stretchMs = 30;
/** Steps that are taken before anything is shown: the worst tangle. */
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
  // Few have room for the roles along their lines.
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
    // As a task of its own, so that messages are heard in between.
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
