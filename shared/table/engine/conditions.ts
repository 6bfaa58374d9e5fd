// The conditions of writes: one spelling for "still new" and one for "still the item I read".

/** A condition on the stored item before the write. `names` and `values` are without # and :. */
export interface Condition {
  readonly expression: string;
  readonly names?: Readonly<Record<string, string>>;
  readonly values?: Readonly<Record<string, unknown>>;
}

/** The item does not exist. */
export const isNew: Condition = { expression: 'attribute_not_exists(pk)' };

/**
 * The item is still the one that was read: each of these attributes has the value that it had, or
 * is still absent. If no item was read, there still is none.
 */
export function isStill<Read extends object>(
  read: Read | undefined,
  ...attributes: readonly (keyof Read & string)[]
): Condition {
  if (!read) return isNew;
  const present = attributes.filter((name) => read[name] !== undefined);
  return {
    expression: attributes
      .map((name) =>
        present.includes(name) ? `#${name} = :${name}` : `attribute_not_exists(#${name})`,
      )
      .join(' AND '),
    names: Object.fromEntries(attributes.map((name) => [name, name])),
    ...(present.length > 0 && {
      values: Object.fromEntries(present.map((name) => [name, read[name]])),
    }),
  };
}

/**
 * The record is still the one that was read. The times count too: a record that was deleted and
 * created again starts again at version 1.
 */
export const isStillRecord = (
  read: { version: number; createdAt: string; modifiedAt: string } | undefined,
): Condition => isStill(read, 'version', 'createdAt', 'modifiedAt');

/** The half is still the one that was read. */
export const isStillHalf = (read: { id: string; version: number }): Condition =>
  isStill(read, 'id', 'version');
