// What would break clients between two versions of the service's description: `npm run check:contract`.
import {
  type Description,
  type Header,
  headersOf,
  type Operation,
  operationsOf,
} from './description.ts';
import { schemaChanges } from './schema-changes.ts';

/** A difference that can break a client that was written for the earlier description. */
export interface Change {
  /** `operationId` of the earlier description. */
  readonly operation: string;
  /** Where, and what changed, in one sentence. */
  readonly message: string;
}

/**
 * The breaking differences from `before` to `now`. What is only added to answers is none, nor is a new value of
 * an enumeration in an answer, nor what becomes optional in a request.
 */
export function breakingChanges(before: Description, now: Description): Change[] {
  const later = operationsOf(now);
  return [...operationsOf(before)].flatMap(([route, old]): Change[] => {
    const own = (message: string): Change => ({ operation: old.operationId, message });
    const current = later.get(route);
    if (!current) return [own(`${route} was removed`)];
    return [
      ...(current.operationId === old.operationId
        ? []
        : [`operationId is ${current.operationId}, no longer ${old.operationId}`]),
      ...scopeChanges(old, current),
      ...parameterChanges(before, now, old, current),
      ...bodyChanges(before, now, old, current),
      ...answerChanges(before, now, old, current),
    ].map((message) => own(`${route}: ${message}`));
  });
}

/** The breaking changes that are not announced: their operation was not deprecated, or its sunset is still to come. */
export function unannounced(
  changes: readonly Change[],
  before: Description,
  today: string,
): Change[] {
  const sunsets = new Map<string, string>();
  for (const { operationId, 'x-sunset': sunset } of operationsOf(before).values()) {
    if (sunset !== undefined) sunsets.set(operationId, sunset);
  }
  return changes.filter(({ operation }) => !((sunsets.get(operation) ?? '9999') <= today));
}

function scopeChanges(old: Operation, now: Operation): string[] {
  const [before, after] = [scopeOf(old), scopeOf(now)];
  return before === after ? [] : [`requires ${after}, no longer ${before}`];
}

const scopeOf = ({ security = [] }: Operation): string =>
  security.flatMap((one) => Object.values(one).flat()).join(' ') || 'no token';

function parameterChanges(
  before: Description,
  now: Description,
  old: Operation,
  current: Operation,
): string[] {
  const keyed = ({ parameters = [] }: Operation) =>
    new Map(parameters.map((one) => [`${one.in} parameter ${one.name}`, one]));
  const later = keyed(current);
  const earlier = keyed(old);
  const changed = [...earlier].flatMap(([name, one]) => {
    const same = later.get(name);
    if (!same) return [`${name} was removed`];
    return [
      ...(same.required && !one.required ? [`${name} is now required`] : []),
      ...schemaChanges('request', [before, one.schema], [now, same.schema], name),
    ];
  });
  const added = [...later]
    .filter(([name, one]) => one.required && !earlier.has(name))
    .map(([name]) => `${name} is new and required`);
  return [...changed, ...added];
}

function bodyChanges(
  before: Description,
  now: Description,
  { requestBody: old }: Operation,
  { requestBody: current }: Operation,
): string[] {
  if (!old) return current?.required ? ['a body is now required'] : [];
  if (!current) return ['the body was removed'];
  return [
    ...(current.required && !old.required ? ['the body is now required'] : []),
    ...Object.entries(old.content).flatMap(([type, { schema }]) => {
      const same = current.content[type]?.schema;
      if (!same) return [`the body may no longer be ${type}`];
      return schemaChanges('request', [before, schema], [now, same], 'body');
    }),
  ];
}

function answerChanges(
  before: Description,
  now: Description,
  old: Operation,
  current: Operation,
): string[] {
  return Object.entries(old.responses).flatMap(([status, answer]) => {
    const same = current.responses[status];
    if (!same) return [`the answer ${status} was removed`];
    return [
      ...Object.entries(headersOf(answer)).flatMap(([name, header]) =>
        headerChanges(`header ${name} of ${status}`, header, headersOf(same)[name]),
      ),
      ...Object.entries(answer.content ?? {}).flatMap(([type, { schema }]) => {
        const later = same.content?.[type]?.schema;
        if (!later) return [`the answer ${status} is no longer ${type}`];
        return schemaChanges('answer', [before, schema], [now, later], String(status));
      }),
    ];
  });
}

function headerChanges(name: string, old: Header, now: Header | undefined): string[] {
  if (!now) return [`${name} was removed`];
  return old.required && !now.required ? [`${name} is no longer always present`] : [];
}
