// Two people changed one connection: which fields differ, and what would be saved of each.
import {
  type ConnectionField,
  changedFields,
  connectionFields,
  type TypedConnection,
} from './typed-connection.ts';

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
