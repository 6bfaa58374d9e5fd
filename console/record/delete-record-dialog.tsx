// The confirmation before a record is deleted with all its connections.
import { useNavigate } from 'react-router';
import type { StoredRecord } from '../../shared/contracts/answers/record-answers.ts';
import { useCall } from '../api/read-hooks.ts';
import { useChange } from '../api/write-hooks.ts';
import { recordsLink } from '../base/addresses.ts';
import { Confirm } from '../base/confirm.tsx';
import { RefusalBar } from '../base/failure-bars.tsx';
import { useRecentRecords } from '../data/recent-records.ts';
import { commonText } from '../text/common-text.ts';
import { recordText } from '../text/record-text.ts';

interface Props {
  readonly record: StoredRecord;
  readonly onCancel: () => void;
}

export default function DeleteRecordDialog({ record, onCancel }: Props) {
  const { type, id, name, version } = record;
  const navigate = useNavigate();
  const { drop } = useRecentRecords();
  const { data: counts } = useCall('getRecordSummary', { params: { type, id } });
  const { mutate, isPending, error } = useChange('deleteRecord');
  const remove = () =>
    mutate(
      { params: { type, id }, ifMatch: version },
      {
        onSuccess: () => {
          drop({ type, id });
          navigate(recordsLink(type), { replace: true });
        },
      },
    );
  return (
    <Confirm
      open
      destroys
      title={recordText.deleteTitle(name)}
      confirm={commonText.delete}
      busy={isPending}
      onConfirm={remove}
      onCancel={onCancel}
    >
      {recordText.deleteAsk(counts?.total)}
      <RefusalBar error={error} />
    </Confirm>
  );
}
