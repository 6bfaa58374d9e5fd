// The command that deletes a record with all its connections, after asking.
import { Button } from '@fluentui/react-components';
import { DeleteRegular } from '@fluentui/react-icons/svg/delete';
import { useState } from 'react';
import type { StoredRecord } from '../../shared/contracts/records.ts';
import { Late, late } from '../parts/late.tsx';
import { useMay } from '../sign-in/use-session.ts';
import { recordText } from '../text/record.ts';

const DeleteRecordDialog = late(() => import('./delete-record-dialog.tsx'));

export function DeleteRecord({ record }: { readonly record: StoredRecord }) {
  const [asking, setAsking] = useState(false);
  if (!useMay('write')) return null;
  return (
    <>
      <Button appearance="subtle" icon={<DeleteRegular />} onClick={() => setAsking(true)}>
        {recordText.delete}
      </Button>
      <Late onGiveUp={() => setAsking(false)}>
        {asking && <DeleteRecordDialog record={record} onCancel={() => setAsking(false)} />}
      </Late>
    </>
  );
}
