// The name of a record, leading to the same view of it.
import { makeStyles, tokens } from '@fluentui/react-components';
import { Link } from 'react-router';
import type { NamedRecord } from '../../shared/contracts/connection-schemas.ts';
import { recordLink } from '../links.ts';

const useStyles = makeStyles({
  link: {
    color: tokens.colorBrandForegroundLink,
    textDecorationLine: 'none',
    ':hover': { textDecorationLine: 'underline' },
  },
});

interface Props {
  readonly record: NamedRecord;
  /** Tab of its page that opens. */
  readonly tab: string;
}

export function RecordLink({ record, tab }: Props) {
  const styles = useStyles();
  return (
    <Link className={styles.link} to={recordLink(record, { tab })} title={record.name}>
      {record.name}
    </Link>
  );
}
