// The page with a connection's history; its address stays valid after the connection is deleted.

import { Badge, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useParams } from 'react-router';
import { usePages } from '../api/read-hooks.ts';
import { Page } from '../base/page.tsx';
import { RecordLink } from '../base/page-link.tsx';
import { historyText } from '../text/history-text.ts';
import { ChangeList } from './change-list.tsx';
import { useConnectionWords } from './connection-words.ts';

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

/** The entries, loaded page by page. */
const useConnectionHistory = (connectionId: string) =>
  usePages('listConnectionHistory', { params: { id: connectionId }, query: { limit: 50 } });

/** The history, also of a deleted connection. */
function ConnectionHistory({ connectionId }: { readonly connectionId: string }) {
  return (
    <ChangeList
      list={useConnectionHistory(connectionId)}
      keyOf={({ version }) => String(version)}
      words={useConnectionWords()}
      titles={{ NotFound: historyText.noSuchConnection }}
    />
  );
}
