// The grid of connections, or its loading, error or empty state.
import { Button } from '@fluentui/react-components';
import { FilterDismissRegular } from '@fluentui/react-icons/svg/filter-dismiss';
import { PlugConnectedRegular } from '@fluentui/react-icons/svg/plug-connected';
import { type ComponentProps, useCallback, useMemo } from 'react';
import type { NamedRecord } from '../../shared/contracts/answers/connection-answers.ts';
import type { usePages } from '../api/read-hooks.ts';
import { RestFailure } from '../base/failure-bars.tsx';
import { useTooNarrowForColumns } from '../base/media-queries.ts';
import { EmptyState, ErrorState, Loading } from '../base/page-states.tsx';
import { useRecordTypes } from '../data/all-record-types.tsx';
import { useMay } from '../sign-in/use-session.ts';
import { commonText } from '../text/common-text.ts';
import { connectionsText } from '../text/connections-text.ts';
import { ConnectionGrid } from './connection-grid.tsx';
import { narrowColumns, wideColumns } from './grid-columns.tsx';

type List = ReturnType<typeof usePages<'listConnectionsOfRecord'>>;

interface Props
  extends Pick<ComponentProps<typeof ConnectionGrid>, 'ticked' | 'onTick' | 'open' | 'onOpen'> {
  readonly record: NamedRecord;
  readonly list: List;
  readonly filtered: boolean;
  readonly onClearFilters: () => void;
  readonly onConnect: () => void;
}

export function ConnectionsList({
  record,
  list,
  filtered,
  onClearFilters,
  onConnect,
  ...grid
}: Props) {
  const narrow = useTooNarrowForColumns();
  const mayWrite = useMay('write');
  const { items: types } = useRecordTypes();
  // Memoized: a new function would render all rows again.
  const typeName = useCallback(
    (type: string) => types.find((each) => each.type === type)?.displayName ?? type,
    [types],
  );
  const hasTitles = list.items.some(({ title }) => title !== null);
  const columns = useMemo(
    () => (narrow ? narrowColumns : wideColumns(record.name, hasTitles)),
    [narrow, record.name, hasTitles],
  );
  const clear = filtered && (
    <Button icon={<FilterDismissRegular />} onClick={onClearFilters}>
      {connectionsText.clear}
    </Button>
  );
  const { items, error } = list;
  if (error && items.length === 0) {
    return (
      <>
        <ErrorState
          error={error}
          titles={{ NotFound: connectionsText.gone }}
          {...(error.code === 'ValidationFailed' ? {} : { onRetry: list.refetch })}
        />
        <div style={{ display: 'flex', justifyContent: 'center', paddingBottom: 24 }}>{clear}</div>
      </>
    );
  }
  if (list.isPending) return <Loading rows={8} />;
  if (items.length === 0 && !list.hasNextPage) {
    return filtered ? (
      <EmptyState
        icon={<PlugConnectedRegular />}
        title={connectionsText.noneMatches}
        hint={connectionsText.noneMatchesHint}
      >
        {clear}
      </EmptyState>
    ) : (
      <EmptyState
        icon={<PlugConnectedRegular />}
        title={connectionsText.none}
        hint={connectionsText.noneHint}
      >
        {mayWrite && (
          <Button appearance="primary" onClick={onConnect}>
            {connectionsText.connect}
          </Button>
        )}
      </EmptyState>
    );
  }
  return (
    <>
      {error && (
        <RestFailure
          what={list.isFetchNextPageError ? commonText.notMore : connectionsText.notRefreshed}
          error={error}
          onRetry={list.isFetchNextPageError ? list.fetchNextPage : list.refetch}
        />
      )}

      <ConnectionGrid
        {...grid}
        label={connectionsText.label(record.name)}
        items={items}
        columns={columns}
        rowHeight={narrow ? 84 : 42}
        typeName={typeName}
        // After a failure the user requests the rest.
        hasMore={list.hasNextPage && !list.isFetchNextPageError}
        isLoadingMore={list.isFetchingNextPage}
        onMore={list.fetchNextPage}
        stale={list.isPlaceholderData}
      />
    </>
  );
}
