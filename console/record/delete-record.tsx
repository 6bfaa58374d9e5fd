// The command that deletes a record with all its connections, after asking.
import { Button, MessageBar, MessageBarBody } from '@fluentui/react-components';
import { DeleteRegular } from '@fluentui/react-icons/svg/delete';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { StoredRecord } from '../../shared/contracts/records.ts';
import { useChange } from '../api/changes.ts';
import { useCall } from '../api/queries.ts';
import { useRecentRecords } from '../find/recent-records.ts';
import { recordsLink } from '../links.ts';
import { Confirm } from '../parts/confirm.tsx';
import { useMay } from '../sign-in/use-session.ts';
import { commonText, failureHelp } from '../text/common.ts';
import { recordText } from '../text/record.ts';

export function DeleteRecord({ record }: { readonly record: StoredRecord }) {
  const { type, id, name, version } = record;
  const [asking, setAsking] = useState(false);
  const navigate = useNavigate();
  const mayWrite = useMay('write');
  const { drop } = useRecentRecords();
  const { data: counts } = useCall('getRecordSummary', { params: { type, id } });
  const { mutate, isPending, error, reset } = useChange('deleteRecord');
  if (!mayWrite) return null;
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
    <>
      <Button appearance="subtle" icon={<DeleteRegular />} onClick={() => setAsking(true)}>
        {recordText.delete}
      </Button>
      <Confirm
        open={asking}
        title={recordText.deleteTitle(name)}
        confirm={commonText.delete}
        busy={isPending}
        onConfirm={remove}
        onCancel={() => {
          setAsking(false);
          reset();
        }}
      >
        {recordText.deleteAsk(counts?.total ?? 0)}
        {error && (
          <MessageBar intent="error">
            <MessageBarBody>{failureHelp[error.code] ?? error.message}</MessageBarBody>
          </MessageBar>
        )}
      </Confirm>
    </>
  );
}
