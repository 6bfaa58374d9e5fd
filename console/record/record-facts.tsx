// What stands under a record's name: its id, how many connections, the roles it plays.
import { Badge, Link, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useHref } from 'react-router';
import type { StoredRecord } from '../../shared/contracts/record-schemas.ts';
import { useCall } from '../api/read-hooks.ts';
import { useTypeNames } from '../find/record-types.ts';
import { recordsLink } from '../links.ts';
import { formatInstant, formatNumber } from '../parts/format.ts';
import { recordText } from '../text/record.ts';

const useStyles = makeStyles({
  facts: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM}`,
    marginTop: tokens.spacingVerticalXS,
  },
  quiet: { color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere' },
  roles: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: tokens.spacingHorizontalXS,
    listStyle: 'none',
    margin: 0,
    padding: 0,
  },
});

/** The record's type, leading to its other records. */
export function TypeLink({ type }: { readonly type: string }) {
  const href = useHref(recordsLink(type));
  return <Link href={href}>{useTypeNames()(type).one}</Link>;
}

interface Props {
  readonly record: StoredRecord;
  /** Its id and how many connections, no more. */
  readonly isBrief: boolean;
}

export function RecordFacts({ record, isBrief }: Props) {
  const { type, id, modifiedAt, modifiedBy } = record;
  const styles = useStyles();
  const { data: roles } = useCall('listRolesOfRecord', { params: { type, id } });
  const { data: counts } = useCall('getRecordSummary', { params: { type, id } });
  return (
    <div className={styles.facts}>
      <Text size={200} className={styles.quiet}>
        {id}
      </Text>
      {!isBrief && (
        <Text size={200} className={styles.quiet}>
          {recordText.modified(formatInstant(modifiedAt), modifiedBy)}
        </Text>
      )}
      {counts && (
        <Text size={200} className={styles.quiet}>
          {recordText.total(counts.total)}
        </Text>
      )}
      {!isBrief && roles && roles.items.length > 0 && (
        <ul className={styles.roles} aria-label={recordText.roles}>
          {roles.items.map(({ roleId, roleName, count }) => (
            <li key={roleId}>
              <Badge appearance="tint" color="brand">
                {roleName ?? roleId} {formatNumber(count)}
              </Badge>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
