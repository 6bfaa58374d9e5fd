// All connection roles, with filters.
import { Button, Text } from '@fluentui/react-components';
import { AddRegular } from '@fluentui/react-icons/svg/add';
import { useNavigate } from 'react-router';
import { usePages } from '../api/read-hooks.ts';
import { newRoleLink } from '../links.ts';
import { useDelayed } from '../parts/delayed.ts';
import { EmptyState } from '../parts/empty-state.tsx';
import { ErrorState } from '../parts/error-state.tsx';
import { Loading } from '../parts/loading.tsx';
import { MoreOnScroll } from '../parts/more-on-scroll.tsx';
import { useUrlState } from '../parts/url-state.ts';
import { administerText } from '../text/administer.ts';
import { AdminPage } from './admin-page.tsx';
import { noFilters, RoleFilterBar, type RoleFilters } from './role-filters.tsx';
import { RoleTable } from './role-table.tsx';

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
