// Asks before a record type is deleted, and says why it may not be.
import type { RecordType } from '../../shared/contracts/record-type-schemas.ts';
import { useCall } from '../api/read-hooks.ts';
import { useChange } from '../api/write-hooks.ts';
import { Confirm } from '../parts/confirm.tsx';
import { RefusalBar } from '../parts/refusal-bar.tsx';
import { administerText } from '../text/administer.ts';

interface Props {
  readonly type: RecordType;
  readonly onClose: () => void;
}

export function DeleteRecordType({ type, onClose }: Props) {
  const { data } = useCall('getRecordTypeSummary', { params: { type: type.type } });
  const { mutate, isPending, error } = useChange('deleteRecordType');
  return (
    <Confirm
      open
      destroys
      title={administerText.deleteTitle(type.displayCollectionName)}
      confirm={administerText.delete}
      busy={isPending}
      onCancel={onClose}
      onConfirm={() => mutate({ params: { type: type.type } }, { onSuccess: onClose })}
    >
      {administerText.deleteTypeAsk(data?.records)}
      <RefusalBar error={error} />
    </Confirm>
  );
}
