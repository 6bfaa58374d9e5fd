// How many connections there are to be shown, where the counts tell.
import type { RecordSummary } from '../../shared/contracts/count-schemas.ts';
import type { Filters } from './filters.ts';

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
