// Mouse, pen and touch on a graph: panning, zooming, dragging a record, hovering.
import { type MouseEvent, type PointerEvent, type RefObject, useEffect, useRef } from 'react';
import { type Point, zoomed } from './graph-geometry.ts';
import type { RecordKey } from './graph-model.ts';
import type { Scene } from './graph-scene.ts';

/** How far the pointer must move before a click becomes a drag, in px. */
const slack = 5;

interface Options {
  readonly svg: RefObject<SVGSVGElement | null>;
  readonly scene: Scene;
  readonly onView: () => void;
  readonly onDrag: (key: RecordKey, place: Point) => void;
  readonly onClick: (key: RecordKey) => void;
  /** Receives the record and the point of the layout under the pointer; undefined when it leaves. */
  readonly onPoint: (key: RecordKey | undefined, point: Point | undefined) => void;
}

export function useGestures({ svg, scene, onView, onDrag, onClick, onPoint }: Options) {
  const pointers = useRef(new Map<number, Point>());
  const dragged = useRef<{
    key: RecordKey | undefined;
    from: Point;
    grip: Point;
    isMoved: boolean;
  }>(undefined);
  /** Whether the last gesture was a drag rather than a click. */
  const wasDrag = useRef(false);

  const within = ({ clientX, clientY }: { clientX: number; clientY: number }): Point => {
    const box = svg.current?.getBoundingClientRect();
    return { x: clientX - (box?.left ?? 0), y: clientY - (box?.top ?? 0) };
  };
  const inLayout = (at: Point): Point => {
    const { x, y, k } = scene.view;
    return { x: (at.x - x) / k, y: (at.y - y) / k };
  };

  // React's wheel listeners are passive and could not keep the page from scrolling.
  useEffect(() => {
    const element = svg.current;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
      // Trackpads report a pinch as a wheel event with Ctrl, in small steps.
      const speed = event.ctrlKey ? 0.01 : 0.0016;
      scene.view = zoomed(scene.view, Math.exp(-event.deltaY * unit * speed), within(event));
      onView();
    };
    element?.addEventListener('wheel', onWheel, { passive: false });
    return () => element?.removeEventListener('wheel', onWheel);
  });

  const keyAt = (target: EventTarget) =>
    (target as Element).closest<SVGGElement>('[data-node]')?.dataset.node;

  return {
    onPointerDown(event: PointerEvent) {
      if (event.button !== 0) return;
      const at = within(event);
      pointers.current.set(event.pointerId, at);
      const key = keyAt(event.target);
      const place = (key && scene.places.get(key)) || { x: 0, y: 0 };
      const { x, y } = inLayout(at);
      // Keeps the distance between the pointer and the record's center, so that it does not jump.
      const grip = { x: place.x - x, y: place.y - y };
      dragged.current = { key, from: at, grip, isMoved: pointers.current.size > 1 };
    },
    onPointerMove(event: PointerEvent) {
      const at = within(event);
      const before = pointers.current.get(event.pointerId);
      const drag = dragged.current;
      if (!before || !drag) return onPoint(keyAt(event.target), inLayout(at));
      if (pointers.current.size === 2) pinch(event.pointerId, at);
      else if (drag.isMoved || Math.hypot(at.x - drag.from.x, at.y - drag.from.y) > slack) {
        if (!drag.isMoved) svg.current?.setPointerCapture(event.pointerId);
        drag.isMoved = true;
        if (drag.key) {
          const { x, y } = inLayout(at);
          onDrag(drag.key, { x: x + drag.grip.x, y: y + drag.grip.y });
        } else {
          const { x, y, k } = scene.view;
          scene.view = { k, x: x + at.x - before.x, y: y + at.y - before.y };
          onView();
        }
      } else return;
      pointers.current.set(event.pointerId, at);
    },
    onPointerUp(event: PointerEvent) {
      wasDrag.current = dragged.current?.isMoved ?? false;
      pointers.current.delete(event.pointerId);
      if (pointers.current.size === 0) dragged.current = undefined;
    },
    /** Only on click: a menu opened earlier would be closed by it. Screen readers send only clicks. */
    onClick(event: MouseEvent) {
      const key = keyAt(event.target);
      if (key && (event.detail === 0 || !wasDrag.current)) onClick(key);
    },
    onPointerCancel(event: PointerEvent) {
      pointers.current.delete(event.pointerId);
      if (pointers.current.size === 0) dragged.current = undefined;
    },
    onPointerLeave: () => pointers.current.size === 0 && onPoint(undefined, undefined),
  };

  /** Pinch with two fingers: zooms around the point between them. */
  function pinch(pointerId: number, at: Point): void {
    const [other] = [...pointers.current].filter(([id]) => id !== pointerId);
    const before = pointers.current.get(pointerId);
    if (!other || !before) return;
    const [, still] = other;
    const far = (one: Point) => Math.hypot(one.x - still.x, one.y - still.y) || 1;
    const middle = { x: (before.x + still.x) / 2, y: (before.y + still.y) / 2 };
    const moved = zoomed(scene.view, far(at) / far(before), middle);
    scene.view = {
      ...moved,
      x: moved.x + (at.x - before.x) / 2,
      y: moved.y + (at.y - before.y) / 2,
    };
    if (dragged.current) dragged.current.isMoved = true;
    onView();
  }
}
