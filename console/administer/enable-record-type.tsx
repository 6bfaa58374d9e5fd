// Asks before connections are enabled for a record type: that cannot be taken back.
import type { RecordType } from '../../shared/contracts/record-type-schemas.ts';
import { useChange } from '../api/write-hooks.ts';
import { Confirm } from '../parts/confirm.tsx';
import { RefusalBar } from '../parts/refusal-bar.tsx';
import { administerText } from '../text/administer.ts';

interface Props {
  readonly type: RecordType;
  readonly onClose: () => void;
}

export function EnableRecordType({ type, onClose }: Props) {
  const put = useChange('putRecordType');
  const body = { ...type, connectionsEnabled: true };
  return (
    <Confirm
      open
      title={administerText.enableTitle(type.displayCollectionName)}
      confirm={administerText.enable}
      busy={put.isPending}
      onCancel={onClose}
      onConfirm={() => put.mutate({ params: { type: type.type }, body }, { onSuccess: onClose })}
    >
      {administerText.enableAsk}
      <RefusalBar error={put.error} />
    </Confirm>
  );
}
