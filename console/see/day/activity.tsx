// How many connections were in effect over time, as a small outline above the day's slider.
import { makeStyles, tokens } from '@fluentui/react-components';

const useStyles = makeStyles({
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

interface Props {
  readonly heights: readonly number[];
  /** The day shown, from 0 to 1. */
  readonly at: number | undefined;
}

export function Activity({ heights, at }: Props) {
  const styles = useStyles();
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
