// Texts of a record's page.
import { commonText } from './common-text.ts';

export const recordText = {
  tabs: 'Views of this record',
  connections: 'Connections',
  roles: 'Roles of this record',
  total: (count: number) => commonText.plural(count, 'connection', 'connections'),
  details: 'Details',
  modified: (when: string, who: string) => `Modified ${when} by ${who}`,
  moreAttributes: (count: number) => commonText.plural(count, 'more attribute', 'more attributes'),
  fewerAttributes: 'Show fewer',
  moreFacts: 'Show more',
  fewerFacts: 'Show less',
  noSuchRecord: 'This record does not exist',
  commands: 'Record commands',
  merge: 'Merge into another record',
  notAdministrator: 'Only an administrator can merge records.',
  mergeTitle: (name: string) => `Merge ${name}?`,
  mergeDo: 'Merge',
  mergeInto: 'Merge into',
  mergeIntoHint: (name: string) => `The record that remains and gets the connections of ${name}.`,
  mergeSelf: 'A record cannot be merged into itself. Select another one.',
  mergeLoading: (loaded: number) =>
    `${commonText.plural(loaded, 'connection', 'connections')} loaded to show what the merge does…`,
  mergeNotLoaded: 'What the merge does could not be shown:',
  mergeEffect: 'What the merge does',
  mergeMoved: (count: number, survivor: string) =>
    count === 0
      ? `No connections move to ${survivor}.`
      : `${commonText.plural(count, 'connection moves', 'connections move')} to ${survivor}.`,
  mergeRepeated: (count: number, survivor: string) =>
    `${commonText.plural(count, 'connection is', 'connections are')} removed because ${survivor} has ${count === 1 ? 'it' : 'them'} already:`,
  mergeBetween: (count: number) =>
    `${commonText.plural(count, 'connection is', 'connections are')} removed because ${count === 1 ? 'it connects' : 'they connect'} these two records:`,
  mergeMore: (count: number) => `and ${count} more`,
  mergeEnd: (name: string) =>
    `After that, ${name} no longer exists; its name and attributes are not taken over. The connections move in the background. This cannot be undone.`,
  mergeConfirm: (name: string) => `To confirm, enter the name ${name}`,
  merged: (name: string) => `This record was merged into ${name}`,
  mergedHint: 'Its connections belong to that record now.',
  mergedOpen: (name: string) => `Go to ${name}`,
  delete: 'Delete record',
  notCreator: 'Only its creator or an administrator can delete a record.',
  deleteTitle: (name: string) => `Delete ${name}?`,
  /** `connections`: how many will be deleted too; undefined until it is known. */
  deleteAsk: (connections: number | undefined) =>
    connections === 0
      ? 'This record has no connections. This cannot be undone.'
      : `${connections === undefined ? 'All its connections' : `Its ${commonText.plural(connections, 'connection', 'connections')}`} will also be deleted from the connected records. This cannot be undone.`,
};
