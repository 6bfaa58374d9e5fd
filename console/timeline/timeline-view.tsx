// Rows of a timeline below its scale; scrolls in both directions and renders only the rows in view.
import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { timelineText } from '../text/views-text.ts';
import { type Dated, dayOf, type Span, spanOf, today } from '../views/calendar-days.ts';
import { type Line, ticksOf, withMargins } from './timeline-lines.ts';
import { heightOf, TimelineLine } from './timeline-row.tsx';

const useStyles = makeStyles({
  scroller: { overflow: 'auto', height: '100%', position: 'relative', contain: 'strict' },
  scale: {
    position: 'sticky',
    top: 0,
    zIndex: 3,
    height: '28px',
    background: tokens.colorNeutralBackground1,
    borderBottom: `1px solid ${tokens.colorNeutralStroke1}`,
  },
  corner: {
    position: 'sticky',
    left: 0,
    zIndex: 1,
    height: '100%',
    background: tokens.colorNeutralBackground1,
  },
  tick: {
    position: 'absolute',
    top: '6px',
    transform: 'translateX(-50%)',
    whiteSpace: 'nowrap',
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground2,
  },
  lines: { position: 'relative', listStyle: 'none', margin: 0, padding: 0 },
  rules: { position: 'absolute', inset: 0, pointerEvents: 'none' },
  over: { zIndex: 1 },
  rule: {
    position: 'absolute',
    top: 0,
    bottom: 0,
    width: '1px',
    background: tokens.colorNeutralStroke3,
  },
  today: {
    position: 'absolute',
    top: 0,
    bottom: 0,
    width: '1px',
    background: tokens.colorPaletteRedBorderActive,
  },
  day: {
    position: 'absolute',
    top: 0,
    bottom: 0,
    width: '2px',
    background: tokens.colorBrandStroke1,
  },
  flag: {
    position: 'absolute',
    bottom: 0,
    transform: 'translateX(-50%)',
    padding: `0 ${tokens.spacingHorizontalXS}`,
    borderRadius: tokens.borderRadiusSmall,
    background: tokens.colorNeutralBackground1,
    color: tokens.colorPaletteRedForeground1,
    fontSize: tokens.fontSizeBase200,
  },
});

interface Props {
  readonly name: string;
  readonly lines: readonly Line[];
  readonly connections: readonly Dated[];
  /** 1: the whole time span fits the window. */
  readonly zoom: number;
  readonly activeOn: string;
  readonly onZoom: (zoom: number) => void;
}

/** Width of the column of names, in px. */
const namesOf = (width: number) => Math.round(Math.min(220, Math.max(104, width * 0.24)));

export function TimelineView({ name, lines, connections, zoom, activeOn, onZoom }: Props) {
  const styles = useStyles();
  const scroller = useRef<HTMLElement>(null);
  const [width, setWidth] = useState(0);
  const now = today();
  const span: Span = useMemo(
    () => withMargins(spanOf(connections, now) ?? { from: now - 365, to: now }),
    [connections, now],
  );
  const names = namesOf(width);
  const pxPerDay = (Math.max(200, width - names - 1) * zoom) / (span.to - span.from);
  const at = (day: number) => names + (day - span.from) * pxPerDay;
  const total = at(span.to);

  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  // Keeps the day in the middle when the scale changes.
  const middle = useRef<{ day: number; pxPerDay: number }>(undefined);
  useLayoutEffect(() => {
    const element = scroller.current;
    const kept = middle.current;
    if (element && kept && kept.pxPerDay !== pxPerDay) {
      element.scrollLeft = (kept.day - span.from) * pxPerDay - (width - names) / 2;
    }
    middle.current = { day: kept?.day ?? (span.from + span.to) / 2, pxPerDay };
  }, [pxPerDay, span, width, names]);

  useEffect(() => {
    const element = scroller.current;
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      onZoom(zoom * Math.exp(-event.deltaY * 0.01));
    };
    element?.addEventListener('wheel', onWheel, { passive: false });
    return () => element?.removeEventListener('wheel', onWheel);
  }, [zoom, onZoom]);

  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => heightOf(lines[index] as Line),
    getItemKey: (index) => (lines[index] as Line).key,
    scrollMargin: 28,
    overscan: 6,
  });
  // The virtualizer caches heights, which differ for other lines.
  // biome-ignore lint/correctness/useExhaustiveDependencies: measured when the lines change
  useLayoutEffect(() => virtual.measure(), [lines]);
  const ticks = useMemo(() => ticksOf(span, pxPerDay), [span, pxPerDay]);
  const day = dayOf(activeOn);
  const isByRole = lines[0]?.kind === 'heading';
  return (
    <section
      ref={scroller}
      className={styles.scroller}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: keyboard users scroll it with the arrow keys
      tabIndex={0}
      aria-label={timelineText.label(name)}
      onScroll={({ currentTarget }) => {
        const seen = currentTarget.scrollLeft + (width - names) / 2;
        middle.current = { day: span.from + seen / pxPerDay, pxPerDay };
      }}
    >
      <div className={styles.scale} style={{ width: total }} aria-hidden>
        {ticks.map((tick) => (
          <span key={tick.day} className={styles.tick} style={{ left: at(tick.day) }}>
            {tick.label}
          </span>
        ))}
        <span className={styles.flag} style={{ left: at(now) }}>
          {timelineText.today}
        </span>
        <div className={styles.corner} style={{ width: names }} />
      </div>
      <div style={{ width: total, height: virtual.getTotalSize(), position: 'relative' }}>
        <div className={styles.rules} aria-hidden>
          {ticks.map((tick) => (
            <div key={tick.day} className={styles.rule} style={{ left: at(tick.day) }} />
          ))}
        </div>
        <div className={mergeClasses(styles.rules, styles.over)} aria-hidden>
          <div className={styles.today} style={{ left: at(now) }} />
          {day !== undefined && <div className={styles.day} style={{ left: at(day) }} />}
        </div>
        <ul className={styles.lines} style={{ height: virtual.getTotalSize() }}>
          {width > 0 &&
            virtual
              .getVirtualItems()
              .map(({ index, start, key }) => (
                <TimelineLine
                  key={key}
                  line={lines[index] as Line}
                  top={start - 28}
                  width={total}
                  names={names}
                  span={span}
                  pxPerDay={pxPerDay}
                  day={day}
                  isRoleKnown={isByRole}
                  position={[index + 1, lines.length]}
                />
              ))}
        </ul>
      </div>
    </section>
  );
}
