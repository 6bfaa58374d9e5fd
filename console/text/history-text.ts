// Texts of histories: events, and the names of fields and values.
import { commonText } from './common-text.ts';
import { possessive } from './format.ts';

/** Events of connections and roles. */
const events: Readonly<Record<string, string>> = {
  created: 'Created',
  updated: 'Modified',
  activated: 'Activated',
  deactivated: 'Deactivated',
  moved: 'Moved, because a record was merged',
  clearing: 'Removal from connections started',
  deleted: 'Deleted',
};

/** By the service's names; the two roles of a connection are named after their records. */
const fields: Readonly<Record<string, string>> = {
  record1: 'Record',
  record2: 'Record',
  title: 'Title',
  attributes: 'Attributes',
  externalId: 'External id',
  description: 'Description',
  effectiveStart: 'Start',
  effectiveEnd: 'End',
  ownerId: 'Owner',
  state: 'State',
  id: 'Id',
  name: 'Name',
  category: 'Category',
  recordTypes: 'Record types',
  matchingRoleIds: 'Matching roles',
  maxPerRecord: 'Limit per record',
  attributeSchema: 'Attributes of connections',
};

const states: Readonly<Record<string, string>> = { active: 'Active', inactive: 'Inactive' };

export const historyText = {
  tab: 'History',
  title: 'History of a connection',
  titleOfRecord: (name: string) => `History of ${name}`,
  ofRecord: 'Changes to this record’s connections, newest first.',
  list: 'Changes, newest first',
  refresh: 'Refresh',
  none: 'No changes yet',
  noneHint: 'Changes appear here after a few seconds.',
  noSuchConnection: 'There is no history for this connection',
  noSuchRecord: 'There is no history for this record',
  deleted: 'Deleted',
  ofThisConnection: 'History of this connection',
  ofGoneRecord: 'History of its connections',
  with: 'Connection with',
  by: (who: string) => `by ${who}`,
  /** Automatic changes have `liaison:` and the name of the workflow as their actor. */
  actor: (who: string) => who.replace(/^liaison:(.*)$/, 'Liaison ($1)'),
  event: (event: string, reason?: string) =>
    reason === 'merge' ? 'Deleted, because a record was merged' : (events[event] ?? event),
  field: (field: string) => fields[field] ?? field,
  roleOf: (record: string) => `${possessive(record)} role`,
  state: (state: string) => states[state] ?? state,
  allRecordTypes: 'All',
  noValue: 'none',
  from: 'from',
  to: 'to',
  was: 'was',
  end: (count: number) => `End of history: ${commonText.plural(count, 'change', 'changes')}`,
};
