// The page with all record types, their counts and their commands.

import { Badge, Button, mergeClasses, Text } from '@fluentui/react-components';
import { AddRegular } from '@fluentui/react-icons/svg/add';
import { DeleteRegular } from '@fluentui/react-icons/svg/delete';
import { EditRegular } from '@fluentui/react-icons/svg/edit';
import { useState } from 'react';
import type { RecordType } from '../../shared/contracts/record-type-schemas.ts';
import { useCall } from '../api/read-hooks.ts';
import { useChange } from '../api/write-hooks.ts';
import { recordsLink } from '../base/addresses.ts';
import { Confirm } from '../base/confirm.tsx';
import { RefusalBar } from '../base/failure-bars.tsx';
import { PageLink } from '../base/page-link.tsx';
import { EmptyState, ErrorState, Loading } from '../base/page-states.tsx';
import { useRecordTypes } from '../data/all-record-types.tsx';
import { administerText } from '../text/administer-text.ts';
import { formatNumber } from '../text/format.ts';
import { AdminPage } from './admin-page.tsx';
import { useTableStyles } from './admin-table-styles.ts';
import { RecordTypeDialog } from './record-type-dialog.tsx';

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

/** The command that the user selected for a type. */
interface Asked {
  readonly what: 'edit' | 'enable' | 'delete';
  readonly type: RecordType;
}

interface TableProps {
  readonly types: readonly RecordType[];
  readonly onAsk: (asked: Asked) => void;
}

function RecordTypeTable({ types, onAsk }: TableProps) {
  const styles = useTableStyles();
  const wideNumber = mergeClasses(styles.head, styles.number, styles.wide);
  return (
    <div className={styles.card}>
      <table className={styles.table} aria-label={administerText.recordTypes}>
        <thead>
          <tr>
            <th className={styles.head}>{administerText.name}</th>
            <th className={wideNumber}>{administerText.records}</th>
            <th className={wideNumber}>{administerText.connections}</th>
            <th className={styles.head}>{administerText.connectionsEnabled}</th>
            <th className={styles.head} style={{ width: '6.5rem' }} aria-hidden />
          </tr>
        </thead>
        <tbody>
          {types.map((type) => (
            <Row key={type.type} type={type} onAsk={onAsk} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps {
  readonly type: RecordType;
  readonly onAsk: (asked: Asked) => void;
}

function Row({ type, onAsk }: RowProps) {
  const styles = useTableStyles();
  const { data } = useCall('getRecordTypeSummary', { params: { type: type.type } });
  const number = mergeClasses(styles.cell, styles.number, styles.wide);
  const { displayName, displayCollectionName } = type;
  return (
    <tr className={styles.row}>
      <td className={styles.cell}>
        <PageLink to={recordsLink(type.type)}>{displayCollectionName}</PageLink>
        <Text block size={200} className={styles.quiet}>
          {displayName} · {type.type}
        </Text>
      </td>
      <td className={number}>{data && formatNumber(data.records)}</td>
      <td className={number}>{data && formatNumber(data.connections)}</td>
      <td className={styles.cell}>
        {type.connectionsEnabled ? (
          <Badge appearance="tint" color="success">
            {administerText.enabled}
          </Badge>
        ) : (
          <Button
            size="small"
            aria-label={administerText.enableFor(displayCollectionName)}
            onClick={() => onAsk({ what: 'enable', type })}
          >
            {administerText.enableShort}
          </Button>
        )}
      </td>
      <td className={styles.cell}>
        <div className={styles.commands}>
          <Button
            appearance="subtle"
            icon={<EditRegular />}
            aria-label={administerText.edit(displayCollectionName)}
            onClick={() => onAsk({ what: 'edit', type })}
          />
          <Button
            appearance="subtle"
            icon={<DeleteRegular />}
            aria-label={administerText.deleteOf(displayCollectionName)}
            onClick={() => onAsk({ what: 'delete', type })}
          />
        </div>
      </td>
    </tr>
  );
}

interface DialogProps {
  readonly type: RecordType;
  readonly onClose: () => void;
}

function EnableRecordType({ type, onClose }: DialogProps) {
  const put = useChange('putRecordType');
  const { displayName, displayCollectionName, version } = type;
  const request = {
    params: { type: type.type },
    body: { displayName, displayCollectionName, connectionsEnabled: true },
    ifMatch: version,
  };
  return (
    <Confirm
      open
      title={administerText.enableTitle(type.displayCollectionName)}
      confirm={administerText.enable}
      busy={put.isPending}
      onCancel={onClose}
      onConfirm={() => put.mutate(request, { onSuccess: onClose })}
    >
      {administerText.enableAsk}
      <RefusalBar error={put.error} />
    </Confirm>
  );
}

interface DeleteProps {
  readonly type: RecordType;
  readonly onClose: () => void;
}

function DeleteRecordType({ type, onClose }: DeleteProps) {
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
      onConfirm={() =>
        mutate({ params: { type: type.type }, ifMatch: type.version }, { onSuccess: onClose })
      }
    >
      {administerText.deleteTypeAsk(data?.records)}
      <RefusalBar error={error} />
    </Confirm>
  );
}
