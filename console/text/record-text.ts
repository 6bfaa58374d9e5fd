// Words of a record's page.
import { commonText } from './common-text.ts';

export const recordText = {
  tabs: 'About this record',
  connections: 'Connections',
  roles: 'Roles it plays',
  total: (count: number) => commonText.plural(count, 'connection', 'connections'),
  details: 'Details',
  modified: (when: string, who: string) => `Changed ${when} by ${who}`,
  moreAttributes: (count: number) => commonText.plural(count, 'more attribute', 'more attributes'),
  fewerAttributes: 'Fewer',
  moreFacts: 'More about it',
  fewerFacts: 'Less about it',
  noSuchRecord: 'There is no such record',
  commands: 'What to do with this record',
  delete: 'Delete record',
  deleteTitle: (name: string) => `Delete ${name}?`,
  /** `connections`: undefined while it is not known how many there are. */
  deleteAsk: (connections: number | undefined) =>
    connections === 0
      ? 'It has no connections. This cannot be taken back.'
      : `${connections === undefined ? 'All its connections' : `Its ${commonText.plural(connections, 'connection', 'connections')}`} will be deleted too, on both sides. This cannot be taken back.`,
  noRole: 'No role',
  from: (day: string) => `from ${day}`,
  until: (day: string) => `until ${day}`,
  period: (start: string, end: string) => `${start} – ${end}`,
};
