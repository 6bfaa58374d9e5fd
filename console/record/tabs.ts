// The tabs of a record's page: each a chunk of its own, loaded when it is opened.
import { recordText } from '../text/record.ts';
import type { RecordTab } from './tab.ts';

/** In this order; the first is open when the address names none. */
export const tabs: readonly [RecordTab, ...RecordTab[]] = [
  {
    key: 'connections',
    label: recordText.connections,
    load: () => import('./connections-tab.tsx'),
  },
];
