// A list of any length: draws the rows in view, and asks for more as one scrolls.
import { makeStyles, Spinner, tokens } from '@fluentui/react-components';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useRef } from 'react';
import type { LiaisonProblem } from '../../shared/client/liaison-problem.ts';
import { commonText } from '../text/common.ts';
import { RestFailure } from './rest-failure.tsx';

const useStyles = makeStyles({
  scroller: { overflowY: 'auto', minHeight: 0, flexGrow: 1, contain: 'strict' },
  list: { position: 'relative', margin: 0, padding: 0, listStyle: 'none' },
  row: { position: 'absolute', insetInline: 0, top: 0 },
  more: { padding: tokens.spacingVerticalM },
});

interface Props<Item> {
  /** What the list is of, for readers of screens. */
  readonly label: string;
  readonly items: readonly Item[];
  readonly keyOf: (item: Item) => string;
  /** Height of every row, in px. */
  readonly rowHeight: number;
  readonly children: (item: Item) => ReactNode;
  /** Whether there are more than `items`, and how to get them. */
  readonly hasMore: boolean;
  readonly isLoadingMore: boolean;
  readonly onMore: () => unknown;
  /** Why more could not be had: shown at the end, and not asked for again but by a click. */
  readonly error?: LiaisonProblem | null;
}

/** Rows from the end at which more are asked for. */
const ahead = 15;

/** Fills its parent, which must be a column of known height. */
export function VirtualList<Item>(props: Props<Item>) {
  const { items, rowHeight, hasMore, isLoadingMore, onMore, error } = props;
  const styles = useStyles();
  const scroller = useRef<HTMLElement>(null);
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  });
  const shown = rows.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && !isLoadingMore && !error && last >= items.length - ahead) onMore();
  }, [hasMore, isLoadingMore, error, last, items.length, onMore]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse scrolls by the arrow keys
    <section className={styles.scroller} ref={scroller} tabIndex={0} aria-label={props.label}>
      <ul className={styles.list} style={{ height: rows.getTotalSize() }}>
        {shown.map(({ index, start }) => {
          const item = items[index] as Item;
          return (
            <li
              key={props.keyOf(item)}
              className={styles.row}
              style={{ height: rowHeight, transform: `translateY(${start}px)` }}
              aria-setsize={hasMore ? -1 : items.length}
              aria-posinset={index + 1}
            >
              {props.children(item)}
            </li>
          );
        })}
      </ul>
      {isLoadingMore && (
        <Spinner className={styles.more} size="tiny" label={commonText.loadingMore} />
      )}
      {error && !isLoadingMore && (
        <RestFailure what={commonText.notMore} error={error} onRetry={onMore} />
      )}
    </section>
  );
}
