// Words of a record's page.
import { commonText } from './common.ts';

export const recordText = {
  tabs: 'About this record',
  connections: 'Connections',
  roles: 'Roles it plays',
  total: (count: number) => commonText.plural(count, 'connection', 'connections'),
  details: 'Details',
  modified: (when: string, who: string) => `Changed ${when} by ${who}`,
  moreAttributes: (count: number) => `${commonText.plural(count, 'attribute', 'attributes')} more`,
  fewerAttributes: 'Fewer',
  moreFacts: 'More about it',
  fewerFacts: 'Less about it',
  noSuchRecord: 'There is no such record',
  noSuchRecordHint: 'It may have been deleted, or its address be mistyped.',
  delete: 'Delete record',
  deleteTitle: (name: string) => `Delete ${name}?`,
  /** `connections`: undefined while it is not known how many there are. */
  deleteAsk: (connections: number | undefined) =>
    connections === 0
      ? 'It has no connections. This cannot be taken back.'
      : `${connections === undefined ? 'All its connections' : `Its ${commonText.plural(connections, 'connection', 'connections')}`} will be deleted too, on both sides. This cannot be taken back.`,
  noConnections: 'No connections yet',
  noConnectionsHint: 'This record is not connected to any other.',
  noRole: 'No role',
  from: (day: string) => `from ${day}`,
  until: (day: string) => `until ${day}`,
  period: (start: string, end: string) => `${start} – ${end}`,
};
