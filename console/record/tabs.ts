// The tabs of a record's page: each a chunk of its own, loaded when it is opened.
import { historyText } from '../text/history.ts';
import { recordText } from '../text/record.ts';
import { seeText } from '../text/see.ts';
import type { RecordTab } from './tab.ts';

/** In this order; the first is open when the address names none. */
export const tabs: readonly [RecordTab, ...RecordTab[]] = [
  {
    key: 'connections',
    label: recordText.connections,
    load: () => import('./connections-tab.tsx'),
  },
  { key: 'graph', label: seeText.graph, load: () => import('../see/graph/graph-tab.tsx') },
  { key: 'charts', label: seeText.charts, load: () => import('../see/charts/charts-tab.tsx') },
  {
    key: 'timeline',
    label: seeText.timeline,
    load: () => import('../see/timeline/timeline-tab.tsx'),
  },
  {
    key: 'history',
    label: historyText.tab,
    load: () => import('../history/history-tab.tsx'),
  },
];
