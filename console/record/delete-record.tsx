// The command that deletes a record with all its connections, after asking.
import { Button } from '@fluentui/react-components';
import { DeleteRegular } from '@fluentui/react-icons/svg/delete';
import { lazy, Suspense, useState } from 'react';
import type { StoredRecord } from '../../shared/contracts/records.ts';
import { useMay } from '../sign-in/use-session.ts';
import { recordText } from '../text/record.ts';

const DeleteRecordDialog = lazy(() => import('./delete-record-dialog.tsx'));

export function DeleteRecord({ record }: { readonly record: StoredRecord }) {
  const [asking, setAsking] = useState(false);
  if (!useMay('write')) return null;
  return (
    <>
      <Button appearance="subtle" icon={<DeleteRegular />} onClick={() => setAsking(true)}>
        {recordText.delete}
      </Button>
      <Suspense>
        {asking && <DeleteRecordDialog record={record} onCancel={() => setAsking(false)} />}
      </Suspense>
    </>
  );
}
