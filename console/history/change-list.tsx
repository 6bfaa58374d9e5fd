// A list of changes, newest first: event, actor, time, and the old and new values of fields.
import { makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import { AddRegular } from '@fluentui/react-icons/svg/add';
import { ArrowRightRegular } from '@fluentui/react-icons/svg/arrow-right';
import { DeleteRegular } from '@fluentui/react-icons/svg/delete';
import { EditRegular } from '@fluentui/react-icons/svg/edit';
import { HistoryRegular } from '@fluentui/react-icons/svg/history';
import { PauseRegular } from '@fluentui/react-icons/svg/pause';
import { PlayRegular } from '@fluentui/react-icons/svg/play';
import type { ReactNode } from 'react';
import type { FailureCode, LiaisonProblem } from '../../shared/client/liaison-problem.ts';
import { MoreOnScroll } from '../base/more-on-scroll.tsx';
import { EmptyState, ErrorState, Loading } from '../base/page-states.tsx';
import { formatInstant } from '../text/format.ts';
import { historyText } from '../text/history-text.ts';

const useStyles = makeStyles({
  list: { listStyle: 'none', margin: 0, padding: 0 },
  row: {
    display: 'grid',
    gridTemplateColumns: '32px minmax(0, 1fr)',
    gap: tokens.spacingHorizontalM,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL}`,
    ':not(:first-child)': { borderTop: `1px solid ${tokens.colorNeutralStroke2}` },
    // Renders only entries in view.
    contentVisibility: 'auto',
    containIntrinsicSize: 'auto 96px',
  },
  mark: {
    display: 'grid',
    placeContent: 'center',
    width: '32px',
    height: '32px',
    borderRadius: tokens.borderRadiusCircular,
    fontSize: '18px',
    background: tokens.colorNeutralBackground3,
    color: tokens.colorNeutralForeground2,
  },
  created: {
    background: tokens.colorPaletteGreenBackground1,
    color: tokens.colorPaletteGreenForeground1,
  },
  deleted: {
    background: tokens.colorPaletteRedBackground1,
    color: tokens.colorPaletteRedForeground1,
  },
  body: { display: 'grid', gap: tokens.spacingVerticalXS, minWidth: 0 },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'baseline',
    columnGap: tokens.spacingHorizontalS,
    overflowWrap: 'anywhere',
  },
  when: {
    marginInlineStart: 'auto',
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase200,
  },
  end: {
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalL}`,
    color: tokens.colorNeutralForeground2,
  },
});

const icons: Readonly<Record<string, ReactNode>> = {
  created: <AddRegular />,
  activated: <PlayRegular />,
  deactivated: <PauseRegular />,
  deleted: <DeleteRegular />,
};

interface Props<Item extends Entry> {
  readonly list: {
    readonly items: readonly Item[];
    readonly error: LiaisonProblem | null;
    readonly isPending: boolean;
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    readonly isFetchNextPageError: boolean;
    readonly fetchNextPage: () => unknown;
    readonly refetch: () => unknown;
  };
  readonly keyOf: (entry: Item) => string;
  readonly words: FieldWords<Item>;
  /** What an entry is about, if the page does not show it. */
  readonly about?: (entry: Item) => ReactNode;
  readonly titles?: Partial<Record<FailureCode, string>>;
}

/** Scrolls with its container; loads more when its end comes into view. */
export function ChangeList<Item extends Entry>(props: Props<Item>) {
  const { list, keyOf, words, about, titles = {} } = props;
  const styles = useStyles();
  const { items, error } = list;
  if (error && items.length === 0) {
    return <ErrorState error={error} onRetry={list.refetch} titles={titles} />;
  }
  if (list.isPending) return <Loading />;
  if (items.length === 0) {
    return (
      <EmptyState icon={<HistoryRegular />} title={historyText.none} hint={historyText.noneHint} />
    );
  }
  return (
    <>
      <ol className={styles.list} aria-label={historyText.list}>
        {items.map((entry) => (
          <li key={keyOf(entry)} className={styles.row}>
            <span
              className={mergeClasses(
                styles.mark,
                entry.event === 'created' && styles.created,
                entry.event === 'deleted' && styles.deleted,
              )}
              aria-hidden
            >
              {icons[entry.event] ?? <EditRegular />}
            </span>
            <div className={styles.body}>
              <div className={styles.head}>
                <Text weight="semibold">{historyText.event(entry.event, entry.reason)}</Text>
                <Text>{historyText.by(historyText.actor(entry.actor))}</Text>
                <time className={styles.when} dateTime={entry.at}>
                  {formatInstant(entry.at)}
                </time>
              </div>
              {about?.(entry)}
              <FieldChanges entry={entry} words={words} />
            </div>
          </li>
        ))}
      </ol>
      <MoreOnScroll
        loaded={items.length}
        hasMore={list.hasNextPage}
        isLoadingMore={list.isFetchingNextPage}
        onMore={list.fetchNextPage}
        error={list.isFetchNextPageError ? error : null}
      />
      {error
        ? !list.isFetchNextPageError && <ErrorState error={error} onRetry={list.refetch} />
        : !list.hasNextPage && (
            <Text block size={200} className={styles.end}>
              {historyText.end(items.length)}
            </Text>
          )}
    </>
  );
}

/** An entry of any history. */
export interface Entry {
  readonly at: string;
  readonly actor: string;
  readonly event: string;
  /** Why it was deleted, if not by the actor's request. */
  readonly reason?: string | undefined;
  readonly changes: readonly {
    readonly field: string;
    readonly from: unknown;
    readonly to: unknown;
  }[];
}

const useFieldStyles = makeStyles({
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

/** Labels of an entry's fields and texts of their values. */
export interface FieldWords<Item> {
  readonly label: (field: string, entry: Item) => string;
  readonly value: (field: string, value: unknown) => string;
}

interface FieldChangesProps<Item> {
  readonly entry: Item;
  readonly words: FieldWords<Item>;
}

function FieldChanges<Item extends Entry>({ entry, words }: FieldChangesProps<Item>) {
  const styles = useFieldStyles();
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
