// The facts below a record's name: id, number of connections, roles, attributes.
import { Badge, Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import type { StoredRecord } from '../../shared/contracts/answers/record-answers.ts';
import { useCall } from '../api/read-hooks.ts';
import { attributeLabel, attributeText, formatInstant, formatNumber } from '../text/format.ts';
import { recordText } from '../text/record-text.ts';

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

interface Props {
  readonly record: StoredRecord;
  /** Only the id and the number of connections. */
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

const useAttributeStyles = makeStyles({
  list: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(130px, 1fr))',
    gap: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalXL}`,
    margin: 0,
  },
  name: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
  value: { margin: 0, overflowWrap: 'anywhere' },
});

/** How many attributes are shown at first. */
const few = 6;

export function RecordAttributes({ attributes }: Pick<StoredRecord, 'attributes'>) {
  const styles = useAttributeStyles();
  const [all, setAll] = useState(false);
  const lines = readable(attributes);
  if (lines.length === 0) return null;
  const more = lines.length - few;
  return (
    <section aria-label={recordText.details}>
      <dl className={styles.list}>
        {(all ? lines : lines.slice(0, few)).map(({ path, label, value }) => (
          <div key={path}>
            <dt className={styles.name}>{label}</dt>
            <dd className={styles.value}>{value}</dd>
          </div>
        ))}
      </dl>
      {more > 0 && (
        <Button
          appearance="transparent"
          size="small"
          onClick={() => setAll(!all)}
          aria-expanded={all}
        >
          {all ? recordText.fewerAttributes : recordText.moreAttributes(more)}
        </Button>
      )}
    </section>
  );
}

interface Line {
  /** Path as in filters: `address/city`. */
  readonly path: string;
  readonly label: string;
  readonly value: string;
}

/** One line per value; values in nested objects are named by their path. */
function readable(attributes: Readonly<Record<string, unknown>>, before = ''): Line[] {
  return Object.entries(attributes).flatMap(([key, value]) => {
    const path = `${before}${key}`;
    if (value === null || value === '') return [];
    if (typeof value === 'object' && !Array.isArray(value)) {
      return readable(value as Record<string, unknown>, `${path}/`);
    }
    return [{ path, label: attributeLabel(key), value: attributeText(value, key) }];
  });
}
