// The operation that reads the change feed.
import { eventSource } from '../../shared/contracts/event-source.ts';
import type { FeedPosition } from '../../shared/table/feed/feed-position.ts';
import { beginningOfFeed, presentOfFeed, readFeed } from '../../shared/table/feed/read-feed.ts';
import { openCursor, sealCursor } from '../../shared/table/lists/sealed-cursor.ts';
import type { Operations } from '../http/http-entry.ts';
import { cursorKey } from '../http/list-page.ts';
import { readEnvironment } from '../runtime/environment.ts';
import { table } from '../telemetry/measured-table.ts';
import { wholeQuery } from './catalog-lookup.ts';

const { feedDays: days } = readEnvironment(process.env, 'feedDays');

/** Increase it when a position changes its shape: older cursors are then refused, not misread. */
const cursorFormat = 1;

const words = { parameter: 'after', source: 'next' };

export const changeQueries: Pick<Operations<'queries'>, 'listChanges'> = {
  listChanges: {
    async gathering({ sent }) {
      const { after: given } = sent.value;
      const isStart = given === undefined || given === 'now';
      // A type or role may be deleted while a reader follows it: it must see that, too.
      const { after, limit, recordType, roleId } = isStart ? await wholeQuery(sent) : sent.whole();
      const query = ['listChanges', cursorFormat, recordType ?? '', roleId === null ? '-' : roleId];
      const seal = (position: FeedPosition) => sealCursor(cursorKey, query, position);
      if (after === 'now') {
        return { status: 200, body: { items: [], next: seal(await presentOfFeed(table)) } };
      }
      const position =
        after === undefined
          ? await beginningOfFeed(table, days)
          : (openCursor(cursorKey, query, after, words) as FeedPosition);
      const page = await readFeed(table, position, { limit, filter: { recordType, roleId }, days });
      const items = page.items.map(({ type, detail }) => {
        return { eventId: detail.eventId, source: eventSource, 'detail-type': type, detail };
      });
      const isUnchanged = after !== undefined && page.position === position;
      return { status: 200, body: { items, next: isUnchanged ? after : seal(page.position) } };
    },
  },
};
