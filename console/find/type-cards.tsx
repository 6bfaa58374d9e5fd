// The record types, each with how many records and connections it has.
import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { Link } from 'react-router';
import type { RecordType } from '../../shared/contracts/record-type-schemas.ts';
import { useCall } from '../api/read-hooks.ts';
import { recordsLink } from '../links.ts';
import { EmptyState } from '../parts/empty-state.tsx';
import { ErrorState } from '../parts/error-state.tsx';
import { Loading } from '../parts/loading.tsx';
import { findText } from '../text/find.ts';
import { Section } from './record-rows.tsx';
import { useRecordTypes } from './record-types.ts';

const useStyles = makeStyles({
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

export function TypeCards() {
  const styles = useStyles();
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
  const styles = useStyles();
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
