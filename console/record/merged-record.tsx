// What the page of a merged record shows: the record that has its connections now.
import { MergeRegular } from '@fluentui/react-icons/svg/merge';
import { useEffect } from 'react';
import type { RecordReference } from '../../shared/contracts/identifiers.ts';
import { useCall } from '../api/read-hooks.ts';
import { recordLink } from '../base/addresses.ts';
import { PageLink } from '../base/page-link.tsx';
import { EmptyState } from '../base/page-states.tsx';
import { useRecentRecords } from '../data/recent-records.ts';
import { recordText } from '../text/record-text.ts';

interface Props {
  readonly record: RecordReference;
  readonly into: RecordReference;
}

export default function MergedRecord({ record, into }: Props) {
  const { type, id } = into;
  const { data: survivor, error } = useCall('getRecord', { params: { type, id } });
  const recent = useRecentRecords();
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it is known
  useEffect(() => {
    if (survivor) recent.replace(record, { type, id, name: survivor.name });
    else if (error) recent.drop(record);
  }, [survivor?.name, error?.code]);
  const name = survivor?.name ?? id;
  return (
    <div role="alert">
      <EmptyState
        icon={<MergeRegular />}
        title={recordText.merged(name)}
        hint={recordText.mergedHint}
      >
        <PageLink to={recordLink(into)}>{recordText.mergedOpen(name)}</PageLink>
      </EmptyState>
    </div>
  );
}
