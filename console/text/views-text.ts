// Words of the graph, the charts, the timeline and the day that they show.

import { commonText } from './common-text.ts';
import { connectionsText } from './connections-text.ts';
import { formatNumber } from './format.ts';

const { plural } = commonText;

export const viewsText = {
  graph: 'Graph',
  charts: 'Charts',
  timeline: 'Timeline',
  asTable: 'Table',
  view: 'Show as',
  filters: 'ViewFilters',
  depth: 'Steps',
  depths: (steps: number) => plural(steps, 'step', 'steps'),
  atMost: 'At most',
  atMostRecords: (count: number) => `${formatNumber(count)} records`,
  roleHere: connectionsText.columns.roleHere,
  roleThere: connectionsText.columns.roleThere,
  allRoles: 'All roles',
  category: 'Category',
  allCategories: 'All categories',
  type: 'Type',
  allTypes: 'All types',
  state: 'State',
  allStates: 'All states',
  states: { active: 'Active', inactive: 'Inactive' } as Record<string, string>,
  validities: connectionsText.validity,
  noRole: 'No role',
  clear: 'Clear conditions',
  loadingSome: (count: number, total: number | undefined) =>
    total === undefined
      ? `Loading connections: ${formatNumber(count)} …`
      : `Loading connections: ${formatNumber(count)} of ${formatNumber(total)} …`,
  capped: (cap: number) =>
    `Only the first ${plural(cap, 'connection', 'connections')} are counted here. Narrow them by role, type or state to see all that match.`,
  nothingMatches: 'No connection matches these conditions',
  nothingMatchesHint: 'Choose fewer conditions or another day.',
};

export const graphText = {
  label: (name: string) => `Graph around ${name}`,
  help: 'Arrow keys go from record to record, Enter shows what can be done with one, + and − zoom, 0 shows all.',
  node: (name: string, type: string, degree: number | undefined, hidden: number) =>
    [
      `${name}, ${type}`,
      ...(degree === undefined ? [] : [plural(degree, 'connection', 'connections')]),
      ...(hidden > 0 ? [`${formatNumber(hidden)} not shown`] : []),
    ].join(', '),
  hidden: (count: number) => `+${formatNumber(count)}`,
  counts: (records: number, connections: number) =>
    `${plural(records, 'record', 'records')}, ${plural(connections, 'connection', 'connections')}`,
  truncated: (nodes: number) =>
    `Not everything is shown: there is more than fits into ${formatNumber(nodes)} records.`,
  truncatedHelp: 'Set conditions, take fewer steps, or start at a record further out.',
  more: (count: number) => `Show up to ${formatNumber(count)}`,
  alone: 'Nothing is connected here',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  fit: 'Show all',
  legend: 'Record types',
  find: 'Find in the graph',
  found: (at: number, of: number) => `${formatNumber(at)} of ${formatNumber(of)}`,
  notFound: 'Not in the graph',
  download: 'Save picture',
  actions: (name: string) => `What to do with ${name}`,
  open: 'Open record',
  expand: 'Expand',
  collapse: 'Collapse',
  centre: 'Centre here',
  pathFrom: 'Paths from here',
  pathTo: 'Paths to here',
  table: (name: string) => `Connections in the graph around ${name}`,
  columns: {
    from: 'Record',
    fromRole: 'Role',
    to: 'Connected to',
    toRole: 'Role there',
    validity: 'Validity',
    state: 'State',
  },
};

export const pathText = {
  title: 'Paths',
  open: 'Find a path',
  close: 'Close the paths',
  from: 'From',
  to: 'To',
  hint: 'The beginning of a name',
  none: (steps: number) =>
    `There is no path of up to ${plural(steps, 'connection', 'connections')}.`,
  noneFound: 'No path was found before the search had to end. There may be one.',
  further: 'Look further',
  same: 'That is the same record.',
  found: (count: number, length: number) =>
    count === 1
      ? `One shortest path, of ${plural(length, 'connection', 'connections')}`
      : `${formatNumber(count)} shortest paths, of ${plural(length, 'connection', 'connections')} each`,
  more: 'There may be more paths as short as these.',
  path: (number: number) => `Path ${formatNumber(number)}`,
};

export const dayText = {
  open: 'On a day',
  label: 'Day',
  slider: 'Day shown',
  today: 'Today',
  clear: 'All days',
  effect: (count: number) => `${plural(count, 'connection', 'connections')} in effect`,
  noDates: 'None of these connections has a date.',
};

export const chartText = {
  byRole: 'By role here',
  byType: 'By type of the connected record',
  byCategory: 'By category of the role here',
  byState: 'By state',
  overTime: 'Over time',
  started: 'Started',
  inEffect: 'In effect',
  startedIn: (period: string, count: number) =>
    `${period}: ${plural(count, 'connection', 'connections')} started`,
  inEffectOn: (day: string, count: number) =>
    `${day}: ${plural(count, 'connection', 'connections')} in effect`,
  what: 'What is counted',
  withoutStart: (count: number) =>
    `${plural(count, 'connection', 'connections')} without a start ${count === 1 ? 'is' : 'are'} left out.`,
  noStarts: 'No connection has a start date.',
  none: 'There is nothing to count yet',
  noneHint: 'This record is not connected to any other.',
  name: 'Name',
  count: 'Connections',
  period: 'Period',
};

export const timelineText = {
  group: 'Group by',
  byRecord: 'Record',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  fit: 'Whole time',
  label: (name: string) => `Timeline of ${name}`,
  today: 'Today',
  none: 'No connections yet',
  noneHint: 'This record is not connected to any other.',
  open: 'open',
  always: 'no dates',
  from: (day: string) => `since ${day}`,
  until: (day: string) => `until ${day}`,
  period: (start: string, end: string) => `${start} – ${end}`,
  bar: (name: string, role: string, period: string) => `${name}, ${role}, ${period}`,
  inactive: 'inactive',
  counts: (rows: number, connections: number) =>
    `${plural(connections, 'connection', 'connections')} in ${plural(rows, 'line', 'lines')}`,
  columns: {
    record: 'Record',
    start: 'Start',
    end: 'End',
    validity: 'Validity',
    validityOn: (day: string) => `Validity on ${day}`,
    state: 'State',
  },
};
