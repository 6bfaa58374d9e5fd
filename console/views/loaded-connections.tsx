// All connections of a record that match the filters, up to a limit, and the progress of loading them.
import {
  MessageBar,
  MessageBarBody,
  makeStyles,
  ProgressBar,
  Text,
  tokens,
} from '@fluentui/react-components';
import { useEffect } from 'react';
import type { RecordReference } from '../../shared/contracts/identifiers.ts';
import { useCall, usePages } from '../api/read-hooks.ts';
import { viewsText } from '../text/views-text.ts';
import type { ViewFilters } from './view-filters.tsx';

const useStyles = makeStyles({
  root: { padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalL}` },
});

type Loaded = Pick<
  ReturnType<typeof useAllConnections>,
  'items' | 'total' | 'totalOfAll' | 'isCapped' | 'isComplete' | 'error'
>;

/** Progress, or that only some are loaded; nothing once all are. */
export function LoadState({ items, total, totalOfAll, isCapped, isComplete, error }: Loaded) {
  const styles = useStyles();
  if (isCapped) {
    return (
      <div className={styles.root}>
        <MessageBar intent="warning">
          <MessageBarBody>{viewsText.capped(connectionCap, totalOfAll)}</MessageBarBody>
        </MessageBar>
      </div>
    );
  }
  if (isComplete || error) return null;
  const text = viewsText.loadingSome(items.length, total);
  return (
    <div className={styles.root}>
      <Text size={200}>{text}</Text>
      <ProgressBar
        aria-label={text}
        {...(total === undefined
          ? {}
          : { value: items.length, max: Math.max(total, items.length) })}
      />
    </div>
  );
}

/** Maximum that is loaded, so that the browser stays responsive. */
const connectionCap = 3000;

/**
 * Loads page after page. `items` grows with each page; `isComplete`: all are loaded; `isCapped`: the
 * limit was reached before.
 */
export function useAllConnections(
  { type, id }: RecordReference,
  { roleId, category, connectedType, state }: ViewFilters,
  enabled = true,
) {
  const query = {
    roleId: roleId || undefined,
    category: category || undefined,
    connectedType: connectedType || undefined,
    state: state as 'active' | 'inactive' | 'all',
    limit: 100,
  };
  const list = usePages('listConnectionsOfRecord', { params: { type, id }, query }, { enabled });
  const summary = useCall('getRecordSummary', { params: { type, id } });
  const { items, hasNextPage, isFetchingNextPage, fetchNextPage, isError } = list;
  const isCapped = hasNextPage && items.length >= connectionCap;
  const goesOn = enabled && hasNextPage && !isCapped && !isError;
  useEffect(() => {
    if (goesOn && !isFetchingNextPage) fetchNextPage();
  }, [goesOn, isFetchingNextPage, fetchNextPage]);
  const isFiltered = roleId !== '' || category !== '' || connectedType !== '' || state !== 'all';
  const totalOfAll = isFiltered ? undefined : summary.data?.total;
  return {
    items,
    error: list.error,
    retry: () => (items.length > 0 ? fetchNextPage() : list.refetch()),
    isPending: list.isPending,
    isCapped,
    isComplete: !list.isPending && !hasNextPage,
    /** How many will be loaded, and how many exist; undefined until known, and with filters. */
    total: Math.min(totalOfAll ?? 0, connectionCap) || undefined,
    totalOfAll,
  };
}
