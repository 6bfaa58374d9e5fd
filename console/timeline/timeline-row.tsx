// One row of a timeline: a heading, or a record with its bars.
import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { ConnectionView } from '../../shared/contracts/answers/connection-answers.ts';
import { RecordLink } from '../base/page-link.tsx';
import { formatDate, formatNumber } from '../text/format.ts';
import { timelineText, viewsText } from '../text/views-text.ts';
import { isInEffect, type Span } from '../views/calendar-days.ts';
import type { Bar, Line } from './timeline-lines.ts';

const laneHeight = 26;
const headingHeight = 36;

/** In px. */
export const heightOf = (line: Line) =>
  line.kind === 'heading' ? headingHeight : line.lanes * laneHeight + 6;

/** Bars narrower than this, in px, show no text; screen readers still get their names. */
const leastText = 64;

const open = '24px';
const useStyles = makeStyles({
  line: { position: 'absolute', left: 0, top: 0, boxSizing: 'border-box' },
  record: { borderBottom: `1px solid ${tokens.colorNeutralStroke3}` },
  heading: {
    background: tokens.colorNeutralBackground2,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    fontWeight: tokens.fontWeightSemibold,
  },
  // Names stay visible over the bars while scrolling sideways.
  name: {
    position: 'sticky',
    left: 0,
    zIndex: 2,
    display: 'flex',
    alignItems: 'center',
    boxSizing: 'border-box',
    height: '100%',
    padding: `0 ${tokens.spacingHorizontalM}`,
    background: tokens.colorNeutralBackground1,
    borderRight: `1px solid ${tokens.colorNeutralStroke2}`,
    '& > a': { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
    '@media (max-width: 640px)': {
      padding: `0 ${tokens.spacingHorizontalXS}`,
      fontSize: tokens.fontSizeBase200,
    },
  },
  headingName: {
    position: 'sticky',
    left: 0,
    padding: `0 ${tokens.spacingHorizontalM}`,
    lineHeight: '36px',
  },
  count: { color: tokens.colorNeutralForeground2, fontWeight: tokens.fontWeightRegular },
  bars: { listStyle: 'none', margin: 0, padding: 0 },
  bar: {
    position: 'absolute',
    height: '20px',
    boxSizing: 'border-box',
    overflow: 'hidden',
    paddingInline: '6px',
    borderRadius: tokens.borderRadiusMedium,
    border: `1px solid ${tokens.colorBrandStroke2}`,
    background: tokens.colorBrandBackground2,
    color: tokens.colorBrandForeground2,
    fontSize: tokens.fontSizeBase200,
    lineHeight: '18px',
    whiteSpace: 'nowrap',
    textOverflow: 'ellipsis',
  },
  past: {
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    background: tokens.colorNeutralBackground4,
    color: tokens.colorNeutralForeground2,
  },
  inactive: { borderTopStyle: 'dashed', borderBottomStyle: 'dashed' },
  timeless: {
    border: `1px dashed ${tokens.colorNeutralStroke1}`,
    background: 'transparent',
    color: tokens.colorNeutralForeground2,
  },
  openStart: {
    borderLeftStyle: 'none',
    borderTopLeftRadius: 0,
    borderBottomLeftRadius: 0,
    paddingLeft: '14px',
    maskImage: `linear-gradient(to right, transparent, black ${open})`,
  },
  openEnd: {
    borderRightStyle: 'none',
    borderTopRightRadius: 0,
    borderBottomRightRadius: 0,
    maskImage: `linear-gradient(to left, transparent, black ${open})`,
  },
  openBoth: {
    maskImage: `linear-gradient(to right, transparent, black ${open}, black calc(100% - ${open}), transparent)`,
  },
  off: { opacity: 0.35 },
});

interface Props {
  readonly line: Line;
  readonly top: number;
  readonly width: number;
  /** Width of the column of names, in px. */
  readonly names: number;
  readonly span: Span;
  readonly pxPerDay: number;
  /** Bars that are not in effect on this day are dimmed. */
  readonly day: number | undefined;
  /** Whether the heading above names the role, so that bars need not. */
  readonly isRoleKnown: boolean;
  /** Number of the row, from 1, and the number of rows. */
  readonly position: readonly [number, number];
}

export function TimelineLine(props: Props) {
  const { line, top, width, names, position } = props;
  const styles = useStyles();
  const style = { transform: `translateY(${top}px)`, width, height: heightOf(line) };
  const [at, of] = position;
  if (line.kind === 'heading') {
    return (
      <li
        className={mergeClasses(styles.line, styles.heading)}
        style={style}
        aria-posinset={at}
        aria-setsize={of}
      >
        <span className={styles.headingName}>
          {line.name} <span className={styles.count}>{formatNumber(line.count)}</span>
        </span>
      </li>
    );
  }
  return (
    <li
      className={mergeClasses(styles.line, styles.record)}
      style={style}
      aria-posinset={at}
      aria-setsize={of}
    >
      <div className={styles.name} style={{ width: names }}>
        <RecordLink record={line.record} tab="timeline" />
      </div>
      <ul className={styles.bars}>
        {line.bars.map((bar) => (
          <TimelineBar key={bar.connection.id} {...props} bar={bar} />
        ))}
      </ul>
    </li>
  );
}

function TimelineBar({
  bar,
  names,
  span,
  pxPerDay,
  day,
  isRoleKnown,
}: Props & { readonly bar: Bar }) {
  const styles = useStyles();
  const { connection, start, end, lane } = bar;
  const [isOpenStart, isOpenEnd] = [start === undefined, end === undefined];
  const left = names + ((start ?? span.from) - span.from) * pxPerDay;
  // The end is the last day in effect: the bar includes it.
  const right = names + ((end === undefined ? span.to : end + 1) - span.from) * pxPerDay;
  const period = periodOf(connection);
  const roleName = connection.record2RoleName ?? viewsText.noRole;
  const role = connection.title ? `${roleName} (${connection.title})` : roleName;
  const isOff = day !== undefined && !isInEffect(connection, day);
  const inactive = connection.state === 'inactive' ? [timelineText.inactive] : [];
  const text = [timelineText.bar(connection.record2.name, role, period), ...inactive].join(', ');
  return (
    <li
      aria-label={text}
      title={text}
      className={mergeClasses(
        styles.bar,
        connection.validity === 'past' && styles.past,
        connection.state === 'inactive' && styles.inactive,
        isOpenStart && styles.openStart,
        isOpenEnd && styles.openEnd,
        isOpenStart && isOpenEnd && styles.openBoth,
        isOpenStart && isOpenEnd && styles.timeless,
        isOff && styles.off,
      )}
      style={{ left, width: Math.max(4, right - left), top: 4 + lane * laneHeight }}
    >
      {right - left >= leastText &&
        (isRoleKnown
          ? [connection.title, period].filter(Boolean).join(' · ')
          : `${role} · ${period}`)}
    </li>
  );
}

function periodOf({ effectiveStart, effectiveEnd }: ConnectionView): string {
  const start = effectiveStart && formatDate(effectiveStart);
  const end = effectiveEnd && formatDate(effectiveEnd);
  if (start && end) return timelineText.period(start, end);
  if (start) return timelineText.from(start);
  return end ? timelineText.until(end) : timelineText.always;
}
