// The columns of the grid of connections, and the single column for narrow windows.

import { Badge, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { ConnectionView } from '../../shared/contracts/answers/connection-answers.ts';
import { RecordLink } from '../base/page-link.tsx';
import { connectionsText } from '../text/connections-text.ts';
import { formatDate, periodText } from '../text/format.ts';

/** Props of the focusable element of a cell: the cell itself or its link. */
interface CellFocus {
  readonly 'data-at': string;
  readonly tabIndex: 0 | -1;
}

export interface Column {
  readonly key: string;
  readonly label: string;
  /** In px; with `grows`, the minimum. */
  readonly width: number;
  readonly grows?: number;
  /** Stays visible when the grid scrolls sideways. */
  readonly sticks?: true;
  /** The content of the cell takes the focus, with the props it receives. */
  readonly focuses?: true;
  readonly cell: (connection: ConnectionView, row: CellContext) => ReactNode;
}

interface CellContext {
  readonly focus: CellFocus;
  readonly typeName: (type: string) => string;
}

const useStyles = makeStyles({
  quiet: { color: tokens.colorNeutralForeground2 },
  clip: { display: 'block', overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  card: { display: 'grid', gap: tokens.spacingVerticalXXS, width: '100%', minWidth: 0 },
  line: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: tokens.spacingHorizontalS,
    minWidth: 0,
  },
  small: { fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground2 },
  badges: { display: 'flex', gap: tokens.spacingHorizontalXS, flexShrink: 0 },
});

function RecordCell({ connection, row }: { connection: ConnectionView; row: CellContext }) {
  return <RecordLink record={connection.record2} className={useStyles().clip} {...row.focus} />;
}

function Text({ children, quiet = false }: { children: string | null; quiet?: boolean }) {
  const styles = useStyles();
  return (
    <span className={mergeClasses(styles.clip, quiet && styles.quiet)} title={children ?? ''}>
      {children}
    </span>
  );
}

const colors = { future: 'informative', current: 'success', past: 'subtle' } as const;

export function ValidityBadge({ validity }: Pick<ConnectionView, 'validity'>) {
  return (
    <Badge appearance="tint" color={colors[validity]}>
      {connectionsText.validity[validity]}
    </Badge>
  );
}

export function StateBadge({ state }: Pick<ConnectionView, 'state'>) {
  return state === 'active' ? (
    <Text>{connectionsText.state.active}</Text>
  ) : (
    <Badge appearance="tint" color="warning">
      {connectionsText.state.inactive}
    </Badge>
  );
}

function Card({ connection, row }: { connection: ConnectionView; row: CellContext }) {
  const styles = useStyles();
  const { record1RoleName, record2RoleName, record2, validity, state } = connection;
  const there = record2RoleName ?? connectionsText.noRole;
  const about = [connection.title, row.typeName(record2.type), periodText(connection)]
    .filter(Boolean)
    .join(' · ');
  return (
    <span className={styles.card}>
      <span className={styles.line}>
        <RecordCell connection={connection} row={row} />
        <span className={styles.badges}>
          {state === 'inactive' && <StateBadge state={state} />}
          <ValidityBadge validity={validity} />
        </span>
      </span>
      <span className={styles.clip}>
        {record1RoleName
          ? connectionsText.bothRoles(there, record1RoleName, connection.record1.name)
          : there}
      </span>
      <span className={mergeClasses(styles.clip, styles.small)}>{about}</span>
    </span>
  );
}

const { columns: label } = connectionsText;
const day = (value: string | null) => <Text>{value && formatDate(value)}</Text>;

/**
 * @param name of the record whose connections are shown
 * @param hasTitles whether any of them has a title; most records have none
 */
export const wideColumns = (name: string, hasTitles: boolean): readonly Column[] => [
  ...columnsOfSides(name),
  ...(hasTitles ? [titleColumn] : []),
  ...columnsOfConnection,
];

const columnsOfSides = (name: string): readonly Column[] => [
  {
    key: 'connectedTo',
    label: label.connectedTo,
    width: 168,
    grows: 2,
    sticks: true,
    focuses: true,
    cell: (connection, row) => <RecordCell connection={connection} row={row} />,
  },
  {
    key: 'type',
    label: label.type,
    width: 92,
    cell: ({ record2 }, { typeName }) => <Text>{typeName(record2.type)}</Text>,
  },
  {
    key: 'ownRole',
    label: connectionsText.ownRole(name),
    width: 118,
    grows: 1,
    cell: ({ record1RoleName }) => <Text>{record1RoleName}</Text>,
  },
  {
    key: 'connectedRole',
    label: label.connectedRole,
    width: 106,
    grows: 1,
    cell: ({ record2RoleName }) => <Text>{record2RoleName}</Text>,
  },
];

const titleColumn: Column = {
  key: 'title',
  label: label.title,
  width: 96,
  grows: 1,
  cell: ({ title }) => <Text>{title}</Text>,
};

const columnsOfConnection: readonly Column[] = [
  {
    key: 'description',
    label: label.description,
    width: 102,
    grows: 2,
    cell: ({ description }) => <Text quiet>{description}</Text>,
  },
  {
    key: 'start',
    label: label.start,
    width: 106,
    cell: ({ effectiveStart }) => day(effectiveStart),
  },
  { key: 'end', label: label.end, width: 106, cell: ({ effectiveEnd }) => day(effectiveEnd) },
  {
    key: 'validity',
    label: label.validity,
    width: 80,
    cell: ({ validity }) => <ValidityBadge validity={validity} />,
  },
  {
    key: 'state',
    label: label.state,
    width: 80,
    cell: ({ state }) => <StateBadge state={state} />,
  },
  { key: 'owner', label: label.owner, width: 100, cell: ({ ownerId }) => <Text>{ownerId}</Text> },
];

export const narrowColumns: readonly Column[] = [
  {
    key: 'card',
    label: label.connectedTo,
    width: 0,
    grows: 1,
    focuses: true,
    cell: (connection, row) => <Card connection={connection} row={row} />,
  },
];
