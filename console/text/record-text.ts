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
  delete: 'Delete record',
  notCreator: 'Only its creator or an administrator can delete a record.',
  deleteTitle: (name: string) => `Delete ${name}?`,
  /** `connections`: how many will be deleted too; undefined until it is known. */
  deleteAsk: (connections: number | undefined) =>
    connections === 0
      ? 'This record has no connections. This cannot be undone.'
      : `${connections === undefined ? 'All its connections' : `Its ${commonText.plural(connections, 'connection', 'connections')}`} will also be deleted from the connected records. This cannot be undone.`,
};
