// Texts of the pages that administer connection roles and record types.
import type { AttributeRule } from '../../shared/contracts/attribute-schemas.ts';
import { commonText, rightNames } from './common-text.ts';
import { formatNumber } from './format.ts';

const connections = (count: number) => commonText.plural(count, 'connection', 'connections');
const records = (count: number) => commonText.plural(count, 'record', 'records');

const attributeTypes: Readonly<Record<AttributeRule['type'], string>> = {
  string: 'Text',
  number: 'Number',
  integer: 'Whole number',
  boolean: 'Yes or no',
  date: 'Date',
};

export const administerText = {
  refusedTitle: 'This page is for administrators',
  refused: (needed: readonly (keyof typeof rightNames)[]) =>
    `You need the ${needed.length > 1 ? 'rights' : 'right'} ${needed.map((right) => `“${rightNames[right]}”`).join(' and ')}. Ask your administrator, then sign out and sign in again.`,

  roles: 'Connection roles',
  rolesHint:
    'The roles that records can have toward each other, the record types that can have them, and which roles match.',
  newRole: 'New role',
  noRoles: 'There are no connection roles yet',
  noRolesHint: 'A role describes what one record is to another, such as Vendor, Doctor or Friend.',
  noneMatches: 'No roles match these filters',
  clearFilters: 'Clear filters',
  filterName: 'Filter by name',
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
  noSuchRole: 'This connection role does not exist',
  inUse: (total: number, holders: number) =>
    total === 0
      ? 'Not used by any connection'
      : `Used by ${records(holders)} in ${connections(total)}`,
  save: 'Save',
  saveAndClose: 'Save & close',
  saved: 'Saved',
  unsavedChanges: 'Unsaved changes',
  activate: 'Activate',
  deactivate: 'Deactivate',
  delete: 'Delete',
  history: 'History',

  describe: 'Describe the role',
  idHint:
    'Lowercase letters a–z, digits and hyphens. Created from the name if you leave it empty; cannot be changed later.',
  nameMissing: 'Enter a name.',
  idTaken: 'A role with this id already exists.',
  categoryHint: 'Select a category or type a new one',

  chooseTypes: 'Select record types',
  chooseTypesHint: 'Which records can have this role?',
  all: 'All record types',
  some: 'Only these record types',
  typesMissing: 'Select at least one record type, or all record types.',
  usedThere: (count: number) => connections(count),
  notEnabled: 'connections not enabled',
  narrowed: (type: string, count: number) =>
    `${type}: ${connections(count)} ${count === 1 ? 'keeps' : 'keep'} this role, but it can no longer be selected.`,
  narrowedTitle: 'Record types you removed',

  chooseMatches: 'Select matching roles',
  chooseMatchesHint:
    'Roles that the other record can have. Matching works both ways: this role is added to each of them, too. The first active role that is allowed for the other record is filled in automatically.',
  noMatches:
    'No matching roles. This role can be combined with any other role that has no matching roles.',
  addMatch: 'Add a matching role',
  addMatchPlaceholder: 'Search by name',
  noMoreRoles: 'No more roles match',
  itself: 'this role',
  defaultMatch: 'Default',
  willMatch: (own: string, other: string) =>
    `${own} will be added to the end of the matching roles of ${other}`,
  ranksThere: (own: string, other: string, rank: number, of: number) =>
    rank === 1
      ? `${own} is the default match for ${other} (1 of ${of})`
      : `${own} is match ${rank} of ${of} for ${other}`,
  moveUp: (name: string) => `Move ${name} up`,
  moveDown: (name: string) => `Move ${name} down`,
  remove: (name: string) => `Remove ${name}`,
  unmatchedTitle: 'These roles will no longer match',
  unmatched: (own: string, other: string) =>
    `${own} and ${other}: existing connections keep both roles; new connections cannot combine them.`,

  setRules: 'Set the rules for connections',
  setRulesHint:
    'They apply to connections in which a record has this role. Existing connections stay as they are.',
  limit: 'Limit per record',
  limitHint:
    'How many records with this role another record may be connected to at the same time, such as 1 decision maker for a deal.',
  noLimit: 'No limit',
  notALimit: 'Enter a whole number from 1 to 100, or leave it empty for no limit.',
  atMost: (limit: number) => `At most ${limit}`,
  attributes: {
    heading: 'Attributes of connections',
    any: 'Any attributes',
    defined: 'Only the attributes defined here',
    none: 'No attributes are allowed.',
    add: 'Add attribute',
    unnamed: 'Attribute',
    name: 'Name of the attribute',
    type: 'Type',
    types: attributeTypes,
    required: 'Required',
    minimum: 'Minimum',
    maximum: 'Maximum',
    maxLength: 'Maximum length',
    enum: 'Allowed values',
    enumHint: 'One on each line; leave it empty to allow any value',
    nameMissing: 'Enter a name.',
    nameTwice: 'Another attribute has this name.',
    notANumber: 'Enter a number.',
    notOfType: (line: string, type: AttributeRule['type']) =>
      `“${line}” is not valid for the type “${attributeTypes[type]}”.`,
    /** What a schema says about one attribute. */
    rule: ({ type, required, enum: values, minimum, maximum, maxLength }: AttributeRule) =>
      [
        attributeTypes[type].toLowerCase(),
        ...(required ? ['required'] : []),
        ...(minimum === undefined ? [] : [`at least ${formatNumber(minimum)}`]),
        ...(maximum === undefined ? [] : [`at most ${formatNumber(maximum)}`]),
        ...(maxLength === undefined
          ? []
          : [`at most ${commonText.plural(maxLength, 'character', 'characters')}`]),
        ...(values ? [`one of: ${values.join(', ')}`] : []),
      ].join(', '),
  },

  changedTitle: 'Someone else changed this role',
  changed: 'Your changes were not saved. Load the latest version and make them again.',
  loadCurrent: 'Load latest version',

  deactivateTitle: (name: string) => `Deactivate ${name}?`,
  /** In this and the following texts, `count` is undefined until it is known. */
  deactivateAsk: (count: number | undefined) =>
    `${
      count === undefined
        ? 'Connections with this role keep it.'
        : count === 0
          ? 'No connections use this role.'
          : `${connections(count)} ${count === 1 ? 'keeps' : 'keep'} this role.`
    } It cannot be selected until you activate it again.`,
  deleteTitle: (name: string) => `Delete ${name}?`,
  deleteRole: (count: number | undefined) =>
    count === undefined
      ? 'The number of connections with this role is not known yet.'
      : count === 0
        ? 'No connections use this role. It will be removed from the roles that match it.'
        : `${connections(count)} ${count === 1 ? 'has' : 'have'} this role.`,
  restrict: 'Delete only if no connection uses it',
  restrictHint: (count: number | undefined) =>
    count === 0
      ? 'The role is deleted immediately.'
      : 'The role cannot be deleted while connections use it.',
  clear: 'Remove it from all connections, then delete it',
  clearHint: (count: number | undefined) =>
    `${count === undefined ? 'Connections with this role' : connections(count)} ${count === 1 ? 'loses' : 'lose'} it and ${count === 1 ? 'is' : 'are'} otherwise unchanged; a connection that becomes a duplicate is deleted. This runs in the background and cannot be undone.`,
  refusedInUse: (count: number) =>
    `The role was not deleted: ${connections(count)} still ${count === 1 ? 'uses' : 'use'} it. Remove it from them first, or deactivate it instead.`,
  clearing: (count: number) =>
    `This role is being removed from its connections (${connections(count)} left) and will then be deleted. To stop, activate it.`,
  gone: 'This role has been deleted. Its history remains available.',

  newType: 'New record type',
  typesHint: 'The types of records, and which of them can have connections.',
  noTypes: 'There are no record types yet',
  typeId: 'Id',
  typeIdHint:
    'Lowercase letters a–z, digits and underscores, starting with a letter; cannot be changed later.',
  typeIdMissing: 'Enter an id.',
  typeIdTaken: 'A record type with this id already exists.',
  displayName: 'Display name',
  displayNameMissing: 'Enter a display name.',
  displayCollectionName: 'Plural name',
  displayCollectionNameHint: 'The same as the display name if you leave it empty',
  enabled: 'Enabled',
  connections: 'Connections',
  records: 'Records',
  enable: 'Enable connections',
  enableShort: 'Enable',
  connectionsEnabled: 'Connections enabled',
  enableFor: (name: string) => `Enable connections for ${name}`,
  enableTitle: (name: string) => `Enable connections for ${name}?`,
  enableAsk: 'Records of this type can then have connections. This cannot be undone.',
  enableHint: 'Allows connections for records of this type; cannot be undone',
  edit: (name: string) => `Edit ${name}`,
  editTitle: 'Edit record type',
  deleteOf: (name: string) => `Delete ${name}`,
  deleteTypeAsk: (count: number | undefined) =>
    count === undefined
      ? 'A record type that has records cannot be deleted. This cannot be undone.'
      : count === 0
        ? 'This record type has no records. This cannot be undone.'
        : `This record type has ${records(count)}. Delete them first.`,
};
