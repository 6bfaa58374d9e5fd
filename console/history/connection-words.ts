// Labels and values of a connection's fields in its history.
import type { HistoryEntry } from '../../shared/contracts/history-schemas.ts';
import { useRoleNames } from '../data/all-roles.ts';
import { formatDate, valueText } from '../text/format.ts';
import { historyText } from '../text/history-text.ts';
import type { FieldWords } from './change-list.tsx';

/** The name of an attribute in a path such as `attributes.share` or `attributes["first year"]`. */
const nameIn = (path: string) => path.replace(/^attributes\.?/, '');

/** Roles are shown by their current names, deleted roles by their ids. */
export function useConnectionWords(): FieldWords<HistoryEntry> {
  const roleName = useRoleNames();
  return {
    label(field, { record1, record2 }) {
      if (field === 'record1RoleId') return historyText.roleOf(record1.name);
      if (field === 'record2RoleId') return historyText.roleOf(record2.name);
      return field.startsWith('attributes') ? nameIn(field) : historyText.field(field);
    },
    value(field, value) {
      const text = valueText(value);
      if (field === 'record1RoleId' || field === 'record2RoleId') return roleName(text);
      if (field === 'effectiveStart' || field === 'effectiveEnd') return formatDate(text);
      return field === 'state' ? historyText.state(text) : text;
    },
  };
}
