// Compares history with the stored state: each connection's entries lead to its current state.
import { recordPath } from '../../shared/contracts/identifiers.ts';
import type { Half } from '../../shared/domain/perspective.ts';
import { ends } from '../../shared/domain/perspective.ts';
import { isSameJson } from '../../shared/text/same-json.ts';

/** An entry of a connection's history as stored, seen from one side. */
export interface HistoryItem {
  readonly about: string;
  readonly connectionId?: string;
  readonly version: number;
  readonly actor: string;
  readonly event: string;
  readonly changes: readonly { field: string; from: unknown; to: unknown }[];
}

export const historyAmong = (items: readonly Record<string, unknown>[]): HistoryItem[] =>
  items
    .filter(({ about }) => about !== undefined)
    .map(
      (item) =>
        ({
          ...item,
          changes: typeof item.changes === 'string' ? JSON.parse(item.changes) : item.changes,
        }) as unknown as HistoryItem,
    );

/** The entries of each connection as record1 sees it, oldest first. */
export function livesOf(history: readonly HistoryItem[]): Map<string, HistoryItem[]> {
  const lives = new Map<string, HistoryItem[]>();
  for (const entry of history) {
    if (entry.connectionId === undefined) continue;
    lives.set(entry.about, [...(lives.get(entry.about) ?? []), entry]);
  }
  for (const life of lives.values()) life.sort((a, b) => a.version - b.version);
  return lives;
}

/** The errors in the history of connections. */
export function wrongHistory(history: readonly HistoryItem[], halves: readonly Half[]): string[] {
  const wrong: string[] = [];
  const lives = livesOf(history);
  const there = new Map(
    halves.filter(({ side }) => side === 'record1').map((half) => [half.connection.id, half]),
  );
  for (const id of there.keys()) if (!lives.has(id)) wrong.push(`${id} has no history`);
  for (const [id, life] of lives) {
    const mirrored = history.filter(({ about, connectionId }) => about === id && !connectionId);
    if (mirrored.length !== life.length) {
      wrong.push(`${id} has ${life.length} entries of one side, ${mirrored.length} of the other`);
    }
    const fields = new Map<string, unknown>();
    for (const [at, { event, version, changes }] of life.entries()) {
      const isFirst = event === 'created';
      if (isFirst !== (at === 0)) wrong.push(`${id} is ${event} by its entry ${at}`);
      if (version === life[at - 1]?.version) wrong.push(`${id} has version ${version} twice`);
      for (const change of changes) {
        const { field } = change;
        const [from, to] = [comparable(change.from), comparable(change.to)];
        // No entry says which records a new connection has.
        const isFirstMove = /^record[12]$/.test(field) && !fields.has(field);
        const was = fields.get(field) ?? null;
        if (!isFirstMove && !isSameJson(was, from))
          wrong.push(`${id}: ${field} was ${was}, version ${version} says ${from}`);
        fields.set(field, to);
      }
    }
    const half = there.get(id);
    if (half && life.at(-1)?.event === 'deleted') wrong.push(`${id} was deleted but still exists`);
    if (!half && life.at(-1)?.event !== 'deleted')
      wrong.push(`${id} no longer exists but was not deleted`);
    if (half) wrong.push(...differences(half, fields));
  }
  return wrong;
}

/** Without the name of a record, which changes on its own. */
const comparable = (value: unknown) =>
  value !== null && typeof value === 'object' && 'type' in value && 'id' in value
    ? `${value.type}/${value.id}`
    : value;

function differences(half: Half, told: ReadonlyMap<string, unknown>): string[] {
  const { connection } = half;
  const { own, connected } = ends(half);
  const is = {
    ...(told.has('record1') && { record1: recordPath(own) }),
    ...(told.has('record2') && { record2: recordPath(connected) }),
    record1RoleId: own.roleId,
    record2RoleId: connected.roleId,
    description: connection.description,
    title: connection.title,
    externalId: connection.externalId,
    'attributes.share': connection.attributes?.share ?? null,
    effectiveStart: connection.effectiveStart,
    effectiveEnd: connection.effectiveEnd,
    ownerId: connection.ownerId,
    state: connection.state,
  };
  return Object.entries(is).flatMap(([field, value]) => {
    const last = told.get(field) ?? null;
    return isSameJson(last, value)
      ? []
      : [`${connection.id}: ${field} is ${value}, its history says ${last}`];
  });
}
