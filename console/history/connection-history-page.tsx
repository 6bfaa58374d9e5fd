// A connection's history on a page of its own, by a link that outlives the connection.
import { Badge, Link, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useHref, useParams } from 'react-router';
import type { NamedRecord } from '../../shared/contracts/connection-schemas.ts';
import { recordLink } from '../links.ts';
import { Page } from '../shell/page.tsx';
import { historyText } from '../text/history.ts';
import { ConnectionHistory, useConnectionHistory } from './connection-history.tsx';

const useStyles = makeStyles({
  card: {
    background: tokens.colorNeutralBackground1,
    borderRadius: tokens.borderRadiusLarge,
    boxShadow: tokens.shadow2,
  },
  between: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    overflowWrap: 'anywhere',
  },
});

export function ConnectionHistoryPage() {
  const { id = '' } = useParams();
  const styles = useStyles();
  const [latest] = useConnectionHistory(id).items;
  return (
    <Page
      title={historyText.title}
      beneath={
        latest && (
          <div className={styles.between}>
            <RecordLink record={latest.record1} />
            <Text aria-hidden>↔</Text>
            <RecordLink record={latest.record2} />
            {latest.event === 'deleted' && (
              <Badge appearance="tint" color="danger">
                {historyText.deleted}
              </Badge>
            )}
          </div>
        )
      }
    >
      <div className={styles.card}>
        <ConnectionHistory connectionId={id} />
      </div>
    </Page>
  );
}

function RecordLink({ record }: { readonly record: NamedRecord }) {
  return <Link href={useHref(recordLink(record))}>{record.name}</Link>;
}
