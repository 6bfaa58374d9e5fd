// The slider that selects the day shown by the graph, the timeline and the grid.
import { Button, makeStyles, Slider, Text, tokens } from '@fluentui/react-components';
import { useEffect, useMemo, useRef, useState } from 'react';
import { DayInput } from '../base/day-input.tsx';
import { useUrlState } from '../base/url-state.ts';
import { formatDate } from '../text/format.ts';
import { dayText } from '../text/views-text.ts';
import {
  type Dated,
  dateOf,
  dayOf,
  inEffectOver,
  isInEffect,
  spanOf,
  today,
} from './calendar-days.ts';

const useStyles = makeStyles({
  root: {
    display: 'grid',
    gridTemplateColumns: 'auto minmax(160px, 1fr)',
    alignItems: 'end',
    gap: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalL}`,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalL}`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    '@media (max-width: 640px)': {
      gridTemplateColumns: 'minmax(0, 1fr)',
      padding: tokens.spacingVerticalS,
    },
  },
  exact: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalXS,
  },
  track: { minWidth: 0 },
  slider: { width: '100%', minHeight: '24px' },
  ends: {
    display: 'flex',
    justifyContent: 'space-between',
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase100,
  },
});

const dayStandard = { activeOn: '' };

interface Props {
  /** Their first and last dates are the ends of the slider. */
  readonly connections: readonly Dated[];
  /** false while more are loading: the number of connections in effect is not shown yet. */
  readonly isComplete: boolean;
}

/** Points of the outline above the track. */
const bars = 120;

/** Reads and writes `activeOn` in the address. */
export function DaySlider({ connections, isComplete }: Props) {
  const styles = useStyles();
  const [{ activeOn }, set] = useUrlState(dayStandard);
  const now = today();
  const span = useMemo(() => spanOf(connections, now), [connections, now]);
  const heights = useMemo(
    () => (span ? inEffectOver(connections, span, bars) : []),
    [connections, span],
  );
  const { drawn, move } = useDrawnDay(activeOn, (date) =>
    set({ activeOn: date }, { replace: true }),
  );
  const chosen = drawn ?? dayOf(activeOn);
  const date = chosen === undefined ? '' : dateOf(chosen);
  const count =
    chosen === undefined || !isComplete
      ? undefined
      : connections.filter((connection) => isInEffect(connection, chosen)).length;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset's legend would take a line of its own
    <div className={styles.root} role="group" aria-label={dayText.label}>
      <div className={styles.exact}>
        <DayInput
          size="small"
          aria-label={dayText.label}
          value={date}
          onApply={(day) => (day === '' || dayOf(day) !== undefined) && set({ activeOn: day })}
        />
        <Button size="small" appearance="subtle" onClick={() => set({ activeOn: dateOf(now) })}>
          {dayText.today}
        </Button>
        <Button
          size="small"
          appearance="subtle"
          disabledFocusable={activeOn === ''}
          onClick={() => set({ activeOn: '' })}
        >
          {dayText.clear}
        </Button>
        {count !== undefined && (
          <Text size={200} role="status">
            {dayText.effect(count)}
          </Text>
        )}
      </div>
      {span ? (
        <div className={styles.track}>
          <Activity
            heights={heights}
            at={
              chosen === undefined ? undefined : (chosen - span.from) / (span.to - span.from || 1)
            }
          />
          <Slider
            className={styles.slider}
            size="small"
            min={span.from}
            max={span.to}
            value={Math.min(span.to, Math.max(span.from, chosen ?? now))}
            aria-label={dayText.slider}
            aria-valuetext={date === '' ? dayText.clear : formatDate(date)}
            onChange={(_, { value }) => move(value)}
          />
          <div className={styles.ends}>
            <span>{formatDate(dateOf(span.from))}</span>
            <span>{formatDate(dateOf(span.to))}</span>
          </div>
        </div>
      ) : (
        <Text size={200}>{dayText.noDates}</Text>
      )}
    </div>
  );
}

const useActivityStyles = makeStyles({
  root: {
    display: 'block',
    width: 'calc(100% - 16px)',
    marginInline: '8px',
    height: '28px',
    marginBottom: '-6px',
  },
  area: { fill: tokens.colorBrandBackground2, stroke: tokens.colorBrandStroke2 },
  day: { stroke: tokens.colorBrandStroke1, strokeWidth: '2px' },
});

interface ActivityProps {
  readonly heights: readonly number[];
  /** The day shown, from 0 to 1. */
  readonly at: number | undefined;
}

function Activity({ heights, at }: ActivityProps) {
  const styles = useActivityStyles();
  const most = Math.max(1, ...heights);
  const points = heights.map((height, x) => `${x} ${(1 - height / most).toFixed(3)}`);
  const end = heights.length - 1;
  return (
    <svg
      className={styles.root}
      viewBox={`0 -.05 ${end} 1.05`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path
        className={styles.area}
        d={`M0 1L${points.join('L')}L${end} 1Z`}
        vectorEffect="non-scaling-stroke"
      />
      {at !== undefined && at >= 0 && at <= 1 && (
        <path className={styles.day} d={`M${at * end} 0V1`} vectorEffect="non-scaling-stroke" />
      )}
    </svg>
  );
}

/** How long the slider must rest, in ms: otherwise each day of a drag would be a request. */
const restMs = 150;

/** The day while the slider is dragged: `drawn` is shown at once, the address follows when it rests. */
function useDrawnDay(activeOn: string, onRest: (date: string) => void) {
  const [drawn, setDrawn] = useState<number | undefined>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latestOnRest = useRef(onRest);
  latestOnRest.current = onRest;
  // biome-ignore lint/correctness/useExhaustiveDependencies: when the address has another day
  useEffect(() => {
    // While the slider is being dragged, its day is newer than the one in the address.
    if (timer.current === undefined) setDrawn(undefined);
  }, [activeOn]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return {
    drawn,
    move(day: number) {
      setDrawn(day);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => {
        timer.current = undefined;
        latestOnRest.current(dateOf(day));
      }, restMs);
    },
  };
}
