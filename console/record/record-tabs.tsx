// The tabs of a record's page, each loaded when it is first opened.
import { makeStyles, Tab, TabList, tokens } from '@fluentui/react-components';
import { type ComponentType, useEffect } from 'react';
import type { StoredRecord } from '../../shared/contracts/answers/record-answers.ts';
import { Late, late } from '../base/lazy-part.tsx';
import { Loading } from '../base/page-states.tsx';
import { useUrlState } from '../base/url-state.ts';
import { historyText } from '../text/history-text.ts';
import { recordText } from '../text/record-text.ts';
import { viewsText } from '../text/views-text.ts';

interface Props {
  readonly record: StoredRecord;
}

interface RecordTab {
  /** Value of `tab` in the address. */
  readonly key: string;
  readonly label: string;
  /** Created once: another one would load again, and lose its state, at each rendering. */
  readonly Content: ComponentType<Props>;
}

/** In this order; the first is open when the address names none. */
const tabs: readonly [RecordTab, ...RecordTab[]] = [
  {
    key: 'connections',
    label: recordText.connections,
    Content: late(() => import('../connections/connections-tab.tsx')),
  },
  {
    key: 'graph',
    label: viewsText.graph,
    Content: late(() => import('../graph/graph-tab.tsx')),
  },
  {
    key: 'charts',
    label: viewsText.charts,
    Content: late(() => import('../charts/charts-tab.tsx')),
  },
  {
    key: 'timeline',
    label: viewsText.timeline,
    Content: late(() => import('../timeline/timeline-tab.tsx')),
  },
  {
    key: 'history',
    label: historyText.tab,
    Content: late<Props>(async () => ({
      default: (await import('../history/record-history.tsx')).RecordHistory,
    })),
  },
];

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
    // A shadow at an end shows that more tabs are hidden there; elsewhere the background covers it.
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

const standard = { tab: tabs[0].key };

export function RecordTabs({ record }: Props) {
  const styles = useStyles();
  const [{ tab }, set] = useUrlState(standard);
  const { key: open, Content } = tabs.find(({ key }) => key === tab) ?? tabs[0];
  // Scrolls the open tab into sight, sideways only: the page stays where it is.
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
