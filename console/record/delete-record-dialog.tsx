// Asks before a record is deleted with all its connections, and says what went wrong.
import { useNavigate } from 'react-router';
import type { StoredRecord } from '../../shared/contracts/record-schemas.ts';
import { useCall } from '../api/read-hooks.ts';
import { useChange } from '../api/write-hooks.ts';
import { useRecentRecords } from '../find/recent-records.ts';
import { recordsLink } from '../links.ts';
import { Confirm } from '../parts/confirm.tsx';
import { RefusalBar } from '../parts/refusal-bar.tsx';
import { commonText } from '../text/common.ts';
import { recordText } from '../text/record.ts';

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
          drop({ type, id, name });
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
