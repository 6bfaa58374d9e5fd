// A long list, of which only the rows in view are drawn; more are loaded on scrolling.
import { makeStyles, Spinner, tokens } from '@fluentui/react-components';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useRef } from 'react';
import type { LiaisonProblem } from '../../shared/client/liaison-problem.ts';
import { commonText } from '../text/common-text.ts';
import { RestFailure } from './failure-bars.tsx';

const useStyles = makeStyles({
  scroller: { overflowY: 'auto', minHeight: 0, flexGrow: 1, contain: 'strict' },
  list: { position: 'relative', margin: 0, padding: 0, listStyle: 'none' },
  row: { position: 'absolute', insetInline: 0, top: 0 },
  more: { padding: tokens.spacingVerticalM },
});

interface VirtualListProps<Item> {
  /** Accessible name of the list. */
  readonly label: string;
  readonly items: readonly Item[];
  readonly keyOf: (item: Item) => string;
  /** Height of every row, in px. */
  readonly rowHeight: number;
  readonly children: (item: Item) => ReactNode;
  /** Whether more items exist, and how to load them. */
  readonly hasMore: boolean;
  readonly isLoadingMore: boolean;
  readonly onMore: () => unknown;
  /** Why more could not be loaded: shown at the end with a button to try again. */
  readonly error?: LiaisonProblem | null;
}

/** Distance from the end, in rows, at which more are loaded. */
const ahead = 15;

/** A list of any length that renders only rows in view. Fills its parent, a flex column of fixed height. */
export function VirtualList<Item>(props: VirtualListProps<Item>) {
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
    // biome-ignore lint/a11y/noNoninteractiveTabindex: keyboard users scroll it with the arrow keys
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
