// A record's page: its facts, and tabs that show its connections.
import { Button, Text } from '@fluentui/react-components';
import { MoreHorizontalRegular } from '@fluentui/react-icons/svg/more-horizontal';
import { useEffect, useState } from 'react';
import { useParams } from 'react-router';
import type { StoredRecord } from '../../shared/contracts/answers/record-answers.ts';
import type { RecordReference } from '../../shared/contracts/identifiers.ts';
import { useCall } from '../api/read-hooks.ts';
import { recordHistoryLink } from '../base/addresses.ts';
import { Late, late } from '../base/lazy-part.tsx';
import { useTooNarrowForColumns } from '../base/media-queries.ts';
import { MenuOpener } from '../base/menu-opener.tsx';
import { Page } from '../base/page.tsx';
import { PageLink } from '../base/page-link.tsx';
import { ErrorState, Loading } from '../base/page-states.tsx';
import { TypeLink } from '../data/all-record-types.tsx';
import { useRecentRecords } from '../data/recent-records.ts';
import { useSession } from '../sign-in/use-session.ts';
import { historyText } from '../text/history-text.ts';
import { recordText } from '../text/record-text.ts';
import { RecordAttributes, RecordFacts } from './record-facts.tsx';
import { RecordTabs } from './record-tabs.tsx';

export function RecordPage() {
  const { type = '', id = '' } = useParams();
  // The key resets all state when a link leads to another record.
  return <RecordPageOf key={`${type}/${id}`} type={type} id={id} />;
}

function RecordPageOf({ type, id }: RecordReference) {
  const { data: record, error, refetch } = useCall('getRecord', { params: { type, id } });
  const recent = useRecentRecords();
  // biome-ignore lint/correctness/useExhaustiveDependencies: noted when its name is loaded or changes
  useEffect(() => {
    if (record) recent.note({ type, id, name: record.name });
    if (error?.code === 'NotFound') recent.drop({ type, id });
  }, [record?.name, error?.code]);
  const into = error?.code === 'RecordMerged' ? error.problem.into : undefined;
  const gone = error?.code === 'NotFound' || into !== undefined;
  // Narrow windows hide details, so that the connections are visible.
  const isNarrow = useTooNarrowForColumns();
  const [isWhole, setWhole] = useState(false);
  const isBrief = isNarrow && !isWhole;
  return (
    <Page
      title={record && !gone ? record.name : id}
      above={<TypeLink type={type} />}
      beneath={
        record &&
        !gone && (
          <>
            <RecordFacts record={record} isBrief={isBrief} />
            {isNarrow && (
              <Button
                appearance="transparent"
                size="small"
                aria-expanded={isWhole}
                onClick={() => setWhole(!isWhole)}
              >
                {isWhole ? recordText.fewerFacts : recordText.moreFacts}
              </Button>
            )}
          </>
        )
      }
      commands={record && !gone && <RecordMenu record={record} />}
    >
      {into ? (
        <Late fallback={<Loading />}>
          <MergedRecord record={{ type, id }} into={into} />
        </Late>
      ) : error && (gone || !record) ? (
        <>
          <ErrorState
            error={error}
            titles={{ NotFound: recordText.noSuchRecord }}
            {...(gone ? {} : { onRetry: refetch })}
          />
          {gone && (
            <Text block align="center">
              <PageLink to={recordHistoryLink({ type, id })}>{historyText.ofGoneRecord}</PageLink>
            </Text>
          )}
        </>
      ) : record ? (
        <>
          {!isBrief && <RecordAttributes attributes={record.attributes} />}
          <RecordTabs record={record} />
        </>
      ) : (
        <Loading />
      )}
    </Page>
  );
}

const DeleteRecordDialog = late(() => import('./delete-record-dialog.tsx'));
const MergedRecord = late(() => import('./merged-record.tsx'));
const MergeRecordDialog = late(() => import('./merge-record-dialog.tsx'));
const RecordMenuItems = late(() => import('./record-menu-items.tsx'));

function RecordMenu({ record }: { readonly record: StoredRecord }) {
  const [asked, setAsked] = useState<'merge' | 'delete' | undefined>();
  const close = () => setAsked(undefined);
  const { sub, rights } = useSession().person;
  if (!rights.has('write')) return null;
  const mayDelete = rights.has('admin') || record.createdBy === sub;
  return (
    <>
      <MenuOpener label={recordText.commands} icon={<MoreHorizontalRegular />}>
        {(button) => (
          <RecordMenuItems
            button={button}
            mayMerge={rights.has('admin')}
            mayDelete={mayDelete}
            onMerge={() => setAsked('merge')}
            onDelete={() => setAsked('delete')}
          />
        )}
      </MenuOpener>
      <Late part={asked ?? ''} onGiveUp={close}>
        {asked === 'merge' && <MergeRecordDialog record={record} onCancel={close} />}
        {asked === 'delete' && <DeleteRecordDialog record={record} onCancel={close} />}
      </Late>
    </>
  );
}
