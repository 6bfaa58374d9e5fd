// The connections of a record, one row each: who, as what, how long.
import { makeStyles } from '@fluentui/react-components';
import { PlugConnectedRegular } from '@fluentui/react-icons/svg/plug-connected';
import type { ConnectionView } from '../../shared/contracts/connections.ts';
import { usePages } from '../api/queries.ts';
import { RecordRow } from '../find/record-rows.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { ErrorState } from '../parts/error-state.tsx';
import { formatDate } from '../parts/format.ts';
import { Loading } from '../parts/loading.tsx';
import { VirtualList } from '../parts/virtual-list.tsx';
import { recordText } from '../text/record.ts';
import type { TabProps } from './tab.ts';

const useStyles = makeStyles({
  list: { display: 'flex', flexDirection: 'column', height: '60vh', minHeight: '240px' },
});

export default function ConnectionsTab({ record }: TabProps) {
  const styles = useStyles();
  const list = usePages('listConnectionsOfRecord', {
    params: { type: record.type, id: record.id },
    query: { limit: 100 },
  });
  if (list.error && list.items.length === 0) {
    return <ErrorState error={list.error} onRetry={list.refetch} />;
  }
  if (list.isPending) return <Loading />;
  if (list.items.length === 0) {
    return (
      <EmptyState
        icon={<PlugConnectedRegular />}
        title={recordText.noConnections}
        hint={recordText.noConnectionsHint}
      />
    );
  }
  return (
    <div className={styles.list}>
      <VirtualList
        label={recordText.connections}
        items={list.items}
        keyOf={({ id }) => id}
        rowHeight={44}
        hasMore={list.hasNextPage}
        isLoadingMore={list.isFetchingNextPage}
        onMore={list.fetchNextPage}
      >
        {(connection) => <RecordRow record={connection.record2} end={aboutOf(connection)} />}
      </VirtualList>
    </div>
  );
}

function aboutOf({ record2RoleName, effectiveStart, effectiveEnd }: ConnectionView): string {
  const start = effectiveStart && formatDate(effectiveStart);
  const end = effectiveEnd && formatDate(effectiveEnd);
  const period =
    start && end
      ? recordText.period(start, end)
      : start
        ? recordText.from(start)
        : end && recordText.until(end);
  return [record2RoleName ?? recordText.noRole, period].filter(Boolean).join(' · ');
}
