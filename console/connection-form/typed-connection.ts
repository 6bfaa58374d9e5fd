// The input of the connection form, as seen from one record; request bodies, differences and merging.
import type { ConnectionView } from '../../shared/contracts/connection-schemas.ts';

/** Texts of the fields; '' means no value. */
export interface TypedConnection {
  /** Role of the record connected to. */
  readonly connectedRole: string;
  /** Role of the record whose page this is. */
  readonly ownRole: string;
  readonly title: string;
  readonly description: string;
  readonly effectiveStart: string;
  readonly effectiveEnd: string;
  readonly ownerId: string;
}

export type ConnectionField = keyof TypedConnection;

/** In the order of the form. */
export const connectionFields: readonly ConnectionField[] = [
  'connectedRole',
  'title',
  'description',
  'effectiveStart',
  'effectiveEnd',
  'ownerId',
  'ownRole',
];

export const blankConnection = (ownerId: string): TypedConnection => ({
  connectedRole: '',
  ownRole: '',
  title: '',
  description: '',
  effectiveStart: '',
  effectiveEnd: '',
  ownerId,
});

/** @param connection as seen from the record whose page this is */
export const typedOf = (connection: ConnectionView): TypedConnection => ({
  connectedRole: connection.record2RoleId ?? '',
  ownRole: connection.record1RoleId ?? '',
  title: connection.title ?? '',
  description: connection.description ?? '',
  effectiveStart: connection.effectiveStart ?? '',
  effectiveEnd: connection.effectiveEnd ?? '',
  ownerId: connection.ownerId,
});

/** The service's names of the fields, if the record whose page this is has this side. */
export const sentNames = (side: 'record1' | 'record2') => {
  const other = side === 'record1' ? 'record2' : 'record1';
  return {
    connectedRole: `${other}RoleId`,
    ownRole: `${side}RoleId`,
    title: 'title',
    description: 'description',
    effectiveStart: 'effectiveStart',
    effectiveEnd: 'effectiveEnd',
    ownerId: 'ownerId',
  } as const satisfies Record<ConnectionField, string>;
};

const sent = (value: string) => (value.trim() === '' ? null : value.trim());

/** The body of a new connection from this record: all fields, so that exactly the shown values are saved. */
export const newBody = (typed: TypedConnection) => ({
  record1RoleId: sent(typed.ownRole),
  record2RoleId: sent(typed.connectedRole),
  title: sent(typed.title),
  description: sent(typed.description),
  effectiveStart: sent(typed.effectiveStart),
  effectiveEnd: sent(typed.effectiveEnd),
  ownerId: sent(typed.ownerId),
});

export const changedFields = (before: TypedConnection, typed: TypedConnection) =>
  connectionFields.filter((field) => sent(before[field]) !== sent(typed[field]));

/** The body of a change: only the fields that differ, by the service's names. */
export function patchOf(
  before: TypedConnection,
  typed: TypedConnection,
  side: 'record1' | 'record2',
): Record<string, string | null> {
  const names = sentNames(side);
  return Object.fromEntries(
    changedFields(before, typed).map((field) => [names[field], sent(typed[field])]),
  );
}

export type Choices = Partial<Record<ConnectionField, 'mine' | 'theirs'>>;

/** Fields whose stored and own values differ. */
export const conflicting = (theirs: TypedConnection, mine: TypedConnection) =>
  changedFields(theirs, mine);

/** The default choices: own values for fields the user changed, stored values for all others. */
export function firstChoices(
  base: TypedConnection,
  theirs: TypedConnection,
  mine: TypedConnection,
): Choices {
  const touched = new Set(changedFields(base, mine));
  return Object.fromEntries(
    conflicting(theirs, mine).map((field) => [field, touched.has(field) ? 'mine' : 'theirs']),
  );
}

/** The stored connection with the own values that the user selected. */
export const merged = (
  theirs: TypedConnection,
  mine: TypedConnection,
  choices: Choices,
): TypedConnection =>
  Object.fromEntries(
    connectionFields.map((field) => [
      field,
      choices[field] === 'mine' ? mine[field] : theirs[field],
    ]),
  ) as unknown as TypedConnection;
