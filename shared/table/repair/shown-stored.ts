// What is stored in addition to the halves, as the API shows it.

import type { ConnectionSeries, KeptExternalId } from '../../contracts/answers/repair-answers.ts';
import type { KeeperItem } from '../pairs/external-id.ts';
import { extentOf, type SeriesItem, sidesOfSeries } from '../pairs/series-item.ts';

export function shownSeries(item: SeriesItem): ConnectionSeries {
  const { record1, record2 } = sidesOfSeries(item);
  return {
    record1: { type: record1.type, id: record1.id },
    record1RoleId: record1.roleId,
    record2: { type: record2.type, id: record2.id },
    record2RoleId: record2.roleId,
    connections: item.members.map((member) => ({ id: member.id, ...extentOf(member) })),
  };
}

export const shownKeeper = ({ id, keeps, record1, record2 }: KeeperItem): KeptExternalId => ({
  connectionId: id,
  externalId: keeps,
  record1,
  record2,
});
