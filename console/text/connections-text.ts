// Words of a record's connections: the grid, its filters, its commands, the panel beside it.
import { commonText } from './common-text.ts';

const connections = (count: number) => commonText.plural(count, 'connection', 'connections');

const they = (count: number) => (count === 1 ? 'It' : 'They');

export const connectionsText = {
  label: (name: string) => `Connections of ${name}`,
  columns: {
    select: 'Select',
    connectedTo: 'Connected to',
    type: 'Type',
    roleHere: 'Role here',
    roleThere: 'Role there',
    description: 'Description',
    start: 'Start',
    end: 'End',
    validity: 'Validity',
    state: 'State',
    owner: 'Owner',
  },
  validity: { future: 'Future', current: 'Current', past: 'Past' },
  state: { active: 'Active', inactive: 'Inactive' },
  asRole: (there: string, here: string) => `${there} · ${here} here`,
  noRole: 'No role',
  from: (day: string) => `from ${day}`,
  until: (day: string) => `until ${day}`,
  period: (start: string, end: string) => `${start} – ${end}`,
  selectAll: 'Select all that are loaded',
  selectOne: (name: string, role: string) => `Select ${name}${role && `, ${role}`}`,
  count: (loaded: number, total: number) =>
    loaded < total
      ? `${commonText.plural(loaded, 'row', 'rows')} loaded of ${connections(total)}`
      : connections(total),
  countSoFar: (loaded: number) => `${connections(loaded)} so far; more as you scroll`,
  countFound: (loaded: number) => `${connections(loaded)} found`,
  selected: (count: number) => `${count} selected`,
  unselect: 'Clear the selection',
  none: 'No connections yet',
  noneHint: 'Connect this record to another: who it works for, knows, sells to.',
  noneMatches: 'No connection matches these filters',
  noneMatchesHint: 'There may be others: remove a filter to see them.',
  gone: 'This record is gone',
  notRefreshed: 'What you see may be out of date:',

  commands: 'Commands',
  connect: 'Connect',
  toAnother: 'To Another',
  toMe: 'To Me',
  edit: 'Edit',
  activate: 'Activate',
  deactivate: 'Deactivate',
  delete: 'Delete',
  refresh: 'Refresh',
  export: 'Export (CSV)',
  more: 'More commands',
  nothingSelected: 'Select a connection first.',
  oneOnly: 'Select just one connection to edit it.',
  activateFirst: 'It is inactive, and so read-only: activate it first.',
  allActive: 'All that is selected is active.',
  allInactive: 'All that is selected is inactive.',
  notOwner: 'Only the owner of a connection, or an administrator, may delete it.',
  noMe: (sub: string, types: string) =>
    `No record stands for you. It would be of the type ${types}, with the id ${sub}.`,
  noMeTypes: 'No record stands for you: there is no record type for users (systemuser or user).',

  filters: 'Filters',
  filtersOn: (count: number) => `Filters (${count})`,
  clear: 'Clear filters',
  without: (filter: string) => `Remove the filter ${filter}`,
  any: 'Any',
  categoryHere: 'Category of the role here',
  activeOn: 'In effect on',
  expression: 'Condition on the connected record',
  expressionHint: "Its name or attributes, as in status eq 'open' and estimatedValue gt 20000",
  expressionPlace: (at: number) => `The place that is wrong: character ${at}`,

  confirm: {
    activate: (count: number) => `Activate ${connections(count)}?`,
    deactivate: (count: number) => `Deactivate ${connections(count)}?`,
    delete: (count: number) => `Delete ${connections(count)}?`,
  },
  effect: {
    activate: (count: number) => `${they(count)} can be edited again, on both sides.`,
    deactivate: (count: number) =>
      count === 1
        ? 'It stays on both records, read-only, until somebody activates it again.'
        : 'They stay on both records, read-only, until somebody activates them again.',
    delete: (count: number) =>
      count === 1
        ? 'It is deleted from both records. This cannot be taken back; its history stays.'
        : 'They are deleted from both records each. This cannot be taken back; their history stays.',
  },
  leftOut: {
    activate: (count: number) => `${connections(count)} of the selection: active already.`,
    deactivate: (count: number) => `${connections(count)} of the selection: inactive already.`,
    delete: (count: number) =>
      `${connections(count)} of the selection: not yours, and only owners and administrators delete.`,
  },
  done: {
    activate: (count: number) => `${connections(count)} activated.`,
    deactivate: (count: number) => `${connections(count)} deactivated.`,
    delete: (count: number) => `${connections(count)} deleted.`,
  },
  progress: (done: number, all: number) => `${done} of ${all} done`,
  failed: (count: number) => `${connections(count)} could not be changed:`,
  changedSince: 'Somebody has changed it since you saw it. Trying again does it all the same.',
  stop: 'Stop',
  again: (count: number) => `Try again (${count})`,

  exportTitle: 'Export to CSV',
  exporting: (rows: number) => `${commonText.plural(rows, 'row', 'rows')} fetched …`,
  exportingOf: (rows: number, total: number) => `${rows} of ${connections(total)} fetched …`,
  exported: (rows: number) => `${commonText.plural(rows, 'row', 'rows')} exported.`,
  exportFailed: (rows: number) =>
    `The export broke off after ${commonText.plural(rows, 'row', 'rows')}; nothing was saved.`,
  fileName: (name: string) => `Connections of ${name}`,

  panel: 'The selected connection',
  closePanel: 'Close the connection',
  elsewhere: 'This connection is not one of this record',
  noSuchConnection: 'There is no such connection',
  noSuchConnectionHint: 'It may have been deleted since.',
  facts: 'About it',
  created: 'Created',
  modified: 'Changed',
  byWhom: (when: string, who: string) => `${when}, by ${who}`,
  id: 'Id',
};
