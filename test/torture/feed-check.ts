// Compares the change feed with the histories: every change of a connection once, in the order of versions.
import type { FeedPosition } from '../../shared/table/feed/feed-position.ts';
import { readFeed } from '../../shared/table/feed/read-feed.ts';
import type { HistoryItem } from './history-check.ts';
import type { Stage } from './stage.ts';

/** The errors in the feed of a stage. */
export async function wrongFeed(stage: Stage, history: readonly HistoryItem[]): Promise<string[]> {
  const wrong: string[] = [];
  const seen = new Set<string>();
  const versions = new Map<string, number>();
  for (const { eventId, id, version } of await readAll(stage)) {
    if (seen.has(eventId)) wrong.push(`${eventId} is in the feed twice`);
    seen.add(eventId);
    if (id === undefined || version === undefined) continue;
    if (version < (versions.get(id) ?? 0)) wrong.push(`${eventId} follows a later version`);
    versions.set(id, version);
  }
  const changes = history.flatMap(({ connectionId, version }) =>
    connectionId === undefined ? [] : `connection/${connectionId}/${version}`,
  );
  for (const change of changes)
    if (!seen.delete(change)) wrong.push(`${change} is not in the feed`);
  for (const eventId of seen) {
    if (eventId.startsWith('connection/'))
      wrong.push(`${eventId} is in the feed, but in no history`);
  }
  return wrong;
}

async function readAll({ service, world }: Stage) {
  const table = { ...service.table, name: world.tableName };
  const events: { eventId: string; id?: string; version?: number }[] = [];
  for (let position: FeedPosition = { since: table.clock(), parts: [] }; ; ) {
    const page = await readFeed(table, position, { limit: 100, filter: {}, days: 30 });
    for (const { detail } of page.items) {
      const { eventId } = detail;
      const isChange = 'connection' in detail && 'version' in detail.connection;
      events.push({ eventId, ...(isChange && detail.connection) });
    }
    if (page.position === position) return events;
    position = page.position;
  }
}
