// The drawing of a graph: panned, zoomed and navigated by mouse, touch or keyboard.
import {
  type KeyboardEvent,
  type Ref,
  useEffect,
  useImperativeHandle,
  useRef,
  useState,
} from 'react';
import { useReducedMotion } from '../base/media-queries.ts';
import { graphText } from '../text/views-text.ts';
import { useCanvasStyles } from './graph-canvas-styles.ts';
import { fitted, isArrowKey, nextInDirection, type Point, zoomed } from './graph-geometry.ts';
import type { RecordKey, ShownGraph } from './graph-model.ts';
import { GraphNodes } from './graph-nodes.tsx';
import { aroundNode, emphasize, paint } from './graph-painter.ts';
import {
  type Emphasis,
  edgeAt,
  emptyScene,
  focusNode,
  lineKinds,
  onScreen,
} from './graph-scene.ts';
import type { TypeLook } from './record-type-look.ts';
import { useGestures } from './use-graph-gestures.ts';
import { useLayout } from './use-graph-layout.ts';

/** With more connections than this, all are drawn as plain lines. */
const manyEdges = 600;

/** What the buttons next to the drawing can do. */
export interface Canvas {
  zoom(factor: number): void;
  fit(): void;
  /** Centers a record, and moves the focus to it. */
  show(key: RecordKey, focus?: boolean): void;
  readonly svg: SVGSVGElement | null;
}

interface Props {
  readonly graph: ShownGraph;
  readonly looks: (type: string) => TypeLook;
  readonly nameOfRole: (roleId: string | null) => string;
  /** What is highlighted while the pointer is over nothing. */
  readonly emphasis: Emphasis | undefined;
  readonly onMenu: (key: RecordKey, element: SVGGElement) => void;
  readonly canvas: Ref<Canvas>;
}

export function GraphCanvas({ graph, looks, nameOfRole, emphasis, onMenu, canvas }: Props) {
  const styles = useCanvasStyles();
  const svg = useRef<SVGSVGElement>(null);
  const [scene] = useState(() => emptyScene(graph));
  const [current, setCurrent] = useState<RecordKey>(graph.root);
  const isStill = useReducedMotion();
  /** Whether the user has moved the drawing; until then it is always fitted to the window. */
  const isOwnView = useRef(false);
  const frame = useRef(0);
  const draw = () => {
    cancelAnimationFrame(frame.current);
    frame.current = requestAnimationFrame(() => paint(scene));
  };
  const fitAll = () => {
    scene.view = fitted(scene.places.values(), scene.size);
    draw();
  };
  const own = () => {
    isOwnView.current = true;
    draw();
  };
  const keepLines = (element: SVGGElement | null) => {
    scene.linesLayer = element;
  };
  const keepLabels = (element: SVGGElement | null) => {
    scene.labelsLayer = element;
  };
  scene.graph = graph;
  scene.nameOfRole = nameOfRole;

  const layout = useLayout({
    graph,
    places: scene.places,
    animated: !isStill,
    onPlaced: () => {
      scene.moved = true;
      scene.painted = undefined;
      if (isOwnView.current) draw();
      else fitAll();
    },
  });

  const pointed = useRef<string>(undefined);
  const resting = emphasis;
  useEffect(() => {
    scene.byKey = new Map(graph.nodes.map((node) => [node.key, node]));
    emphasize(scene, svg.current, resting);
    scene.painted = undefined;
    cancelAnimationFrame(frame.current);
    frame.current = requestAnimationFrame(() => paint(scene));
  }, [scene, graph, resting]);

  useEffect(() => {
    const element = svg.current;
    if (!element) return;
    const observer = new ResizeObserver(() => {
      scene.size = { width: element.clientWidth, height: element.clientHeight };
      if (!isOwnView.current) scene.view = fitted(scene.places.values(), scene.size);
      paint(scene);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [scene]);
  useEffect(() => () => cancelAnimationFrame(frame.current), []);

  /** Highlights the record or connection under the pointer or focus, with its neighbors. */
  const point = (key: RecordKey | undefined, at: Point | undefined) => {
    const edge = key || !at ? undefined : edgeAt(scene, at);
    const now = key ?? edge?.id;
    if (now === pointed.current) return;
    pointed.current = now;
    const around = key
      ? aroundNode(graph, key)
      : edge && { nodes: new Set([edge.from, edge.to]), edges: new Set([edge.id]) };
    emphasize(scene, svg.current, around ?? resting);
    draw();
  };

  const gestures = useGestures({
    svg,
    scene,
    onView: own,
    onDrag(key, place) {
      layout.hold(key, place);
      scene.moved = true;
      scene.painted = undefined;
      own();
    },
    onClick: menu,
    onPoint: point,
  });

  function menu(key: RecordKey) {
    setCurrent(key);
    const element = scene.nodes.get(key);
    if (element) onMenu(key, element);
  }

  function show(key: RecordKey, focus = true) {
    const place = scene.places.get(key);
    if (!place) return;
    const { k } = scene.view;
    const { width, height } = scene.size;
    scene.view = { k, x: width / 2 - k * place.x, y: height / 2 - k * place.y };
    setCurrent(key);
    own();
    if (focus) focusNode(scene, key);
  }

  function zoom(factor: number) {
    const { width, height } = scene.size;
    scene.view = zoomed(scene.view, factor, { x: width / 2, y: height / 2 });
    own();
  }

  useImperativeHandle(canvas, () => ({
    zoom,
    show,
    fit() {
      isOwnView.current = false;
      fitAll();
    },
    svg: svg.current,
  }));

  function onKeyDown(event: KeyboardEvent<SVGSVGElement>) {
    const { key } = event;
    const from = scene.places.get(current) ?? scene.places.get(graph.root);
    if (event.ctrlKey || event.metaKey || event.altKey || !from) return;
    if (isArrowKey(key)) {
      const next = nextInDirection(scene.places, from, key);
      if (next) walk(next);
    } else if (key === 'Home') walk(graph.root);
    else if (key === 'Enter' || key === ' ') menu(current);
    else if (key === '+' || key === '=') zoom(1.3);
    else if (key === '-') zoom(1 / 1.3);
    else if (key === '0') {
      isOwnView.current = false;
      fitAll();
    } else return;
    event.preventDefault();
  }

  function walk(key: RecordKey) {
    const place = scene.places.get(key);
    const { width, height } = scene.size;
    const { x, y } = onScreen(place ?? { x: 0, y: 0 }, scene.view);
    const margin = 24;
    const isSeen = x > margin && y > margin && x < width - margin && y < height - margin;
    if (!isSeen) show(key, false);
    setCurrent(key);
    focusNode(scene, key);
  }

  const isCurrentThere = graph.nodes.some(({ key }) => key === current);
  return (
    // biome-ignore lint/a11y/useSemanticElements: HTML has no group that is an svg
    <svg
      ref={svg}
      className={styles.svg}
      data-many={graph.edges.length > manyEdges || undefined}
      role="group"
      aria-label={graphText.label(graph.nodes[0]?.name ?? graph.root)}
      aria-description={graphText.help}
      onKeyDown={onKeyDown}
      onFocus={({ target }) => {
        const key = target.closest<SVGGElement>('[data-node]')?.dataset.node;
        if (key) setCurrent(key);
        point(key, undefined);
      }}
      onBlur={() => point(undefined, undefined)}
      {...gestures}
    >
      <g ref={keepLines} aria-hidden>
        {lineKinds.map((kind) => (
          <path
            key={kind}
            data-line={kind}
            ref={(element) => {
              if (element) scene.lines.set(kind, element);
            }}
          />
        ))}
      </g>
      <GraphNodes
        graph={graph}
        scene={scene}
        looks={looks}
        current={isCurrentThere ? current : graph.root}
      />
      <g ref={keepLabels} aria-hidden />
    </svg>
  );
}
