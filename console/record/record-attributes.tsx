// A record's attributes as names and values; of many, a few until one asks for all.
import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import type { StoredRecord } from '../../shared/contracts/record-schemas.ts';
import { recordText } from '../text/record.ts';
import { readable } from './readable.ts';

const useStyles = makeStyles({
  list: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(130px, 1fr))',
    gap: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalXL}`,
    margin: 0,
  },
  name: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
  value: { margin: 0, overflowWrap: 'anywhere' },
});

/** How many are shown at first. */
const few = 6;

export function RecordAttributes({ attributes }: Pick<StoredRecord, 'attributes'>) {
  const styles = useStyles();
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
