// Labels and values of a connection's fields in its history.

import type {
  ConnectionView,
  NamedRecord,
} from '../../shared/contracts/answers/connection-answers.ts';
import type { HistoryEntry } from '../../shared/contracts/answers/history-answers.ts';
import { keysIn } from '../base/path-keys.ts';
import { useRoleNames } from '../data/all-roles.ts';
import { attributeLabel, attributeText, formatDate, valueText } from '../text/format.ts';
import { historyText } from '../text/history-text.ts';
import type { FieldWords } from './change-list.tsx';

type ExternalId = NonNullable<ConnectionView['externalId']>;

/** Roles are shown by their current names, deleted roles by their ids. */
export function useConnectionWords(): FieldWords<HistoryEntry> {
  const roleName = useRoleNames();
  return {
    label(field, { record1, record2 }) {
      if (field === 'record1RoleId') return historyText.roleOf(record1.name);
      if (field === 'record2RoleId') return historyText.roleOf(record2.name);
      const [of, name] = keysIn(field);
      return of === 'attributes' && name ? attributeLabel(name) : historyText.field(field);
    },
    value(field, value) {
      const [of, name] = keysIn(field);
      if (of === 'attributes' && name) return attributeText(value, name);
      if (field === 'record1' || field === 'record2') return (value as NamedRecord).name;
      if (field === 'externalId') {
        const { source, key } = value as ExternalId;
        return `${source}: ${key}`;
      }
      const text = valueText(value);
      if (field === 'record1RoleId' || field === 'record2RoleId') return roleName(text);
      if (field === 'effectiveStart' || field === 'effectiveEnd') return formatDate(text);
      return field === 'state' ? historyText.state(text) : text;
    },
  };
}
