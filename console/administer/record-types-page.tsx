// All record types: how many records and connections each has, and what can be done with it.
import { Button, Text } from '@fluentui/react-components';
import { AddRegular } from '@fluentui/react-icons/svg/add';
import { useState } from 'react';
import { useRecordTypes } from '../find/record-types.ts';
import { EmptyState } from '../parts/empty-state.tsx';
import { ErrorState } from '../parts/error-state.tsx';
import { Loading } from '../parts/loading.tsx';
import { administerText } from '../text/administer.ts';
import { AdminPage } from './admin-page.tsx';
import { DeleteRecordType } from './delete-record-type.tsx';
import { EnableRecordType } from './enable-record-type.tsx';
import { RecordTypeDialog } from './record-type-dialog.tsx';
import { type Asked, RecordTypeTable } from './record-type-table.tsx';

export function RecordTypesPage() {
  const [asked, ask] = useState<Asked | { readonly what: 'new' } | undefined>();
  const close = () => ask(undefined);
  return (
    <AdminPage
      title={administerText.recordTypes}
      beneath={<Text>{administerText.typesHint}</Text>}
      commands={
        <Button appearance="primary" icon={<AddRegular />} onClick={() => ask({ what: 'new' })}>
          {administerText.newType}
        </Button>
      }
    >
      <RecordTypes onAsk={ask} />
      {asked?.what === 'new' && <RecordTypeDialog onClose={close} />}
      {asked?.what === 'edit' && <RecordTypeDialog before={asked.type} onClose={close} />}
      {asked?.what === 'enable' && <EnableRecordType type={asked.type} onClose={close} />}
      {asked?.what === 'delete' && <DeleteRecordType type={asked.type} onClose={close} />}
    </AdminPage>
  );
}

function RecordTypes({ onAsk }: { readonly onAsk: (asked: Asked) => void }) {
  const { items, error, isPending, refetch } = useRecordTypes();
  if (error && items.length === 0) return <ErrorState error={error} onRetry={refetch} />;
  if (isPending) return <Loading />;
  if (items.length === 0) return <EmptyState title={administerText.noTypes} />;
  return <RecordTypeTable types={items} onAsk={onAsk} />;
}
