// Record types as a table, with their commands.
import { Badge, Button, Link, mergeClasses, Text } from '@fluentui/react-components';
import { DeleteRegular } from '@fluentui/react-icons/svg/delete';
import { EditRegular } from '@fluentui/react-icons/svg/edit';
import { useHref } from 'react-router';
import type { RecordType } from '../../shared/contracts/record-type-schemas.ts';
import { useCall } from '../api/read-hooks.ts';
import { recordsLink } from '../links.ts';
import { formatNumber } from '../parts/format.ts';
import { administerText } from '../text/administer.ts';
import { useTableStyles } from './table-styles.ts';

/** What a person wants done with a type. */
export interface Asked {
  readonly what: 'edit' | 'enable' | 'delete';
  readonly type: RecordType;
}

interface Props {
  readonly types: readonly RecordType[];
  readonly onAsk: (asked: Asked) => void;
}

export function RecordTypeTable({ types, onAsk }: Props) {
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
  const href = useHref(recordsLink(type.type));
  const { data } = useCall('getRecordTypeSummary', { params: { type: type.type } });
  const number = mergeClasses(styles.cell, styles.number, styles.wide);
  const { displayName, displayCollectionName } = type;
  return (
    <tr className={styles.row}>
      <td className={styles.cell}>
        <Link href={href}>{displayCollectionName}</Link>
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
