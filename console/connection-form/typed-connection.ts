// What a person types of a connection, seen from one of its records, and what is sent of it.
import type { ConnectionView } from '../../shared/contracts/connection-schemas.ts';

/** Texts as fields have them; '' is none. */
export interface TypedConnection {
  /** Role of the record connected to. */
  readonly roleThere: string;
  /** Role of the record one looks from. */
  readonly roleHere: string;
  readonly description: string;
  readonly effectiveStart: string;
  readonly effectiveEnd: string;
  readonly ownerId: string;
}

export type ConnectionField = keyof TypedConnection;

/** In the form's order. */
export const connectionFields: readonly ConnectionField[] = [
  'roleThere',
  'description',
  'effectiveStart',
  'effectiveEnd',
  'ownerId',
  'roleHere',
];

export const blankConnection = (ownerId: string): TypedConnection => ({
  roleThere: '',
  roleHere: '',
  description: '',
  effectiveStart: '',
  effectiveEnd: '',
  ownerId,
});

/** @param connection seen from the record one looks from */
export const typedOf = (connection: ConnectionView): TypedConnection => ({
  roleThere: connection.record2RoleId ?? '',
  roleHere: connection.record1RoleId ?? '',
  description: connection.description ?? '',
  effectiveStart: connection.effectiveStart ?? '',
  effectiveEnd: connection.effectiveEnd ?? '',
  ownerId: connection.ownerId,
});

/** The names that the service has for the fields, when the record one looks from is this side. */
export const sentNames = (side: 'record1' | 'record2') => {
  const other = side === 'record1' ? 'record2' : 'record1';
  return {
    roleThere: `${other}RoleId`,
    roleHere: `${side}RoleId`,
    description: 'description',
    effectiveStart: 'effectiveStart',
    effectiveEnd: 'effectiveEnd',
    ownerId: 'ownerId',
  } as const satisfies Record<ConnectionField, string>;
};

const sent = (value: string) => (value.trim() === '' ? null : value.trim());

/** Of a new connection that is made from this record: all of it, so that what is seen is what is saved. */
export const newBody = (typed: TypedConnection) => ({
  record1RoleId: sent(typed.roleHere),
  record2RoleId: sent(typed.roleThere),
  description: sent(typed.description),
  effectiveStart: sent(typed.effectiveStart),
  effectiveEnd: sent(typed.effectiveEnd),
  ownerId: sent(typed.ownerId),
});

export const changedFields = (before: TypedConnection, typed: TypedConnection) =>
  connectionFields.filter((field) => sent(before[field]) !== sent(typed[field]));

/** Of a change: what differs, by the service's names. */
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

/** Fields in which what is saved now and what I typed differ. */
export const conflicting = (theirs: TypedConnection, mine: TypedConnection) =>
  changedFields(theirs, mine);

/** What I did not touch is theirs; what I did is mine, until I choose. */
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

/** Their connection with what is mine by choice. */
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
