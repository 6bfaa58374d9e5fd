// The filters of a record's connections, as the address has them and as the service takes them.
import type { RecordSummary } from '../../shared/contracts/count-schemas.ts';

/** By the names that all of the console uses in addresses; '' is no filter. */
export const noFilters = {
  roleId: '',
  connectedRoleId: '',
  connectedType: '',
  category: '',
  state: '',
  activeOn: '',
  ownerId: '',
  filter: '',
};

type FilterName = keyof typeof noFilters;
export type Filters = Readonly<Record<FilterName, string>>;

/** What is set of them, as query parameters. A wrong one in the address is refused by the service. */
export const queryOf = (filters: Filters) =>
  Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== '')) as {
    readonly [Name in Exclude<FilterName, 'state'>]?: string;
  } & { readonly state?: 'active' | 'inactive' };

export const isFiltered = (filters: Filters) => Object.values(filters).some((each) => each !== '');

const groups = {
  roleId: 'byRole',
  connectedType: 'byConnectedType',
  category: 'byCategory',
  state: 'byState',
} as const;

/** With no filter, or one that is counted; undefined with others: only the list itself knows. */
export function knownTotal(counts: RecordSummary, filters: Filters): number | undefined {
  const set = Object.entries(filters).filter(([, value]) => value !== '');
  const [first, second] = set;
  if (!first) return counts.total;
  const group = groups[first[0] as keyof typeof groups];
  if (second || !group) return undefined;
  return counts[group].find(({ key }) => key === first[1])?.count ?? 0;
}
