// Texts of the graph, the charts, the timeline and the day that they show.
import { commonText } from './common-text.ts';
import { connectionsText } from './connections-text.ts';
import { formatNumber, possessive, shortName } from './format.ts';

const { plural } = commonText;

export const viewsText = {
  graph: 'Graph',
  charts: 'Charts',
  timeline: 'Timeline',
  asTable: 'Table',
  view: 'Show as',
  filters: 'Filters',
  depth: 'Steps',
  depths: (steps: number) => plural(steps, 'step', 'steps'),
  atMost: 'Show up to',
  atMostRecords: (count: number) => `${formatNumber(count)} records`,
  connectedRole: connectionsText.columns.connectedRole,
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
  clear: 'Clear filters',
  loadingSome: (count: number, total: number | undefined) =>
    total === undefined
      ? `Loading connections: ${formatNumber(count)}…`
      : `Loading connections: ${formatNumber(count)} of ${formatNumber(total)}…`,
  /** `total`: undefined where it is not known. */
  capped: (cap: number, total: number | undefined) =>
    `Showing ${total === undefined ? 'the first ' : ''}${formatNumber(cap)}${total === undefined ? '' : ` of ${formatNumber(total)}`} connections. Filter by role, type or state to see the others.`,
  nothingMatches: 'No connections match these filters',
  nothingMatchesHint: 'Remove a filter or select another day.',
};

export const graphText = {
  label: (name: string) => `Graph around ${name}`,
  help: 'Use the arrow keys to move between records, Enter to open the menu of a record, + and − to zoom, 0 to show everything.',
  node: (name: string, type: string, degree: number | undefined, hidden: number) =>
    [
      `${name}, ${type}`,
      ...(degree === undefined ? [] : [plural(degree, 'connection', 'connections')]),
      ...(hidden > 0 ? [`${formatNumber(hidden)} not shown`] : []),
    ].join(', '),
  hidden: (count: number) => `+${formatNumber(count)}`,
  counts: (records: number, connections: number) =>
    `${plural(records, 'record', 'records')}, ${plural(connections, 'connection', 'connections')}`,
  /** `total`: how many connections exist; undefined where it is not known. */
  truncated: (records: number, connections: number, total: number | undefined) =>
    total === undefined
      ? `Showing the first ${plural(records, 'record', 'records')}.`
      : `Showing ${formatNumber(connections)} of ${plural(total, 'connection', 'connections')}.`,
  truncatedHelp: 'Add filters, reduce the steps or start from another record to see the others.',
  more: (count: number) => `Show up to ${formatNumber(count)}`,
  alone: 'No connections to show',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  fit: 'Show all',
  legend: 'Record types',
  find: 'Find in the graph',
  found: (at: number, of: number) => `${formatNumber(at)} of ${formatNumber(of)}`,
  notFound: 'Not found',
  download: 'Save picture',
  actions: (name: string) => `Commands for ${name}`,
  open: 'Open record',
  expand: 'Expand',
  collapse: 'Collapse',
  centre: 'Center here',
  pathFrom: 'Paths from here',
  pathTo: 'Paths to here',
  table: (name: string) => `Connections in the graph around ${name}`,
  columns: {
    from: 'Connected from',
    fromRole: 'Role (from)',
    to: 'Connected to',
    toRole: 'Role (to)',
    title: 'Title',
    validity: 'Validity',
    state: 'State',
  },
};

export const pathText = {
  title: 'Paths',
  open: 'Find a path',
  close: 'Close paths',
  from: 'From',
  to: 'To',
  hint: 'Search by name',
  none: (steps: number) =>
    `No path with up to ${plural(steps, 'connection', 'connections')} exists.`,
  noneFound: 'The search reached its limit without finding a path. A path may exist.',
  further: 'Search longer paths',
  same: 'Both ends are the same record.',
  found: (count: number, length: number) =>
    count === 1
      ? `One shortest path with ${plural(length, 'connection', 'connections')}`
      : `${formatNumber(count)} shortest paths with ${plural(length, 'connection', 'connections')} each`,
  more: 'There may be more paths of this length.',
  path: (number: number) => `Path ${formatNumber(number)}`,
};

export const dayText = {
  open: 'Filter by day',
  label: 'Day',
  slider: 'Day shown',
  today: 'Today',
  clear: 'All days',
  effect: (count: number) => `${plural(count, 'connection', 'connections')} in effect`,
  noDates: 'None of these connections has dates.',
};

export const chartText = {
  byRole: (name: string) => `By ${possessive(shortName(name))} role`,
  byType: 'By type of connected record',
  byCategory: (name: string) => `By category of ${possessive(shortName(name))} role`,
  byState: 'By state',
  overTime: 'Over time',
  started: 'Started',
  inEffect: 'In effect',
  startedIn: (period: string, count: number) =>
    `${period}: ${plural(count, 'connection', 'connections')} started`,
  inEffectOn: (day: string, count: number) =>
    `${day}: ${plural(count, 'connection', 'connections')} in effect`,
  what: 'Count',
  withoutStart: (count: number) =>
    `${plural(count, 'connection', 'connections')} without a start date ${count === 1 ? 'is' : 'are'} not shown.`,
  noStarts: 'No connections have a start date.',
  none: 'No connections yet',
  noneHint: 'This record has no connections.',
  name: 'Name',
  count: 'Connections',
  period: 'Period',
};

export const timelineText = {
  group: 'Group by',
  byRecord: 'Record',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  fit: 'Show all',
  label: (name: string) => `Timeline of ${name}`,
  today: 'Today',
  none: 'No connections yet',
  noneHint: 'This record has no connections.',
  open: 'no date',
  always: 'no dates',
  from: (day: string) => `since ${day}`,
  until: (day: string) => `until ${day}`,
  period: (start: string, end: string) => `${start} – ${end}`,
  bar: (name: string, role: string, period: string) => `${name}, ${role}, ${period}`,
  inactive: 'inactive',
  counts: (rows: number, connections: number) =>
    `${plural(connections, 'connection', 'connections')} in ${plural(rows, 'row', 'rows')}`,
  columns: {
    record: 'Record',
    title: 'Title',
    start: 'Start',
    end: 'End',
    validity: 'Validity',
    validityOn: (day: string) => `Validity on ${day}`,
    state: 'State',
  },
};
