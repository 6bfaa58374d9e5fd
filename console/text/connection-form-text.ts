// Texts of the form that creates or edits a connection.
import { commonText } from './common-text.ts';
import { possessive } from './format.ts';

export const connectionFormText = {
  title: 'New connection',
  from: (name: string) => `From ${name}`,
  name: 'Name',
  namePlaceholder: 'Search by name',
  nameHint: 'Select one or more records; all get the same role.',
  nameMissing: 'Select a record to connect to.',
  tooMany: 'You can connect up to 100 records at once.',
  chosen: 'Selected records',
  unchoose: (name: string) => `Remove ${name}`,
  connectedRole: 'As this role',
  roleThereHint: (other: string, record: string) => `${possessive(other)} role toward ${record}`,
  roleThereHintMany: (record: string) => `Their role toward ${record}`,
  ownRole: (name: string) => `${possessive(name)} role`,
  roleHereHint: 'Filled in automatically from the other role unless you select one.',
  noRole: 'No role',
  chooseFirst: 'Select a record first.',
  matching: 'Matching roles',
  otherRoles: 'Other roles',
  noRoleFits: (text: string) => `No role matches “${text}”.`,
  rolesFailed: 'Roles could not be loaded.',
  connectionTitle: 'Title',
  titleHint: 'For example a post. Two titles are two connections.',
  description: 'Description',
  start: 'Start',
  end: 'End',
  notADate: 'Enter a valid date.',
  owner: 'Owner',
  ownerHint: 'The owner can delete this connection. Enter the name they sign in with.',
  ownerMe: 'you',
  ownerNow: 'current owner',
  ownerSeen: 'owns other connections here',
  ownerTyped: (name: string) => `“${name}” (sign-in name)`,
  details: 'Details',
  more: 'More',
  moreSummary: (attributes: number, source: string) =>
    [
      ...(attributes > 0 ? [commonText.plural(attributes, 'attribute', 'attributes')] : []),
      ...(source === '' ? [] : [`id in ${source}`]),
    ].join(', '),
  attributes: {
    heading: 'Attributes',
    hint: 'Numbers, true and false are stored as such, and lists and objects in JSON; everything else is text.',
    yes: 'Yes',
    no: 'No',
    none: 'No value',
    noneFits: (text: string) => `No value contains “${text}”.`,
    range: (minimum: string | undefined, maximum: string | undefined) =>
      minimum === undefined
        ? `At most ${maximum}`
        : maximum === undefined
          ? `At least ${minimum}`
          : `${minimum} to ${maximum}`,
    missing: 'Enter a value.',
    kinds: {
      string: 'Enter text, in quotes if it looks like a number.',
      number: 'Enter a number such as 12 or 12.5.',
      integer: 'Enter a whole number.',
      boolean: 'Select Yes or No.',
      date: 'Enter a valid date.',
    },
    oneOf: (values: readonly unknown[]) => `Select one of these values: ${values.join(', ')}.`,
    atLeast: (minimum: string) => `Enter at least ${minimum}.`,
    atMost: (maximum: string) => `Enter at most ${maximum}.`,
    tooLong: (most: number, found: number) =>
      `Enter at most ${commonText.plural(most, 'character', 'characters')}, not ${found}.`,
    undefinedBy: (roles: readonly string[]) =>
      `${roles.length === 1 ? 'The role' : 'The roles'} ${roles.join(' and ')} ${roles.length === 1 ? 'does' : 'do'} not allow this attribute. Remove it.`,
    twice: (name: string) => `Two attributes have the name ${name}. Remove or rename one.`,
    nameless: 'An attribute has a value and no name. Enter a name, or remove it.',
  },
  externalId: 'External id',
  externalSource: 'System',
  externalKey: 'Id there',
  externalIdHint: 'The id of this connection in another system.',
  save: 'Save',
  saveAndClose: 'Save & Close',
  saveAndNew: 'Save & New',
  connected: (name: string) => `Connected to ${name}.`,
  connectedAll: (count: number) =>
    `${commonText.plural(count, 'connection', 'connections')} created.`,
  connectedSome: (made: number, not: number) =>
    `${made} created, ${not} failed. The failed ones are listed below with the reason.`,
  wouldMatch: 'Matching roles:',
  use: (role: string) => `Use ${role}`,
  exists:
    'These records are already connected with the same roles and title and overlapping dates.',
  refused: {
    unrelated: (there: string, here: string) => `${there} and ${here} are not matching roles.`,
    dates: (start: string, end: string) =>
      `The end date (${end}) is before the start date (${start}).`,
    missing: (name: string) => `${name} no longer exists. Someone deleted it.`,
    notSupported: (type: string) =>
      `Connections are not enabled for the record type ${type}. Ask an administrator.`,
    self: 'A record cannot be connected to itself.',
    roleGone: (role: string) => `The role ${role} no longer exists. Select another role.`,
    roleInactive: (role: string) => `The role ${role} is inactive. Select another role.`,
    merged: (name: string) => `${name} was merged into another record. Select that one.`,
    externalIdTaken: 'Another connection has this external id.',
    roleElsewhere: (role: string, type: string) =>
      `The role ${role} cannot be used for the record type ${type}. Select another role.`,
  },
  limit: {
    title: 'The limit is reached',
    reached: (name: string, role: string, limit: number) =>
      `${name} can be connected to at most ${commonText.plural(limit, 'record', 'records')} with the role ${role} at the same time. Now:`,
    of: (role: string, name: string) => `${role} of ${name}`,
    some: (limit: number) => `The limit is ${limit} at the same time.`,
    alone: (limit: number) =>
      `The limit of the role is reached (${limit} at the same time). Save this one alone to replace a connection.`,
    replace: 'Replace',
    back: 'Back',
    replaces: (count: number, day: string) =>
      `“Replace” ends ${count === 1 ? 'this connection' : 'these connections'} on ${day} and starts the new one on that day.`,
    tooLate: (day: string) =>
      `A connection that starts on ${day} or later cannot be replaced. Change or deactivate it first, or select another start.`,
    edit: 'End or deactivate one of these connections first, or change the dates.',
  },
  openExisting: 'Show existing connection',
  notSaved: 'The connection was not saved.',

  edit: 'Edit',
  discard: 'Discard',
  saved: 'Saved.',
  inactive: 'This connection is inactive and read-only. Activate it to edit it.',
  mayNotWrite: 'You don’t have permission to change connections.',
  conflictTitle: 'Someone else changed this connection',
  conflict: (who: string, when: string) =>
    `${who} saved it on ${when}. Select the value to keep for each field, then save.`,
  conflictGone: 'Someone else deleted this connection.',
  conflictInactive: 'It was also deactivated. Activate it to save your changes.',
  theirs: 'Their value',
  mine: 'Your value',
  empty: 'empty',
  allTheirs: 'Discard my changes',
  saveChoice: 'Save',
};
