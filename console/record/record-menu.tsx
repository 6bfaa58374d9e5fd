// What can be done with a record itself, in a menu that is loaded when it is first opened.
import { Button } from '@fluentui/react-components';
import { MoreHorizontalRegular } from '@fluentui/react-icons/svg/more-horizontal';
import { useState } from 'react';
import type { StoredRecord } from '../../shared/contracts/record-schemas.ts';
import { Late, late } from '../parts/late.tsx';
import { useMay } from '../sign-in/use-session.ts';
import { recordText } from '../text/record.ts';

const DeleteRecordDialog = late(() => import('./delete-record-dialog.tsx'));
const RecordMenuItems = late(() => import('./record-menu-items.tsx'));

export function RecordMenu({ record }: { readonly record: StoredRecord }) {
  const [wanted, setWanted] = useState(false);
  const [deleting, setDeleting] = useState(false);
  if (!useMay('write')) return null;
  const button = (
    <Button
      appearance="subtle"
      icon={<MoreHorizontalRegular />}
      aria-label={recordText.commands}
      title={recordText.commands}
      {...(wanted ? {} : { 'aria-haspopup': 'menu' as const, onClick: () => setWanted(true) })}
    />
  );
  return (
    <>
      <Late fallback={button} onGiveUp={() => setWanted(false)}>
        {wanted ? <RecordMenuItems button={button} onDelete={() => setDeleting(true)} /> : button}
      </Late>
      <Late onGiveUp={() => setDeleting(false)}>
        {deleting && <DeleteRecordDialog record={record} onCancel={() => setDeleting(false)} />}
      </Late>
    </>
  );
}
