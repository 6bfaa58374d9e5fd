// A role as items and notes store it: its attribute schema as JSON text, because DynamoDB cannot store every
// number and every name of JSON.
import type { ConnectionRole } from '../../contracts/role-schemas.ts';

/** Without a limit and a schema that it does not have; earlier versions stored none. */
export type StoredRole = Omit<ConnectionRole, 'maxPerRecord' | 'attributeSchema'> & {
  readonly maxPerRecord?: number | undefined;
  readonly attributeSchema?: string | undefined;
};

export function storedRole(role: ConnectionRole): StoredRole {
  const { maxPerRecord, attributeSchema, ...rest } = role;
  return {
    ...rest,
    ...(maxPerRecord !== null && { maxPerRecord }),
    ...(attributeSchema && { attributeSchema: JSON.stringify(attributeSchema) }),
  };
}

/** The role of an item or a note, without the item's other attributes. */
export function roleOf(stored: StoredRole): ConnectionRole {
  const { id, name, category, description, recordTypes, matchingRoleIds } = stored;
  const { maxPerRecord = null, attributeSchema, state, version } = stored;
  return {
    ...{ id, name, category, description, recordTypes, matchingRoleIds, maxPerRecord },
    attributeSchema: attributeSchema === undefined ? null : JSON.parse(attributeSchema),
    ...{ state, version },
  };
}
