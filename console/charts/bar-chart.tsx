// Counts as horizontal bars, each linking to the connections counted; or as a table.
import { makeStyles, Subtitle2, tokens } from '@fluentui/react-components';
import { useId } from 'react';
import { Link, useLocation } from 'react-router';
import { formatNumber } from '../text/format.ts';
import { chartText } from '../text/views-text.ts';
import { CountTable } from './count-table.tsx';

const useStyles = makeStyles({
  card: { minWidth: 0 },
  heading: { margin: `0 0 ${tokens.spacingVerticalS}` },
  list: { listStyle: 'none', margin: 0, padding: 0 },
  link: {
    display: 'grid',
    gridTemplateColumns: 'minmax(84px, 34%) minmax(0, 1fr)',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    minHeight: '28px',
    padding: `0 ${tokens.spacingHorizontalXS}`,
    borderRadius: tokens.borderRadiusMedium,
    color: tokens.colorNeutralForeground1,
    textDecorationLine: 'none',
    ':hover': { background: tokens.colorNeutralBackground1Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  name: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  track: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalXS, minWidth: 0 },
  bar: {
    height: '16px',
    minWidth: '3px',
    borderRadius: `0 ${tokens.borderRadiusSmall} ${tokens.borderRadiusSmall} 0`,
    background: tokens.colorBrandBackground,
  },
  count: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
});

interface Count {
  readonly key: string;
  readonly name: string;
  readonly count: number;
  /** Instead of the parameter for all keys. */
  readonly filter?: string;
}

interface Props {
  readonly title: string;
  readonly counts: readonly Count[];
  /** Query parameter of the address that filters by these keys. */
  readonly filter: string;
  readonly asTable: boolean;
}

export function BarChart({ title, counts, filter, asTable }: Props) {
  const styles = useStyles();
  const { pathname } = useLocation();
  const heading = useId();
  const most = Math.max(1, ...counts.map(({ count }) => count));
  return (
    <section className={styles.card} aria-labelledby={heading}>
      <Subtitle2 as="h2" block className={styles.heading} id={heading}>
        {title}
      </Subtitle2>
      {asTable ? (
        <CountTable
          title={title}
          columns={[chartText.name, chartText.count]}
          rows={counts.map(({ key, name, count }) => ({ key, name, counts: [count] }))}
        />
      ) : (
        <ul className={styles.list}>
          {counts.map(({ key, name, count, filter: own = filter }) => (
            <li key={key}>
              <Link
                className={styles.link}
                to={{ pathname, search: String(new URLSearchParams({ [own]: key })) }}
              >
                <span className={styles.name} title={name}>
                  {name}
                </span>{' '}
                <span className={styles.track}>
                  <span className={styles.bar} style={{ width: `${(count / most) * 84}%` }} />
                  <span className={styles.count}>{formatNumber(count)}</span>
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
