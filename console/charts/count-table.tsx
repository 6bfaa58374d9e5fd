// Counts as a table.
import { makeStyles, tokens } from '@fluentui/react-components';
import { formatNumber } from '../text/format.ts';

const useStyles = makeStyles({
  scroller: { maxHeight: '320px', overflowY: 'auto' },
  table: { width: '100%', borderSpacing: 0 },
  name: {
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalS}`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    textAlign: 'start',
    fontWeight: tokens.fontWeightRegular,
  },
  count: {
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalS}`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    textAlign: 'end',
    fontVariantNumeric: 'tabular-nums',
  },
});

interface Props {
  readonly title: string;
  /** Heading of the names, then of the counts. */
  readonly columns: readonly [string, ...string[]];
  readonly rows: readonly {
    readonly key: string;
    readonly name: string;
    readonly counts: readonly number[];
  }[];
}

export function CountTable({ title, columns, rows }: Props) {
  const styles = useStyles();
  const [first, ...others] = columns;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: keyboard users scroll it with the arrow keys
    <section className={styles.scroller} tabIndex={0} aria-label={title}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col" className={styles.name}>
              {first}
            </th>
            {others.map((name) => (
              <th key={name} scope="col" className={styles.count}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, name, counts }) => (
            <tr key={key}>
              <th scope="row" className={styles.name}>
                {name}
              </th>
              {counts.map((count, at) => (
                <td key={others[at]} className={styles.count}>
                  {formatNumber(count)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
