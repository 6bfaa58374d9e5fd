// Words of administering: connection roles and record types.
import type { Right } from '../sign-in/person.ts';
import { commonText } from './common-text.ts';

const rights: Record<Right, string> = { read: 'Read', write: 'Write', admin: 'Administer' };

const connections = (count: number) => commonText.plural(count, 'connection', 'connections');
const records = (count: number) => commonText.plural(count, 'record', 'records');

export const administerText = {
  refusedTitle: 'This page is for administrators',
  refused: (needed: readonly Right[]) =>
    `It needs the ${needed.length > 1 ? 'rights' : 'right'} ${needed.map((right) => `“${rights[right]}”`).join(' and ')}, which your sign-in does not have. Ask who manages the sign-in for it, then sign out and in again.`,

  roles: 'Connection roles',
  rolesHint: 'What a record can be to another, on which record types, and which roles go together.',
  newRole: 'New role',
  noRoles: 'There are no connection roles yet',
  noRolesHint: 'A role says what one record is to the other: Vendor, Doctor, Friend.',
  noneMatches: 'No role matches these filters',
  clearFilters: 'Clear filters',
  filterName: 'Beginning of the name',
  anyCategory: 'Any category',
  anyType: 'Any record type',
  anyState: 'Any state',
  name: 'Name',
  id: 'Id',
  category: 'Category',
  description: 'Description',
  recordTypes: 'Record types',
  matches: 'Matching roles',
  state: 'State',
  allTypes: 'All',
  states: { active: 'Active', inactive: 'Inactive' },

  role: 'Connection role',
  noSuchRole: 'There is no such connection role',
  inUse: (total: number, holders: number) =>
    total === 0 ? 'No connection has it' : `${connections(total)}, held by ${records(holders)}`,
  save: 'Save',
  saveAndClose: 'Save & close',
  saved: 'Saved',
  unsavedChanges: 'Unsaved changes',
  activate: 'Activate',
  deactivate: 'Deactivate',
  delete: 'Delete',
  history: 'History',

  describe: 'Describe the role',
  idHint: 'a–z, 0–9 and -; made from the name unless you choose one, and never changed later',
  nameMissing: 'A role needs a name.',
  idTaken: 'There is a role with this id already.',
  categoryHint: 'Choose one, or type one of your own',

  chooseTypes: 'Select record types',
  chooseTypesHint: 'On which records may it be set?',
  all: 'All record types',
  some: 'Only these record types',
  typesMissing: 'Select at least one record type, or all.',
  usedThere: (count: number) => connections(count),
  notEnabled: 'connections are not enabled',
  narrowed: (type: string, count: number) =>
    `${type}: ${connections(count)} ${count === 1 ? 'has' : 'have'} the role there and ${count === 1 ? 'keeps' : 'keep'} it. It can no longer be chosen there.`,
  narrowedTitle: 'Narrowing the record types',

  chooseMatches: 'Select matching roles',
  chooseMatchesHint:
    'The roles that may stand on the other side. Matching is mutual: each of them gets this role as a match, too. The first active one that fits the other record is filled in by itself.',
  noMatches: 'No matching roles: it goes with every role that has none either.',
  addMatch: 'Add a matching role',
  addMatchPlaceholder: 'Name of a role',
  noMoreRoles: 'No other role has such a name',
  itself: 'itself',
  defaultMatch: 'Default',
  willMatch: (own: string, other: string) => `${other} gets ${own} as its last match, too`,
  ranksThere: (own: string, other: string, rank: number, of: number) =>
    rank === 1
      ? `For ${other}, ${own} is the first of ${of}`
      : `For ${other}, ${own} is number ${rank} of ${of}`,
  moveUp: (name: string) => `Move ${name} up`,
  moveDown: (name: string) => `Move ${name} down`,
  remove: (name: string) => `Remove ${name}`,
  unmatchedTitle: 'Roles that will no longer match',
  unmatched: (own: string, other: string) =>
    `${own} and ${other}: connections that have both keep them; new ones cannot be made.`,

  changedTitle: 'Somebody has changed this role meanwhile',
  changed: 'Your changes are not saved. Load what it is now, and make them again.',
  loadCurrent: 'Load what it is now',

  deactivateTitle: (name: string) => `Deactivate ${name}?`,
  /** In this and what follows, `count` is undefined while it is not known. */
  deactivateAsk: (count: number | undefined) =>
    `${
      count === undefined
        ? 'Connections that have it keep it.'
        : count === 0
          ? 'No connection has it.'
          : `${connections(count)} ${count === 1 ? 'has' : 'have'} it and ${count === 1 ? 'keeps' : 'keep'} it.`
    } It can no longer be chosen, until it is activated again.`,
  deleteTitle: (name: string) => `Delete ${name}?`,
  deleteRole: (count: number | undefined) =>
    count === undefined
      ? 'How many connections have this role is not known yet.'
      : count === 0
        ? 'No connection has it. Roles that match it will no longer do so.'
        : `${connections(count)} ${count === 1 ? 'has' : 'have'} this role.`,
  restrict: 'Delete it only if no connection has it',
  restrictHint: (count: number | undefined) =>
    count === 0 ? 'It is deleted at once.' : 'The service will refuse as long as any does.',
  clear: 'Take it off all connections, then delete it',
  clearHint: (count: number | undefined) =>
    `${count === undefined ? 'They' : connections(count)} ${count === 1 ? 'loses' : 'lose'} the role on that side and ${count === 1 ? 'stays' : 'stay'} otherwise as ${count === 1 ? 'it is' : 'they are'}; one that would then equal another is deleted. This is done in the background and cannot be taken back.`,
  refusedInUse: (count: number) =>
    `${connections(count)} ${count === 1 ? 'has' : 'have'} the role: nothing was deleted. Take it off them first, or deactivate it instead.`,
  clearing: (count: number) =>
    `This role is being taken off its connections (${connections(count)} left) and is then deleted. To stop that, activate it.`,
  gone: 'This role has been deleted. What happened to it stays in its history.',

  newType: 'New record type',
  typesHint: 'Which kinds of records there are, and which of them may be connected.',
  noTypes: 'There are no record types yet',
  typeId: 'Id',
  typeIdHint: 'a–z, 0–9 and _, beginning with a letter; never changed later',
  typeIdMissing: 'A record type needs an id.',
  typeIdTaken: 'There is a record type with this id already.',
  displayName: 'Name of one',
  displayNameMissing: 'A record type needs a name.',
  displayCollectionName: 'Name of several',
  displayCollectionNameHint: 'The same as of one unless you say otherwise',
  enabled: 'Enabled',
  connections: 'Connections',
  records: 'Records',
  enable: 'Enable connections',
  enableShort: 'Enable',
  connectionsEnabled: 'May be connected',
  enableFor: (name: string) => `Enable connections for ${name}`,
  enableTitle: (name: string) => `Enable connections for ${name}?`,
  enableAsk: 'Its records can then be connected. This cannot be taken back.',
  enableHint: 'Records of the type may be connected; cannot be taken back',
  edit: (name: string) => `Edit ${name}`,
  editTitle: 'Edit record type',
  deleteOf: (name: string) => `Delete ${name}`,
  deleteTypeAsk: (count: number | undefined) =>
    count === undefined
      ? 'If it has records, the service will refuse until they are deleted. This cannot be taken back.'
      : count === 0
        ? 'It has no records. This cannot be taken back.'
        : `It has ${records(count)}: the service will refuse until they are deleted.`,
};
