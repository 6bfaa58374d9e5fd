// The filters of the list of roles, as the service has them.
import { Dropdown, Input, makeStyles, Option, tokens } from '@fluentui/react-components';
import { FilterRegular } from '@fluentui/react-icons/svg/filter';
import { useRecordTypes } from '../find/record-types.ts';
import { useRoles } from '../find/roles.ts';
import { useTyped } from '../parts/typed.ts';
import { administerText } from '../text/administer.ts';
import { categoryName } from '../text/categories.ts';

const useStyles = makeStyles({
  root: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  name: { flex: '1 1 200px', maxWidth: '320px', minWidth: 0 },
  choice: { flex: '1 1 150px', maxWidth: '220px', minWidth: 0 },
});

export const noFilters = { name: '', category: '', recordType: '', state: '' };
export type RoleFilters = { readonly [Key in keyof typeof noFilters]: string };

interface Props {
  readonly filters: RoleFilters;
  /** `replace`: no step of "back", as for each letter. */
  readonly onChange: (part: Partial<RoleFilters>, options?: { replace: boolean }) => void;
}

export function RoleFilterBar({ filters, onChange }: Props) {
  const styles = useStyles();
  const [typed, type] = useTyped(filters.name, (name) => onChange({ name }, { replace: true }));
  const { items: types } = useRecordTypes();
  const { items: roles } = useRoles();
  const categories = [...new Set(roles.map(({ category }) => category))].sort();
  const named = (values: readonly string[], nameOf: (value: string) => string) =>
    values.map((value) => [value, nameOf(value)] as const);
  const choice = (
    filter: 'category' | 'recordType' | 'state',
    any: string,
    options: readonly (readonly [string, string])[],
  ) => (
    <Dropdown
      className={styles.choice}
      aria-label={any}
      value={options.find(([value]) => value === filters[filter])?.[1] ?? any}
      selectedOptions={[filters[filter]]}
      onOptionSelect={(_, { optionValue = '' }) => onChange({ [filter]: optionValue })}
    >
      <Option value="">{any}</Option>
      {options.map(([value, name]) => (
        <Option key={value} value={value}>
          {name}
        </Option>
      ))}
    </Dropdown>
  );
  return (
    <search className={styles.root}>
      <Input
        className={styles.name}
        type="search"
        aria-label={administerText.filterName}
        placeholder={administerText.filterName}
        contentBefore={<FilterRegular />}
        value={typed}
        onChange={(_, { value }) => type(value)}
      />
      {choice('category', administerText.anyCategory, named(categories, categoryName))}
      {choice(
        'recordType',
        administerText.anyType,
        types.map((each) => [each.type, each.displayName] as const),
      )}
      {choice('state', administerText.anyState, Object.entries(administerText.states))}
    </search>
  );
}
