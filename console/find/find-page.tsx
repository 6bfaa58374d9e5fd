// The home page: search by name, recent records, record types.

import { Button, Input, makeStyles, Text, tokens } from '@fluentui/react-components';
import { SearchRegular } from '@fluentui/react-icons/svg/search';
import { useId } from 'react';
import { Link } from 'react-router';
import type { RecordType } from '../../shared/contracts/record-type-schemas.ts';
import { useCall } from '../api/read-hooks.ts';
import { recordsLink } from '../base/addresses.ts';
import { Page } from '../base/page.tsx';
import { PageLink } from '../base/page-link.tsx';
import { EmptyState, ErrorState, Loading } from '../base/page-states.tsx';
import { RecordRows, Section } from '../base/record-rows.tsx';
import { useTyped } from '../base/typed-text.ts';
import { useUrlState } from '../base/url-state.ts';
import { useRecordTypes, useTypeNames } from '../data/all-record-types.tsx';
import { useRecentRecords } from '../data/recent-records.ts';
import { useRecordSearch } from '../data/record-search.ts';
import { findText } from '../text/find-text.ts';

const useStyles = makeStyles({
  search: { width: '100%', maxWidth: '640px' },
  sections: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXXL },
});

const standard = { q: '' };

export function FindPage() {
  const styles = useStyles();
  const [{ q }, set] = useUrlState(standard);
  // Typing does not add history entries.
  const [typed, type] = useTyped(q, (next) => set({ q: next }, { replace: true }));
  const field = useId();
  return (
    <Page title={findText.title} first={field}>
      <Input
        id={field}
        className={styles.search}
        size="large"
        type="search"
        aria-label={findText.search}
        placeholder={findText.searchHint}
        contentBefore={<SearchRegular />}
        value={typed}
        onChange={(_, { value }) => type(value)}
      />
      <div className={styles.sections}>
        {q.trim() !== '' ? (
          <FoundList text={q} />
        ) : (
          <>
            <RecentRecords />
            <TypeCards />
          </>
        )}
      </div>
    </Page>
  );
}

function FoundList({ text }: { readonly text: string }) {
  const types = useRecordTypes();
  const { found, settled, error, retry } = useRecordSearch(text, types.items);
  if (types.error) return <ErrorState error={types.error} onRetry={types.refetch} />;
  if (error) return <ErrorState error={error} onRetry={retry} />;
  if (found.length === 0 && !(settled && types.isSuccess)) return <Loading />;
  if (found.length === 0) {
    return (
      <EmptyState
        icon={<SearchRegular />}
        title={findText.noResults(text.trim())}
        hint={findText.noResultsHint}
      />
    );
  }
  return found.map(({ type, records, hasMore }) => (
    <Section
      key={type.type}
      heading={type.displayCollectionName}
      action={
        hasMore && (
          <PageLink to={recordsLink(type.type, { name: text.trim() })}>
            {findText.moreOf(type.displayCollectionName)}
          </PageLink>
        )
      }
    >
      <RecordRows records={records} end={({ id }) => id} />
    </Section>
  ));
}

function RecentRecords() {
  const { records, clear } = useRecentRecords();
  const typeNames = useTypeNames();
  return (
    <Section
      heading={findText.recent}
      action={
        records.length > 0 && (
          <Button appearance="subtle" size="small" onClick={clear}>
            {findText.forget}
          </Button>
        )
      }
    >
      {records.length > 0 ? (
        <RecordRows records={records} end={({ type }) => typeNames(type).one} />
      ) : (
        <Text>{findText.noRecent}</Text>
      )}
    </Section>
  );
}

const useCardStyles = makeStyles({
  grid: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(200px, 1fr))',
    gap: tokens.spacingHorizontalM,
    listStyle: 'none',
    margin: 0,
    padding: 0,
  },
  card: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXXS,
    height: '100%',
    minHeight: '84px',
    boxSizing: 'border-box',
    padding: tokens.spacingHorizontalL,
    background: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
    borderRadius: tokens.borderRadiusLarge,
    boxShadow: tokens.shadow2,
    textDecorationLine: 'none',
    ':hover': { boxShadow: tokens.shadow8 },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  count: { color: tokens.colorNeutralForeground2 },
});

function TypeCards() {
  const styles = useCardStyles();
  const { items, error, isPending, refetch } = useRecordTypes();
  if (error) return <ErrorState error={error} onRetry={refetch} />;
  if (isPending) return <Loading rows={3} />;
  if (items.length === 0) {
    return <EmptyState title={findText.noTypes} hint={findText.noTypesHint} />;
  }
  return (
    <Section heading={findText.types}>
      <ul className={styles.grid}>
        {items.map((type) => (
          <li key={type.type}>
            <TypeCard type={type} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function TypeCard({ type }: { readonly type: RecordType }) {
  const styles = useCardStyles();
  const { data } = useCall('getRecordTypeSummary', { params: { type: type.type } });
  return (
    <Link to={recordsLink(type.type)} className={styles.card}>
      <Text weight="semibold">{type.displayCollectionName}</Text>
      {data && (
        <>
          <Text size={200} className={styles.count}>
            {findText.records(data.records)}
          </Text>
          <Text size={200} className={styles.count}>
            {findText.connections(data.connections)}
          </Text>
        </>
      )}
    </Link>
  );
}
