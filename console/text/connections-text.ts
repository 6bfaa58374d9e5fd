// Texts of a record's connections: the grid, its filters and commands, the panel next to it.
import { commonText } from './common-text.ts';
import { formatNumber, possessive, shortName } from './format.ts';

const connections = (count: number) => commonText.plural(count, 'connection', 'connections');

export const connectionsText = {
  label: (name: string) => `Connections of ${name}`,
  columns: {
    select: 'Select',
    connectedTo: 'Connected to',
    type: 'Type',
    connectedRole: 'Their role',
    title: 'Title',
    description: 'Description',
    start: 'Start',
    end: 'End',
    validity: 'Validity',
    state: 'State',
    owner: 'Owner',
  },
  /** Of the record whose connections are shown; `name` is its name. */
  ownRole: (name: string) => `${possessive(shortName(name))} role`,
  validity: { future: 'Future', current: 'Current', past: 'Past' },
  state: { active: 'Active', inactive: 'Inactive' },
  bothRoles: (there: string, here: string, name: string) =>
    `${there} · ${shortName(name)}: ${here}`,
  noRole: 'No role',
  selectAll: 'Select all loaded rows',
  selectOne: (name: string, role: string) => `Select ${name}${role && `, ${role}`}`,
  count: (loaded: number, total: number) =>
    loaded < total
      ? `Showing ${formatNumber(loaded)} of ${connections(total)}`
      : connections(total),
  countSoFar: (loaded: number) => `Showing the first ${connections(loaded)}; scroll for more`,
  countFound: (loaded: number) => `${connections(loaded)} found`,
  selected: (count: number) => `${count} selected`,
  unselect: 'Clear selection',
  none: 'No connections yet',
  noneHint: 'Connect this record to the records it works for, knows or sells to.',
  noneMatches: 'No connections match these filters',
  noneMatchesHint: 'Remove a filter to see more connections.',
  gone: 'This record no longer exists',
  notRefreshed: 'This list may be out of date:',

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
  oneOnly: 'Select only one connection to edit it.',
  activateFirst: 'Inactive connections are read-only. Activate it first.',
  allActive: 'All selected connections are active.',
  allInactive: 'All selected connections are inactive.',
  notOwner: 'Only the owner or an administrator can delete a connection.',
  noMe: (sub: string, types: string) =>
    `There is no record for you: none of type ${types} has the id ${sub}.`,
  noMeTypes: 'There is no record for you: no record type for users exists (systemuser or user).',

  filters: 'Filters',
  filtersOn: (count: number) => `Filters (${count})`,
  clear: 'Clear filters',
  without: (filter: string) => `Remove filter ${filter}`,
  any: 'Any',
  categoryOfOwnRole: (name: string) => `Category of ${possessive(shortName(name))} role`,
  activeOn: 'In effect on',
  expression: 'Condition on the connected record',
  expressionHint: "By name or attributes, for example status eq 'open' and estimatedValue gt 20000",
  expressionPlace: (at: number) => `Error at character ${at}`,

  confirm: {
    activate: (count: number) => `Activate ${connections(count)}?`,
    deactivate: (count: number) => `Deactivate ${connections(count)}?`,
    delete: (count: number) => `Delete ${connections(count)}?`,
  },
  effect: {
    activate: (count: number) =>
      count === 1
        ? 'This connection can be edited again from both records.'
        : 'These connections can be edited again from both records.',
    deactivate: (count: number) =>
      count === 1
        ? 'This connection stays on both records but is read-only until someone activates it.'
        : 'These connections stay on both records but are read-only until someone activates them.',
    delete: (count: number) =>
      count === 1
        ? 'This connection is deleted from both records. This cannot be undone. Its history remains available.'
        : 'These connections are deleted from both records. This cannot be undone. Their history remains available.',
  },
  leftOut: {
    activate: (count: number) => `Not included: ${connections(count)} already active.`,
    deactivate: (count: number) => `Not included: ${connections(count)} already inactive.`,
    delete: (count: number) =>
      `Not included: ${connections(count)} that you do not own. Only the owner or an administrator can delete them.`,
  },
  done: {
    activate: (count: number) => `${connections(count)} activated.`,
    deactivate: (count: number) => `${connections(count)} deactivated.`,
    delete: (count: number) => `${connections(count)} deleted.`,
  },
  progress: (done: number, all: number) => `${done} of ${all} done`,
  failed: (count: number) => `${connections(count)} could not be changed:`,
  changedSince:
    'Someone else changed this connection. Try again to apply your command to the latest version.',
  stop: 'Stop',
  again: (count: number) => `Try again (${count})`,

  exportTitle: 'Export to CSV',
  exporting: (rows: number) => `${commonText.plural(rows, 'row', 'rows')} loaded…`,
  exportingOf: (rows: number, total: number) =>
    `${formatNumber(rows)} of ${connections(total)} loaded…`,
  exported: (rows: number) => `${commonText.plural(rows, 'row', 'rows')} exported.`,
  exportFailed: (rows: number) =>
    `The export stopped after ${commonText.plural(rows, 'row', 'rows')}. No file was saved.`,
  fileName: (name: string) => `Connections of ${name}`,

  panel: 'Connection details',
  closePanel: 'Close connection details',
  elsewhere: 'This connection belongs to another record',
  noSuchConnection: 'This connection does not exist',
  noSuchConnectionHint: 'It may have been deleted.',
  facts: 'About this connection',
  created: 'Created',
  modified: 'Modified',
  byWhom: (when: string, who: string) => `${when}, by ${who}`,
  id: 'Id',
  externalId: (source: string) => `Id in ${source}`,
};
