// Rows with links to records, and sections with headings.
import { makeStyles, Subtitle2, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { NamedRecord } from '../../shared/contracts/answers/connection-answers.ts';
import { recordLink } from './addresses.ts';

const useStyles = makeStyles({
  head: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'space-between',
    minHeight: '32px',
    marginBottom: tokens.spacingVerticalS,
  },
  heading: { margin: 0 },
  list: {
    listStyle: 'none',
    margin: 0,
    padding: 0,
    background: tokens.colorNeutralBackground1,
    borderRadius: tokens.borderRadiusLarge,
    boxShadow: tokens.shadow2,
    overflow: 'hidden',
  },
  row: { ':not(:first-child)': { borderTop: `1px solid ${tokens.colorNeutralStroke2}` } },
});

interface SectionProps {
  readonly heading: string;
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

/** A section of a page with a heading and an optional action. */
export function Section({ heading, action, children }: SectionProps) {
  const styles = useStyles();
  return (
    <section>
      <div className={styles.head}>
        <Subtitle2 as="h2" className={styles.heading}>
          {heading}
        </Subtitle2>
        {action}
      </div>
      {children}
    </section>
  );
}

interface RowsProps {
  readonly records: readonly NamedRecord[];
  /** Text at the end of a row. */
  readonly end?: (record: NamedRecord) => string;
}

export function RecordRows({ records, end }: RowsProps) {
  const styles = useStyles();
  return (
    <ul className={styles.list}>
      {records.map((record) => (
        <li key={`${record.type}/${record.id}`} className={styles.row}>
          <RecordRow record={record} end={end?.(record)} />
        </li>
      ))}
    </ul>
  );
}

const useRowStyles = makeStyles({
  link: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    minHeight: '44px',
    height: '100%',
    boxSizing: 'border-box',
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalL}`,
    color: tokens.colorNeutralForeground1,
    textDecorationLine: 'none',
    ':hover': { background: tokens.colorNeutralBackground1Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  name: {
    flexGrow: 1,
    minWidth: 0,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    color: tokens.colorBrandForegroundLink,
  },
  end: {
    flexShrink: 1,
    minWidth: 0,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase200,
  },
});

interface RowProps {
  readonly record: NamedRecord;
  readonly end: string | undefined;
}

/** A record's name as a link, and a text about it. */
export function RecordRow({ record, end }: RowProps) {
  const styles = useRowStyles();
  return (
    <Link to={recordLink(record)} className={styles.link}>
      <span className={styles.name}>{record.name}</span>
      {end && <span className={styles.end}>{end}</span>}
    </Link>
  );
}
