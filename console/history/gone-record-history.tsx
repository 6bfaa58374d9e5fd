// Leads from a record that is gone to what happened to its connections.
import { Link, Text } from '@fluentui/react-components';
import { useHref } from 'react-router';
import type { RecordReference } from '../../shared/contracts/identifiers.ts';
import { recordHistoryLink } from '../links.ts';
import { historyText } from '../text/history.ts';

export function GoneRecordHistory(record: RecordReference) {
  const href = useHref(recordHistoryLink(record));
  return (
    <Text block align="center">
      <Link href={href}>{historyText.ofGoneRecord}</Link>
    </Text>
  );
}
