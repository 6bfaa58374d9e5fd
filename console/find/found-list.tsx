// What a search has found, type by type.
import { Link } from '@fluentui/react-components';
import { SearchRegular } from '@fluentui/react-icons/svg/search';
import { useHref } from 'react-router';
import type { RecordType } from '../../shared/contracts/record-type-schemas.ts';
import { recordsLink } from '../links.ts';
import { EmptyState } from '../parts/empty-state.tsx';
import { ErrorState } from '../parts/error-state.tsx';
import { Loading } from '../parts/loading.tsx';
import { findText } from '../text/find.ts';
import { RecordRows, Section } from './record-rows.tsx';
import { useRecordTypes } from './record-types.ts';
import { useRecordSearch } from './use-record-search.ts';

export function FoundList({ text }: { readonly text: string }) {
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
      action={hasMore && <MoreOfType type={type} text={text.trim()} />}
    >
      <RecordRows records={records} end={({ id }) => id} />
    </Section>
  ));
}

function MoreOfType({ type, text }: { readonly type: RecordType; readonly text: string }) {
  const href = useHref(recordsLink(type.type, { name: text }));
  return <Link href={href}>{findText.moreOf(type.displayCollectionName)}</Link>;
}
