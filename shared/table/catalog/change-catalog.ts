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
import { catalogVersionKey, loadCatalog, recordTypeKey, roleKey } from './read-catalog.ts';
import { storedRole } from './stored-role.ts';

/**
 * Changes record types and roles by a rule. The rule receives the stored catalog, and runs again
 * when another client changed it in the meantime. `attached` is written in the same transaction as
 * the (last) change. A change of more than 98 items takes several transactions, in order. Marks are
 * written without a note, so the stream reports none.
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
    const { markedRecordTypes = [], unmarkedRecordTypes = [] } = result.change;
    const marked = [...markedRecordTypes, ...unmarkedRecordTypes];
    if (own.length === 0 && marked.length === 0 && extra.length === 0) {
      return { actions: [], result: { result, catalog: before } };
    }
    const after = changed(before, result.change, author.now);
    const marks = marked.map((id) => catalogWrite({ kind: 'record-type', id }, after));
    const groups = inGroups(own, maxActions - 2 - marks.length - extra.length);
    const transactions = groups.map((events, at) =>
      catalogWrites(events, before.version + at, after, author),
    );
    return {
      earlier: transactions.slice(0, -1),
      actions: [...(transactions.at(-1) ?? []), ...marks],
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
    ...(events.length > 0 ? [{ put: changeNote(next, events, author) }] : []),
  ];
}

/** Without a condition, because the version guards the whole catalog. */
function catalogWrite({ kind, id }: Pick<CatalogEvent, 'kind' | 'id'>, after: Catalog): Action {
  if (kind === 'role') {
    const role = after.roles.get(id);
    const clearing = after.clearing.get(id);
    const limitedSince = after.limitedSince.get(id);
    if (!role) return { remove: roleKey(id) };
    const marks = { ...(clearing && { clearing }), ...(limitedSince && { limitedSince }) };
    return { put: { ...roleKey(id), ...storedRole(role), ...marks } };
  }
  const type = after.recordTypes.get(id);
  const deleting = after.deleting.get(id);
  if (!type) return { remove: recordTypeKey(id) };
  return { put: { ...recordTypeKey(id), ...type, ...(deleting && { deleting }) } };
}

function notedEvent(event: CatalogEvent) {
  if (event.kind !== 'role') return event;
  const { before, after } = event;
  return { ...event, before: before && storedRole(before), after: after && storedRole(after) };
}

function changeNote(
  version: number,
  events: readonly CatalogEvent[],
  { actor, now, cause }: Author,
): Item {
  return {
    pk: items.catalogChange.partition(),
    sk: items.catalogChange.sort(version),
    catalogVersion: version,
    events: events.map(notedEvent),
    actor,
    at: now,
    ...(cause && { cause }),
    ...expiring(now, noteSeconds),
  };
}
