// The fields that a change changed: of what is new what it is, of the rest from what to what.
import { makeStyles, tokens } from '@fluentui/react-components';
import { ArrowRightRegular } from '@fluentui/react-icons/svg/arrow-right';
import { historyText } from '../text/history.ts';
import type { Entry } from './entry.ts';

const useStyles = makeStyles({
  list: { display: 'grid', gap: tokens.spacingVerticalXXS, margin: 0 },
  field: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 11rem) minmax(0, 1fr)',
    gap: tokens.spacingHorizontalS,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    overflowWrap: 'anywhere',
    '@media (max-width: 480px)': { gridTemplateColumns: 'minmax(0, 1fr)', rowGap: 0 },
  },
  label: { color: tokens.colorNeutralForeground2 },
  values: { margin: 0, whiteSpace: 'pre-wrap' },
  before: { color: tokens.colorNeutralForeground2, textDecorationLine: 'line-through' },
  none: { color: tokens.colorNeutralForeground2, fontStyle: 'italic' },
  arrow: { margin: `0 ${tokens.spacingHorizontalXS}`, verticalAlign: '-2px' },
  unseen: { position: 'absolute', clipPath: 'inset(50%)', width: '1px', height: '1px' },
});

/** How an entry's fields and their values are called. */
export interface FieldWords<Item> {
  readonly label: (field: string, entry: Item) => string;
  readonly value: (field: string, value: unknown) => string;
}

interface Props<Item> {
  readonly entry: Item;
  readonly words: FieldWords<Item>;
}

export function FieldChanges<Item extends Entry>({ entry, words }: Props<Item>) {
  const styles = useStyles();
  if (entry.changes.length === 0) return null;
  const text = (field: string, value: unknown) => words.value(field, value);
  const shown = (field: string, value: unknown) =>
    isBlank(value) ? (
      <span className={styles.none}>{historyText.noValue}</span>
    ) : (
      text(field, value)
    );
  return (
    <dl className={styles.list}>
      {entry.changes
        .filter(({ from, to }) => !(isBlank(from) && isBlank(to)))
        .map(({ field, from, to }) => (
          <div key={field} className={styles.field}>
            <dt className={styles.label}>{words.label(field, entry)}</dt>
            <dd className={styles.values}>
              {entry.event === 'created' ? (
                shown(field, to)
              ) : entry.event === 'deleted' ? (
                <>
                  <span className={styles.unseen}>{historyText.was} </span>
                  {shown(field, from)}
                </>
              ) : (
                <>
                  <span className={styles.unseen}>{historyText.from} </span>
                  {isBlank(from) ? (
                    shown(field, from)
                  ) : (
                    <span className={styles.before}>{text(field, from)}</span>
                  )}
                  <ArrowRightRegular className={styles.arrow} aria-hidden />
                  <span className={styles.unseen}> {historyText.to} </span>
                  {shown(field, to)}
                </>
              )}
            </dd>
          </div>
        ))}
    </dl>
  );
}

const isBlank = (value: unknown) => value === null || value === undefined || value === '';
