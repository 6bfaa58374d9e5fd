// The active filters as tags that can be removed one by one or all at once.
import { Button, makeStyles, tokens } from '@fluentui/react-components';
import type { NamedRecord } from '../../shared/contracts/answers/connection-answers.ts';
import { Chips } from '../base/chips.tsx';
import { noRoleKey } from '../base/role-keys.ts';
import { useTypeNames } from '../data/all-record-types.tsx';
import { useRoles } from '../data/all-roles.ts';
import { categoryName } from '../text/category-text.ts';
import { connectionsText } from '../text/connections-text.ts';
import { formatDate } from '../text/format.ts';
import type { Filters } from './connection-filters.ts';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM}`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
});

interface Props {
  readonly record: NamedRecord;
  readonly filters: Filters;
  readonly onChange: (change: Partial<Filters>) => void;
  readonly onClear: () => void;
}

export function FilterTags({ record, filters, onChange, onClear }: Props) {
  const styles = useStyles();
  const { items: roles } = useRoles();
  const typeNames = useTypeNames();
  const roleName = (id: string) =>
    id === noRoleKey ? connectionsText.noRole : (roles.find((role) => role.id === id)?.name ?? id);
  const { columns, state } = connectionsText;
  const tagTexts: Readonly<Record<keyof Filters, (value: string) => string>> = {
    roleId: (id) => `${connectionsText.ownRole(record.name)}: ${roleName(id)}`,
    connectedRoleId: (id) => `${columns.connectedRole}: ${roleName(id)}`,
    connectedType: (type) => `${columns.type}: ${typeNames(type).one}`,
    category: (category) =>
      `${connectionsText.categoryOfOwnRole(record.name)}: ${categoryName(category)}`,
    state: (value) => `${columns.state}: ${state[value as keyof typeof state] ?? value}`,
    activeOn: (day) => `${connectionsText.activeOn} ${isDay(day) ? formatDate(day) : day}`,
    ownerId: (owner) => `${columns.owner}: ${owner}`,
    filter: (expression) => expression,
  };
  const set = Object.entries(filters).filter(([, value]) => value !== '');
  return (
    <div className={styles.root}>
      <Chips
        label={connectionsText.filters}
        chips={set.map(([name, value]) => ({
          key: name,
          text: tagTexts[name as keyof Filters](value),
        }))}
        dismissLabel={connectionsText.without}
        onDismiss={(name) => onChange({ [name]: '' })}
      />
      <Button size="small" appearance="subtle" onClick={onClear}>
        {connectionsText.clear}
      </Button>
    </div>
  );
}

const isDay = (text: string) => !Number.isNaN(Date.parse(text));
