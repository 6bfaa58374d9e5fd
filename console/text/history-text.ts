// Words of history: what happened, and how fields and values are called.
import { commonText } from './common-text.ts';

/** Events of connections, roles and record types. */
const events: Readonly<Record<string, string>> = {
  created: 'Created',
  updated: 'Changed',
  activated: 'Activated',
  deactivated: 'Deactivated',
  clearing: 'Being taken off its connections',
  deleted: 'Deleted',
};

/** Fields as the service names them; roles of a connection are named by whose they are. */
const fields: Readonly<Record<string, string>> = {
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
};

const states: Readonly<Record<string, string>> = { active: 'Active', inactive: 'Inactive' };

export const historyText = {
  tab: 'History',
  title: 'History of a connection',
  titleOfRecord: (name: string) => `History of ${name}`,
  ofRecord: 'What happened to this record’s connections, newest first.',
  list: 'What happened, newest first',
  refresh: 'Refresh',
  none: 'Nothing has happened yet',
  noneHint: 'What is done to the connections appears here a moment later.',
  noSuchConnection: 'There is no history of such a connection',
  noSuchRecord: 'There is no history of such a record',
  deleted: 'Deleted',
  ofThisConnection: 'This connection’s history',
  ofGoneRecord: 'What happened to its connections',
  with: 'Connection with',
  by: (who: string) => `by ${who}`,
  /** What works by itself writes `liaison:` and its own name. */
  actor: (who: string) => who.replace(/^liaison:(.*)$/, 'Liaison itself ($1)'),
  event: (event: string) => events[event] ?? event,
  field: (field: string) => fields[field] ?? field,
  roleOf: (record: string) => `Role of ${record}`,
  state: (state: string) => states[state] ?? state,
  allRecordTypes: 'All',
  noValue: 'none',
  from: 'from',
  to: 'to',
  was: 'was',
  end: (count: number) => `That is all: ${commonText.plural(count, 'entry', 'entries')}.`,
};
