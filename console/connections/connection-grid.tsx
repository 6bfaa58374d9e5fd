// The grid of connections: renders only the rows in view and loads more while scrolling.
import { makeStyles, mergeClasses, Spinner, tokens } from '@fluentui/react-components';
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type MouseEvent, useEffect, useRef, useState } from 'react';
import type { ConnectionView } from '../../shared/contracts/answers/connection-answers.ts';
import { commonText } from '../text/common-text.ts';
import type { Column } from './grid-columns.tsx';
import { GridHead, GridRow, headHeight, tickWidth } from './grid-rows.tsx';
import { useTicking } from './row-selection.ts';

/** Distance from the end, in rows, at which more are loaded. */
const ahead = 30;

const useStyles = makeStyles({
  grid: {
    position: 'relative',
    overflow: 'auto',
    minHeight: 0,
    flex: '0 1 auto',
    scrollPaddingTop: `${headHeight}px`,
    background: tokens.colorNeutralBackground1,
  },
  stale: { opacity: 0.6 },
  body: { position: 'relative' },
  more: { padding: tokens.spacingVerticalM, position: 'sticky', left: 0 },
});

interface Props {
  readonly label: string;
  readonly items: readonly ConnectionView[];
  readonly columns: readonly Column[];
  readonly rowHeight: number;
  readonly typeName: (type: string) => string;
  /** Ids of the selected rows. */
  readonly ticked: ReadonlySet<string>;
  readonly onTick: (ids: readonly string[], ticked: boolean) => void;
  /** Id of the row whose panel is open, or ''. */
  readonly open: string;
  readonly onOpen: (connection: ConnectionView) => void;
  readonly hasMore: boolean;
  readonly isLoadingMore: boolean;
  readonly onMore: () => unknown;
  /** The rows still belong to the previous filters. */
  readonly stale: boolean;
}

/** Fills its parent, a flex column; with few rows it is smaller. */
export function ConnectionGrid(props: Props) {
  const { items, columns, rowHeight, ticked, onTick, hasMore, isLoadingMore, onMore } = props;
  const styles = useStyles();
  const scroller = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState<Place>({ row: 0, column: 1 });
  const byKey = useRef(false);
  const tick = useTicking(items, ticked, onTick);
  const focusRow = Math.min(at.row, items.length - 1);
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    scrollMargin: headHeight,
    overscan: 4,
    // The focused row stays rendered: removing it would lose the focus.
    rangeExtractor: (range) => {
      const shown = defaultRangeExtractor(range);
      return focusRow < 0 || shown.includes(focusRow)
        ? shown
        : [...shown, focusRow].sort((a, b) => a - b);
    },
  });
  const shown = rows.getVirtualItems();
  const last = rows.range?.endIndex ?? 0;
  useEffect(() => {
    if (hasMore && !isLoadingMore && last >= items.length - ahead) onMore();
  }, [hasMore, isLoadingMore, last, items.length, onMore]);

  useEffect(() => {
    if (!byKey.current) return;
    byKey.current = false;
    const cell = scroller.current?.querySelector<HTMLElement>(`[data-at="${at.row}:${at.column}"]`);
    cell?.focus({ preventScroll: true });
    cell?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [at]);

  const template = `${tickWidth}px ${columns
    .map(({ width, grows }) => (grows ? `minmax(${width}px, ${grows}fr)` : `${width}px`))
    .join(' ')}`;
  const minWidth = columns.reduce((sum, { width }) => sum + width, tickWidth);
  const tickedHere = items.filter(({ id }) => ticked.has(id)).length;
  const tickAll = () =>
    onTick(
      items.map(({ id }) => id),
      tickedHere < items.length,
    );

  const rowOf = (target: EventTarget): ConnectionView | undefined => {
    const row = (target as Element).closest<HTMLElement>('[data-row]')?.dataset.row;
    return row === undefined ? undefined : items[Number(row)];
  };

  function click({ target, shiftKey }: MouseEvent) {
    const connection = rowOf(target);
    if (!connection || (target as Element).closest('a')) return;
    const first = (target as Element).closest('[aria-colindex]')?.getAttribute('aria-colindex');
    if (first !== '1') return props.onOpen(connection);
    tick(connection, shiftKey);
  }

  function press(event: KeyboardEvent) {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 2);
    const extent = { rows: items.length, columns: columns.length + 1, page };
    const place = placeAfter(event, { ...at, row: focusRow }, extent);
    const { target, key } = event;
    if (place) {
      event.preventDefault();
      byKey.current = true;
      setAt(place);
      return;
    }
    const connection = rowOf(target);
    if (!connection) return;
    if (key === ' ' && !(target instanceof HTMLInputElement)) {
      event.preventDefault();
      tick(connection, event.shiftKey);
    }
    if (key === 'Enter' && !(target instanceof HTMLAnchorElement)) {
      event.preventDefault();
      props.onOpen(connection);
    }
  }

  function follow({ target }: { readonly target: EventTarget }) {
    const place = (target as HTMLElement).dataset.at?.split(':').map(Number);
    if (!place) return;
    const [row = 0, column = 0] = place;
    if (row !== at.row || column !== at.column) setAt({ row, column });
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a table cannot be drawn in part
    <div
      role="grid"
      ref={scroller}
      className={mergeClasses(styles.grid, props.stale && styles.stale)}
      style={{ scrollPaddingLeft: columns[0]?.sticks ? tickWidth + columns[0].width : tickWidth }}
      aria-label={props.label}
      aria-rowcount={hasMore ? -1 : items.length + 1}
      aria-colcount={columns.length + 1}
      aria-multiselectable
      aria-busy={props.stale}
      onClick={click}
      onKeyDown={press}
      onFocus={follow}
    >
      <GridHead
        columns={columns}
        template={template}
        minWidth={minWidth}
        ticked={tickedHere === 0 ? false : tickedHere < items.length ? 'mixed' : true}
        onTickAll={tickAll}
        focused={focusRow === -1 ? at.column : -1}
      />
      {/* biome-ignore lint/a11y/useSemanticElements: as above */}
      <div
        role="rowgroup"
        className={styles.body}
        style={{ height: rows.getTotalSize(), minWidth }}
      >
        {shown.map(({ index, start }) => {
          const connection = items[index];
          if (!connection) return null;
          return (
            <GridRow
              key={connection.id}
              connection={connection}
              index={index}
              top={start - headHeight}
              height={rowHeight}
              columns={columns}
              template={template}
              ticked={ticked.has(connection.id)}
              open={props.open === connection.id}
              focused={focusRow === index ? at.column : -1}
              typeName={props.typeName}
            />
          );
        })}
      </div>
      {isLoadingMore && (
        <Spinner className={styles.more} size="tiny" label={commonText.loadingMore} />
      )}
    </div>
  );
}

/** Row -1 is the head; column 0 is that of ticks. */
interface Place {
  readonly row: number;
  readonly column: number;
}

/** Where a key leads; undefined when it leads nowhere. `page` is how many rows are in view. */
function placeAfter(
  { key, ctrlKey, metaKey }: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey'>,
  { row, column }: Place,
  { rows, columns, page }: { readonly rows: number; readonly columns: number; page: number },
): Place | undefined {
  const far = ctrlKey || metaKey;
  const last = columns - 1;
  const moved: Partial<Record<string, Place>> = {
    ArrowDown: { row: row + 1, column },
    ArrowUp: { row: row - 1, column },
    ArrowRight: { row, column: column + 1 },
    ArrowLeft: { row, column: column - 1 },
    PageDown: { row: row + page, column },
    PageUp: { row: Math.max(row - page, 0), column },
    Home: { row: far ? 0 : row, column: 0 },
    End: { row: far ? rows - 1 : row, column: last },
  };
  const to = moved[key];
  return (
    to && {
      row: Math.min(Math.max(to.row, -1), rows - 1),
      column: Math.min(Math.max(to.column, 0), last),
    }
  );
}
