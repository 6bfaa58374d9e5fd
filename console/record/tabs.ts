// The tabs of a record's page: each a chunk of its own, loaded when it is opened.
import type { ComponentType } from 'react';
import type { StoredRecord } from '../../shared/contracts/records.ts';
import { recordText } from '../text/record.ts';
import { seeText } from '../text/see.ts';

export interface TabProps {
  readonly record: StoredRecord;
}

export interface RecordTab {
  /** Value of `tab` in the address. */
  readonly key: string;
  readonly label: string;
  readonly load: () => Promise<{ default: ComponentType<TabProps> }>;
}

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
];
