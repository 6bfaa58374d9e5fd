// The history of a record's connections, as a tab and as a page that also works for deleted records.

import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { ArrowSyncRegular } from '@fluentui/react-icons/svg/arrow-sync';
import { useParams } from 'react-router';
import type { HistoryEntry } from '../../shared/contracts/answers/history-answers.ts';
import type { RecordReference } from '../../shared/contracts/identifiers.ts';
import { useCall, usePages } from '../api/read-hooks.ts';
import { connectionHistoryLink } from '../base/addresses.ts';
import { Page } from '../base/page.tsx';
import { PageLink, RecordLink } from '../base/page-link.tsx';
import { TypeLink } from '../data/all-record-types.tsx';
import { historyText } from '../text/history-text.ts';
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

interface Props {
  readonly record: RecordReference;
}

/** A tab of the record's page. */
export function RecordHistory({ record: { type, id } }: Props) {
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
  return (
    <div className={styles.about}>
      <Text>
        {historyText.with} <RecordLink record={record2} />
      </Text>
      <PageLink to={connectionHistoryLink(connectionId)}>{historyText.ofThisConnection}</PageLink>
    </div>
  );
}

const usePageStyles = makeStyles({
  card: {
    background: tokens.colorNeutralBackground1,
    borderRadius: tokens.borderRadiusLarge,
    boxShadow: tokens.shadow2,
  },
});

export function RecordHistoryPage() {
  const { type = '', id = '' } = useParams();
  const { data: record } = useCall('getRecord', { params: { type, id } });
  return (
    <Page title={historyText.titleOfRecord(record?.name ?? id)} above={<TypeLink type={type} />}>
      <div className={usePageStyles().card}>
        <RecordHistory key={`${type}/${id}`} record={{ type, id }} />
      </div>
    </Page>
  );
}
