// The page that lists all records of a type by name.
import { Button, Input, makeStyles, tokens } from '@fluentui/react-components';
import { AddRegular } from '@fluentui/react-icons/svg/add';
import { FilterRegular } from '@fluentui/react-icons/svg/filter';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { useCall, usePages } from '../api/read-hooks.ts';
import { recordLink } from '../base/addresses.ts';
import { Late, late } from '../base/lazy-part.tsx';
import { Page } from '../base/page.tsx';
import { EmptyState, ErrorState, Loading } from '../base/page-states.tsx';
import { RecordRow } from '../base/record-rows.tsx';
import { useDelayed, useTyped } from '../base/typed-text.ts';
import { useUrlState } from '../base/url-state.ts';
import { VirtualList } from '../base/virtual-list.tsx';
import { useTypeNames } from '../data/all-record-types.tsx';
import { useMay } from '../sign-in/use-session.ts';
import { findText } from '../text/find-text.ts';

const useStyles = makeStyles({
  list: {
    display: 'flex',
    flexDirection: 'column',
    flexGrow: 1,
    minHeight: '240px',
    background: tokens.colorNeutralBackground1,
    borderRadius: tokens.borderRadiusLarge,
    boxShadow: tokens.shadow2,
    overflow: 'hidden',
  },
  filter: { width: '100%', maxWidth: '400px' },
});

const NewRecordDialog = late(() => import('./new-record-dialog.tsx'));

const standard = { name: '' };

export function RecordsPage() {
  const { type = '' } = useParams();
  const styles = useStyles();
  const navigate = useNavigate();
  const mayWrite = useMay('write');
  const [{ name }, set] = useUrlState(standard);
  const [typed, typeName] = useTyped(name, (next) => set({ name: next }, { replace: true }));
  const [isNew, setNew] = useState(false);
  const names = useTypeNames()(type);
  const { data: counts } = useCall('getRecordTypeSummary', { params: { type } });
  return (
    <Page
      title={names.many}
      beneath={counts ? findText.records(counts.records) : null}
      fill
      commands={
        mayWrite && (
          <Button appearance="primary" icon={<AddRegular />} onClick={() => setNew(true)}>
            {findText.newRecord}
          </Button>
        )
      }
    >
      <Input
        className={styles.filter}
        type="search"
        aria-label={findText.filter}
        placeholder={findText.filter}
        contentBefore={<FilterRegular />}
        value={typed}
        onChange={(_, { value }) => typeName(value)}
      />
      <div className={styles.list}>
        <RecordsByName type={type} typeName={names.many} name={name.trim()} />
      </div>
      <Late onGiveUp={() => setNew(false)}>
        {isNew && (
          <NewRecordDialog
            type={type}
            onClose={() => setNew(false)}
            onCreated={(record) => navigate(recordLink(record))}
          />
        )}
      </Late>
    </Page>
  );
}

interface ListProps {
  readonly type: string;
  readonly typeName: string;
  /** Filter: words of the names. */
  readonly name: string;
}

function RecordsByName({ type, typeName, name }: ListProps) {
  const asked = useDelayed(name);
  const list = usePages(
    'listRecords',
    { params: { type }, query: { search: asked || undefined, limit: 100 } },
    { keepPrevious: true },
  );
  if (list.error && list.items.length === 0) {
    const titles = { NotFound: findText.noSuchType };
    return <ErrorState error={list.error} onRetry={list.refetch} titles={titles} />;
  }
  if (list.isPending) return <Loading />;
  if (list.items.length === 0 && !list.hasNextPage) {
    const title = asked ? findText.noneMatches(asked) : findText.noRecords(typeName);
    return <EmptyState title={title} />;
  }
  return (
    <VirtualList
      label={typeName}
      items={list.items}
      keyOf={({ id }) => id}
      rowHeight={44}
      hasMore={list.hasNextPage}
      isLoadingMore={list.isFetchingNextPage}
      onMore={list.fetchNextPage}
      error={list.isFetchNextPageError ? list.error : null}
    >
      {(record) => <RecordRow record={record} end={record.id} />}
    </VirtualList>
  );
}
