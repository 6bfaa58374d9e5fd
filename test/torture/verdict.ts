// The verdict on a sequence: with faults off and the stream drained, checks everything that must be true.
import { allItems, brokenAmong, halvesAmong, wrongSeriesAmong } from '../support/table-items.ts';
import { lostRecords, wrongAnswers } from './answers-check.ts';
import { wrongFeed } from './feed-check.ts';
import { historyAmong, wrongHistory } from './history-check.ts';
import { miscounts } from './recount.ts';
import type { Stage } from './stage.ts';

type Item = Record<string, unknown>;

/** The errors by kind; all empty if there are none. */
export interface Verdict {
  readonly 'half pairs': readonly string[];
  /** Series that do not match the connections, and connections that overlap. */
  readonly 'wrong series': readonly string[];
  /** Records with more holders of a role on a day than its limit allows, although no record was merged into them. */
  readonly 'over a limit': readonly string[];
  readonly miscounts: readonly string[];
  readonly 'wrong history': readonly string[];
  readonly 'wrong feed': readonly string[];
  readonly 'lost, or done though refused, or done twice': readonly string[];
  /** Remains: records of deleted types, connections of deleted and merged records, deleted roles, old names, records set aside. */
  readonly 'left behind': readonly string[];
  readonly '500 without a fault': readonly string[];
}

/** @returns the errors; the stage must be drained */
export async function verdictOn(stage: Stage, unexplained: readonly string[]): Promise<Verdict> {
  const { db } = stage.service.table;
  const items = await allItems({ db, name: stage.world.tableName });
  const halves = halvesAmong(items);
  const history = historyAmong(items);
  return {
    'half pairs': brokenAmong(halves),
    'wrong series': wrongSeriesAmong(items),
    'over a limit': overLimit(items),
    miscounts: miscounts(items, halves),
    'wrong history': wrongHistory(history, halves),
    'wrong feed': await wrongFeed(stage, history),
    'lost, or done though refused, or done twice': [
      ...wrongAnswers(stage.ledger, items, history),
      ...lostRecords(stage.ledger, items),
    ],
    'left behind': leftBehind(stage, items),
    '500 without a fault': unexplained,
  };
}

/** A lead is needed from its first day to the day before its last one, or on its only day. */
function overLimit(items: readonly Item[]): string[] {
  const leads = items.filter((item) => item.connectedRoleId === 'lead' && item.state === 'active');
  // Merges move connections whatever the limits are.
  const merged = new Set(
    items.flatMap(({ mergedInto }) => {
      const { type, id } = (mergedInto ?? {}) as { type?: string; id?: string };
      return id === undefined ? [] : [`record#${type}#${id}`];
    }),
  );
  const isLeadOn = ({ effectiveStart: start = '', effectiveEnd: end }: Item, day: string) =>
    String(start) <= day &&
    (end === undefined || day < String(end) || (day === end && start === end));
  return [...Map.groupBy(leads, ({ pk }) => String(pk))].flatMap(([record, own]) => {
    if (merged.has(record)) return [];
    const days = own.map(({ effectiveStart = '' }) => String(effectiveStart));
    const day = days.find((one) => own.filter((item) => isLeadOn(item, one)).length > 1);
    return day === undefined ? [] : [`${record} has several leads on ${day || 'all days'}`];
  });
}

function leftBehind(stage: Stage, items: readonly Item[]): string[] {
  const names = new Map<unknown, unknown>();
  const roles = new Set<unknown>();
  const types = new Set<unknown>();
  for (const item of items) {
    if (item.sk === 'record' && !item.mergedInto)
      names.set(`${item.recordType}/${item.recordId}`, item.name);
    if (item.pk === 'catalog' && item.matchingRoleIds) roles.add(item.id);
    if (item.pk === 'catalog' && item.displayName) types.add(item.type);
  }
  const hidden = [...names.keys()].filter((name) => !types.has(String(name).split('/')[0]));
  const ofRecords = hidden.map((name) => `the type of ${name} no longer exists`);
  const ofHalves = items.flatMap((item) => {
    if (!('connectedType' in item)) return [];
    const wrong: string[] = [];
    const own = `${item.recordType}/${item.recordId}`;
    if (!names.has(own)) wrong.push(`${own} no longer exists, or was merged`);
    else if (names.get(own) !== item.recordName) wrong.push(`${own} is not ${item.recordName}`);
    if (item.roleId && !roles.has(item.roleId)) wrong.push(`there is no role ${item.roleId}`);
    return wrong.map((what) => `${item.id}: ${what}`);
  });
  const marks = items.filter(({ renaming }) => renaming).map(({ pk }) => `${pk} is being renamed`);
  const claims = items.filter(({ sk }) => sk === 'sweep').map(({ pk }) => `${pk} is claimed`);
  const clearing = items.filter((item) => item.clearing).map(({ id }) => `${id} is being cleared`);
  return [...ofRecords, ...ofHalves, ...marks, ...claims, ...clearing, ...stage.setAside];
}

export const faultsIn = (verdict: Verdict): [kind: string, what: readonly string[]][] =>
  Object.entries(verdict).filter(([, found]) => found.length > 0);
