// What happened to a record's connections, seen from the record; also after it was deleted.
import { Button, Link, makeStyles, Text, tokens } from '@fluentui/react-components';
import { ArrowSyncRegular } from '@fluentui/react-icons/svg/arrow-sync';
import { useHref } from 'react-router';
import type { HistoryEntry } from '../../shared/contracts/history-schemas.ts';
import type { RecordReference } from '../../shared/contracts/identifiers.ts';
import { usePages } from '../api/read-hooks.ts';
import { connectionHistoryLink, recordLink } from '../links.ts';
import { historyText } from '../text/history.ts';
import { ChangeList } from './change-list.tsx';
import { useConnectionWords } from './connection-words.ts';

const useStyles = makeStyles({
  top: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: tokens.spacingHorizontalM,
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalL}`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  about: {
    display: 'flex',
    flexWrap: 'wrap',
    columnGap: tokens.spacingHorizontalM,
    overflowWrap: 'anywhere',
  },
});

export function RecordHistory({ type, id }: RecordReference) {
  const styles = useStyles();
  const list = usePages('listRecordHistory', { params: { type, id }, query: { limit: 50 } });
  return (
    <>
      <div className={styles.top}>
        <Text size={200}>{historyText.ofRecord}</Text>
        <Button appearance="subtle" icon={<ArrowSyncRegular />} onClick={() => list.refetch()}>
          {historyText.refresh}
        </Button>
      </div>
      <ChangeList
        list={list}
        keyOf={({ connectionId, version }) => `${connectionId} ${version}`}
        words={useConnectionWords()}
        about={(entry) => <About entry={entry} />}
        titles={{ NotFound: historyText.noSuchRecord }}
      />
    </>
  );
}

function About({ entry }: { readonly entry: HistoryEntry }) {
  const styles = useStyles();
  const { record2, connectionId } = entry;
  const other = useHref(recordLink(record2));
  const own = useHref(connectionHistoryLink(connectionId));
  return (
    <div className={styles.about}>
      <Text>
        {historyText.with} <Link href={other}>{record2.name}</Link>
      </Text>
      <Link href={own}>{historyText.ofThisConnection}</Link>
    </div>
  );
}
