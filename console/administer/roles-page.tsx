// The page with all connection roles and filters.

import {
  Badge,
  Button,
  Dropdown,
  Input,
  makeStyles,
  mergeClasses,
  Option,
  Text,
  tokens,
} from '@fluentui/react-components';
import { AddRegular } from '@fluentui/react-icons/svg/add';
import { FilterRegular } from '@fluentui/react-icons/svg/filter';
import { useNavigate } from 'react-router';
import type { ConnectionRole } from '../../shared/contracts/role-schemas.ts';
import { usePages } from '../api/read-hooks.ts';
import { newRoleLink, roleLink } from '../base/addresses.ts';
import { MoreOnScroll } from '../base/more-on-scroll.tsx';
import { PageLink } from '../base/page-link.tsx';
import { EmptyState, ErrorState, Loading } from '../base/page-states.tsx';
import { useDelayed, useTyped } from '../base/typed-text.ts';
import { useUrlState } from '../base/url-state.ts';
import { useRecordTypes, useTypeNames } from '../data/all-record-types.tsx';
import { useRoleNames, useRoles } from '../data/all-roles.ts';
import { administerText } from '../text/administer-text.ts';
import { categoryName } from '../text/category-text.ts';
import { AdminPage } from './admin-page.tsx';
import { useTableStyles } from './admin-table-styles.ts';

const useFilterStyles = makeStyles({
  root: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  name: { flex: '1 1 200px', maxWidth: '320px', minWidth: 0 },
  choice: { flex: '1 1 150px', maxWidth: '220px', minWidth: 0 },
});

const noFilters = { name: '', category: '', recordType: '', state: '' };
type RoleFilters = { readonly [Key in keyof typeof noFilters]: string };

interface FilterBarProps {
  readonly filters: RoleFilters;
  /** `replace`: adds no history entry, as while typing. */
  readonly onChange: (part: Partial<RoleFilters>, options?: { replace: boolean }) => void;
}

function RoleFilterBar({ filters, onChange }: FilterBarProps) {
  const styles = useFilterStyles();
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

export function RolesPage() {
  const navigate = useNavigate();
  return (
    <AdminPage
      title={administerText.roles}
      beneath={<Text>{administerText.rolesHint}</Text>}
      commands={
        <Button appearance="primary" icon={<AddRegular />} onClick={() => navigate(newRoleLink)}>
          {administerText.newRole}
        </Button>
      }
    >
      <Roles />
    </AdminPage>
  );
}

function Roles() {
  const [filters, set] = useUrlState(noFilters);
  return (
    <>
      <RoleFilterBar filters={filters} onChange={set} />
      <RolesWith filters={filters} onClear={() => set(noFilters)} />
    </>
  );
}

interface Props {
  readonly filters: RoleFilters;
  readonly onClear: () => void;
}

function RolesWith({ filters, onClear }: Props) {
  const { category, recordType, state } = filters;
  const namePrefix = useDelayed(filters.name.trim());
  const query = {
    namePrefix: namePrefix || undefined,
    category: category || undefined,
    recordType: recordType || undefined,
    state: state === 'active' || state === 'inactive' ? state : undefined,
    limit: 100,
  } as const;
  const list = usePages('listConnectionRoles', { query }, { keepPrevious: true });
  if (list.error && list.items.length === 0) {
    return <ErrorState error={list.error} onRetry={list.refetch} />;
  }
  if (list.isPending) return <Loading />;
  if (list.items.length === 0) {
    const isFiltered = Object.values(filters).some((value) => value !== '');
    return isFiltered ? (
      <EmptyState title={administerText.noneMatches}>
        <Button onClick={onClear}>{administerText.clearFilters}</Button>
      </EmptyState>
    ) : (
      <EmptyState title={administerText.noRoles} hint={administerText.noRolesHint} />
    );
  }
  return (
    <>
      <RoleTable roles={list.items} />
      <MoreOnScroll
        loaded={list.items.length}
        hasMore={list.hasNextPage}
        isLoadingMore={list.isFetchingNextPage}
        onMore={list.fetchNextPage}
        error={list.isFetchNextPageError ? list.error : null}
      />
    </>
  );
}

function RoleTable({ roles }: { readonly roles: readonly ConnectionRole[] }) {
  const styles = useTableStyles();
  const typeNames = useTypeNames();
  const roleName = useRoleNames();
  const wide = mergeClasses(styles.cell, styles.clipped, styles.wide);
  const wideHead = mergeClasses(styles.head, styles.wide);
  return (
    <div className={styles.card}>
      <table className={styles.table} aria-label={administerText.roles}>
        <thead>
          <tr>
            <th className={styles.head}>{administerText.name}</th>
            <th className={wideHead}>{administerText.category}</th>
            <th className={wideHead}>{administerText.recordTypes}</th>
            <th className={wideHead}>{administerText.matches}</th>
            <th className={wideHead} style={{ width: '9rem' }}>
              {administerText.limit}
            </th>
            <th className={styles.head} style={{ width: '7rem' }}>
              {administerText.state}
            </th>
          </tr>
        </thead>
        <tbody>
          {roles.map((role) => {
            const types =
              role.recordTypes.length === 0
                ? administerText.allTypes
                : role.recordTypes.map((type) => typeNames(type).one).join(', ');
            const matches = role.matchingRoleIds.map(roleName).join(', ');
            return (
              <tr key={role.id} className={styles.row}>
                <td className={styles.cell}>
                  <PageLink to={roleLink(role.id)}>{role.name}</PageLink>
                </td>
                <td className={wide}>{categoryName(role.category)}</td>
                <td className={wide} title={types}>
                  {types}
                </td>
                <td className={wide} title={matches}>
                  {matches}
                </td>
                <td className={wide}>
                  {role.maxPerRecord !== null && administerText.atMost(role.maxPerRecord)}
                </td>
                <td className={styles.cell}>
                  <Badge
                    appearance="tint"
                    color={role.state === 'active' ? 'success' : 'informative'}
                  >
                    {administerText.states[role.state]}
                  </Badge>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
