// A record's page: what it is, the roles it plays, and a tab for each way to look at its connections.
import { Button, makeStyles, Tab, TabList, tokens } from '@fluentui/react-components';
import { type ComponentType, useEffect, useState } from 'react';
import { useParams } from 'react-router';
import type { RecordReference } from '../../shared/contracts/identifiers.ts';
import type { StoredRecord } from '../../shared/contracts/record-schemas.ts';
import { useCall } from '../api/read-hooks.ts';
import { useNarrow } from '../connections/use-narrow.ts';
import { useRecentRecords } from '../find/recent-records.ts';
import { GoneRecordHistory } from '../history/gone-record-history.tsx';
import { ErrorState } from '../parts/error-state.tsx';
import { Late, late } from '../parts/late.tsx';
import { Loading } from '../parts/loading.tsx';
import { useUrlState } from '../parts/url-state.ts';
import { Page } from '../shell/page.tsx';
import { recordText } from '../text/record.ts';
import { RecordAttributes } from './record-attributes.tsx';
import { RecordFacts, TypeLink } from './record-facts.tsx';
import { RecordMenu } from './record-menu.tsx';
import type { TabProps } from './tab.ts';
import { tabs } from './tabs.ts';

const useStyles = makeStyles({
  card: {
    background: tokens.colorNeutralBackground1,
    borderRadius: tokens.borderRadiusLarge,
    boxShadow: tokens.shadow2,
    minWidth: 0,
  },
  tabs: {
    overflowX: 'auto',
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    padding: `0 ${tokens.spacingHorizontalS}`,
    // Where tabs are out of sight, a shade at that end says so; their own ground covers it elsewhere.
    backgroundImage: [
      `linear-gradient(to right, ${tokens.colorNeutralBackground1} 40%, transparent)`,
      `linear-gradient(to left, ${tokens.colorNeutralBackground1} 40%, transparent)`,
      `linear-gradient(to right, ${tokens.colorNeutralStroke1}, transparent)`,
      `linear-gradient(to left, ${tokens.colorNeutralStroke1}, transparent)`,
    ].join(', '),
    backgroundPosition: 'left, right, left, right',
    backgroundRepeat: 'no-repeat',
    backgroundSize: '48px 100%, 48px 100%, 16px 100%, 16px 100%',
    backgroundAttachment: 'local, local, scroll, scroll',
  },
});

/** Made once: one made anew would load, and lose its state, at each drawing. */
const contents = new Map<string, ComponentType<TabProps>>(
  tabs.map(({ key, load }) => [key, late(load)]),
);

export function RecordPage() {
  const { type = '', id = '' } = useParams();
  // A page for each record: nothing of the one before is left when a link leads to another.
  return <RecordPageOf key={`${type}/${id}`} type={type} id={id} />;
}

function RecordPageOf({ type, id }: RecordReference) {
  const { data: record, error, refetch } = useCall('getRecord', { params: { type, id } });
  const recent = useRecentRecords();
  // biome-ignore lint/correctness/useExhaustiveDependencies: noted when its name is known or changes
  useEffect(() => {
    if (record) recent.note({ type, id, name: record.name });
    if (error?.code === 'NotFound') recent.drop({ type, id, name: id });
  }, [record?.name, error?.code]);
  const gone = error?.code === 'NotFound';
  // Where there is little room, its connections come before what else is known of it.
  const isNarrow = useNarrow();
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
      {error && (gone || !record) ? (
        <>
          <ErrorState
            error={error}
            titles={{ NotFound: recordText.noSuchRecord }}
            {...(gone ? {} : { onRetry: refetch })}
          />
          {gone && <GoneRecordHistory type={type} id={id} />}
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

const standard = { tab: tabs[0].key };

function RecordTabs({ record }: { readonly record: StoredRecord }) {
  const styles = useStyles();
  const [{ tab }, set] = useUrlState(standard);
  const open = contents.has(tab) ? tab : tabs[0].key;
  const Content = contents.get(open) as ComponentType<TabProps>;
  // The open one is in sight; sideways alone, the page stays where it is.
  useEffect(() => {
    const tab = document.getElementById(`tab-${open}`);
    const list = tab?.parentElement;
    if (!tab || !list) return;
    const [own, all] = [tab.getBoundingClientRect(), list.getBoundingClientRect()];
    list.scrollLeft += own.left + own.width / 2 - (all.left + all.width / 2);
  }, [open]);
  return (
    <section className={styles.card} aria-label={recordText.tabs}>
      <TabList
        className={styles.tabs}
        selectedValue={open}
        onTabSelect={(_, { value }) => set({ tab: String(value) })}
      >
        {tabs.map(({ key, label }) => (
          <Tab key={key} value={key} id={`tab-${key}`} aria-controls="tab-content">
            {label}
          </Tab>
        ))}
      </TabList>
      <div role="tabpanel" id="tab-content" aria-labelledby={`tab-${open}`}>
        <Late part={open} fallback={<Loading />}>
          <Content record={record} />
        </Late>
      </div>
    </section>
  );
}
