// The filters of a record's connections, in the address and in requests.

import type { RecordSummary } from '../../shared/contracts/answers/count-answers.ts';
import { keyOfRole } from '../base/role-keys.ts';

/** By the parameter names used in all addresses of the console; '' means no filter. */
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

/** The active filters as query parameters. The service refuses invalid values from the address. */
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

/** The number of matching connections without filters or with one counted filter; undefined with others. */
export function knownTotal(counts: RecordSummary, filters: Filters): number | undefined {
  const set = Object.entries(filters).filter(([, value]) => value !== '');
  const [first, second] = set;
  if (!first) return counts.total;
  const group = groups[first[0] as keyof typeof groups];
  if (second || !group) return undefined;
  return counts[group].find(({ key }) => keyOfRole(key) === first[1])?.count ?? 0;
}
