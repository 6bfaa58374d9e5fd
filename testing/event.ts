// Complete events for tests, made from the examples.
import type * as z from 'zod';
import { type EventDetail, type EventType, events } from '../shared/contracts/event-schemas.ts';
import { eventSource } from '../shared/contracts/event-source.ts';
import type { Connection } from '../shared/domain/connection-rules.ts';
import { connectionEvent } from '../shared/domain/events/announced-events.ts';
import { causationBy } from '../shared/domain/events/causation.ts';
import { faultPath } from '../shared/text/fault-path.ts';
import { eventExamples } from './event-examples.ts';

/** An event as EventBridge delivers it to the targets of a rule. */
export interface BusEvent<Type extends EventType = EventType> {
  version: string;
  /** EventBridge's own id, another one for each publication; `detail.eventId` is the same for all. */
  id: string;
  source: typeof eventSource;
  'detail-type': Type;
  account: string;
  /** `detail.at`, in whole seconds. */
  time: string;
  region: string;
  resources: string[];
  detail: EventDetail<Type>;
}

/** Some fields of an event's detail, at any depth. A list replaces the whole list. */
export type EventOverrides<Type extends EventType> = Some<EventDetail<Type>>;

type Some<Value> = Value extends readonly unknown[]
  ? Value
  : Value extends object
    ? { [Field in keyof Value]?: Some<Value[Field]> }
    : Value;

/**
 * A complete, valid event that no event caused: the example in docs/events with other values for some fields. What follows from them is
 * consistent unless it is given, too: `eventId`; the `changes` of a connection that was created or deleted; and the
 * connection after the `changes` of an update.
 *
 * @throws Error for an unknown field and for an invalid value, with its place
 */
export function event<Type extends EventType>(
  type: Type,
  overrides: EventOverrides<NoInfer<Type>> = {} as EventOverrides<Type>,
): BusEvent<Type> {
  const example = eventExamples.get(type);
  if (!example) throw new Error(`there is no event ${type}`);
  const given = overrides as Fields;
  const base = { ...example.detail, ...causationBy(undefined) };
  const merged = merge(base, given) as Fields;
  const detail = validated(type, isConnection(merged) ? consistent(type, merged, given) : merged);
  return {
    version: '0',
    id: '6a7e8feb-b491-4cf7-a9f1-bf3703467718',
    source: eventSource,
    'detail-type': type,
    account: '111122223333',
    time: `${detail.at.slice(0, 19)}Z`,
    region: 'eu-central-1',
    resources: [],
    detail,
  };
}

type Fields = Readonly<Record<string, unknown>>;
type Detail = EventDetail<'Connection Updated'>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isConnection = (detail: Fields): detail is Fields & Detail => 'connection' in detail;

function merge(base: unknown, over: unknown): unknown {
  if (!isFields(base) || !isFields(over)) return over === undefined ? base : over;
  const names = Object.keys({ ...base, ...over });
  return Object.fromEntries(names.map((name) => [name, merge(base[name], over[name])]));
}

/** The detail of an event of a connection with what follows from the fields that were given. */
function consistent(type: EventType, detail: Fields & Detail, given: Fields): Fields {
  const changes = given.changes === undefined ? undefined : detail.changes;
  const isDeleted = type === 'Connection Deleted';
  const set = Object.fromEntries(
    (changes ?? []).flatMap(({ field, from, to }) =>
      field in detail.connection ? [[field, isDeleted ? from : to]] : [],
    ),
  );
  const connection = merge(
    { ...detail.connection, ...set },
    given.connection,
  ) as Detail['connection'];
  const { id, version } = connection;
  if (type === 'Connection Ended') {
    const endedOn = given.endedOn ?? connection.effectiveEnd;
    const eventId = given.eventId ?? `connection/${id}/ended/${endedOn}/${version}`;
    return { ...detail, connection: { ...connection, effectiveEnd: endedOn }, endedOn, eventId };
  }
  const eventId = given.eventId ?? `connection/${id}/${version}`;
  return {
    ...detail,
    connection,
    eventId,
    changes: changes ?? changesOf(type, detail, connection),
  };
}

/** Those of the service's own rules for a new or deleted connection; otherwise those of the example. */
function changesOf(type: EventType, detail: Detail, shown: Detail['connection']): unknown {
  const { record1RoleId, record2RoleId, ...rest } = shown;
  const connection = {
    ...rest,
    record1: { ...shown.record1, roleId: record1RoleId },
    record2: { ...shown.record2, roleId: record2RoleId },
  } as Connection;
  const { at, actor } = detail;
  const ofRules = (before: Connection | null, after: Connection | null) =>
    (connectionEvent({ before, after, at, actor }).detail as Detail).changes;
  if (type === 'Connection Created') return ofRules(null, connection);
  if (type === 'Connection Deleted') return ofRules(connection, null);
  const values = shown as unknown as Fields;
  return detail.changes.map((change) =>
    change.field in shown ? { ...change, to: values[change.field] } : change,
  );
}

function validated<Type extends EventType>(type: Type, detail: Fields): EventDetail<Type> {
  const fail = (path: readonly PropertyKey[], why: string) => {
    throw new Error(`event('${type}'): ${faultPath(path)}: ${why}`);
  };
  const result = (events[type] as z.ZodType).safeParse(detail);
  const [issue] = result.error?.issues ?? [];
  if (issue) return fail(issue.path, issue.message);
  const unknown = pathOfUnknown(detail, result.data);
  if (unknown) return fail(unknown, 'the event has no such field');
  return result.data as EventDetail<Type>;
}

/** The path of the first field that the schema dropped because it does not know it. */
function pathOfUnknown(given: unknown, known: unknown): PropertyKey[] | undefined {
  if (typeof given !== 'object' || given === null) return undefined;
  const kept = known as Record<string, unknown>;
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(kept, name)) return [name];
    const inside = pathOfUnknown(value, kept[name]);
    if (inside) return [name, ...inside];
  }
  return undefined;
}
