// Changing record types and roles: the whole catalog changes under one version.
import {
  type Catalog,
  type CatalogChange,
  type CatalogEvent,
  catalogEvents,
  changed,
} from '../../domain/catalog.ts';
import type { Author } from '../../domain/connection-rules.ts';
import { type Action, type Item, maxActions } from '../engine/commit.ts';
import { isStill } from '../engine/conditions.ts';
import { decide } from '../engine/decide.ts';
import type { Table } from '../engine/open-table.ts';
import { expiring, items, noteSeconds } from '../schema.ts';
import { catalogVersionKey, loadCatalog, roleKey } from './read-catalog.ts';

/**
 * Changes record types and roles by a rule. The rule receives the stored catalog, and runs again
 * when another client changed it in the meantime. `attached` is written in the same transaction as
 * the (last) change. A change of more than 98 items takes several transactions, in order.
 * @throws what the rule throws; Refusal Busy; AttachedFailed
 */
export async function changeCatalog<Result extends { change: CatalogChange }>(
  table: Table,
  author: Author,
  rule: (catalog: Catalog) => Result,
  attached: (result: Result) => readonly Action[] = () => [],
): Promise<Result> {
  const { result, catalog } = await decide(table, async () => {
    const before = await loadCatalog(table);
    const result = rule(before);
    const own = catalogEvents(before, result.change);
    const extra = attached(result);
    if (own.length === 0 && extra.length === 0) {
      return { actions: [], result: { result, catalog: before } };
    }
    const after = changed(before, result.change, author.now);
    const groups = inGroups(own, maxActions - 2 - extra.length);
    const transactions = groups.map((events, at) =>
      catalogWrites(events, before.version + at, after, author),
    );
    return {
      earlier: transactions.slice(0, -1),
      actions: transactions.at(-1) ?? [],
      attached: extra,
      result: { result, catalog: { ...after, version: before.version + groups.length } },
    };
  });
  table.catalogMemory.catalog = catalog;
  return result;
}

/** The most characters of the events in one note: DynamoDB takes 400 KB an item. */
const largestNote = 120_000;

/** Groups of events that fit one transaction and its note; one empty group if there are none. */
function inGroups(events: readonly CatalogEvent[], most: number): CatalogEvent[][] {
  const groups: CatalogEvent[][] = [[]];
  let size = 0;
  for (const event of events) {
    const length = JSON.stringify(event).length;
    if (groups.at(-1)?.length === most || (size > 0 && size + length > largestNote)) {
      groups.push([]);
      size = 0;
    }
    groups.at(-1)?.push(event);
    size += length;
  }
  return groups;
}

/** One transaction: the next version, the types and roles of some events, and the note of them. */
function catalogWrites(
  events: readonly CatalogEvent[],
  version: number,
  after: Catalog,
  author: Author,
): Action[] {
  const next = version + 1;
  return [
    {
      put: { ...catalogVersionKey, version: next },
      when: isStill(version === 0 ? undefined : { version }, 'version'),
    },
    ...events.map((event) => catalogWrite(event, after)),
    { put: changeNote(next, events, author) },
  ];
}

/** Without a condition, because the version guards the whole catalog. */
function catalogWrite({ kind, id, after }: CatalogEvent, catalog: Catalog): Action {
  const key =
    kind === 'role'
      ? roleKey(id)
      : { pk: items.recordType.partition(), sk: items.recordType.sort(id) };
  if (!after) return { remove: key };
  const clearing = kind === 'role' ? catalog.clearing.get(id) : undefined;
  return { put: { ...key, ...after, ...(clearing && { clearing }) } };
}

function changeNote(
  version: number,
  events: readonly CatalogEvent[],
  { actor, now }: Author,
): Item {
  return {
    pk: items.catalogChange.partition(),
    sk: items.catalogChange.sort(version),
    catalogVersion: version,
    events,
    actor,
    at: now,
    ...expiring(now, noteSeconds),
  };
}
