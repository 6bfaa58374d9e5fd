// The tab of a record's page with what happened to its connections.
import type { TabProps } from '../record/tab.ts';
import { RecordHistory } from './record-history.tsx';

export default function HistoryTab({ record: { type, id } }: TabProps) {
  return <RecordHistory type={type} id={id} />;
}
