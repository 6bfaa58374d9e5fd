// The input of the role form, and the request body created from it.
import type { ConnectionRole, NewConnectionRole } from '../../shared/contracts/role-schemas.ts';
import { idOfName } from '../base/id-from-name.ts';

export interface TypedRole {
  /** Only for a new role; empty: created from the name. */
  readonly id: string;
  readonly name: string;
  readonly category: string;
  readonly description: string;
  /** Whether it is allowed for all record types; otherwise only for `recordTypes`. */
  readonly onAll: boolean;
  readonly recordTypes: readonly string[];
  /** In order; `self` for a new role that matches itself. */
  readonly matchingRoleIds: readonly string[];
}

/** Placeholder for the id of a new role. */
export const self = '';

export const blankRole: TypedRole = {
  id: '',
  name: '',
  category: 'business',
  description: '',
  onAll: true,
  recordTypes: [],
  matchingRoleIds: [],
};

export const typedOf = (role: ConnectionRole): TypedRole => ({
  id: role.id,
  name: role.name,
  category: role.category,
  description: role.description ?? '',
  onAll: role.recordTypes.length === 0,
  recordTypes: role.recordTypes,
  matchingRoleIds: role.matchingRoleIds,
});

export const isSame = (one: TypedRole, other: TypedRole) =>
  JSON.stringify(one) === JSON.stringify(other);

/** The default id of a role with this name. */
export const roleIdFrom = (name: string) => idOfName(name, 64);

/** The complete role as a request body, with this id. */
export function bodyOf(typed: TypedRole, id: string) {
  return {
    id,
    name: typed.name.trim(),
    category: typed.category.trim(),
    description: typed.description.trim() || null,
    recordTypes: typed.onAll ? [] : [...typed.recordTypes],
    matchingRoleIds: typed.matchingRoleIds.map((each) => (each === self ? id : each)),
  } satisfies Omit<NewConnectionRole, 'state' | 'maxPerRecord' | 'attributeSchema'>;
}

/** Fields of the form, named as in errors. */
export const roleFields = [
  'id',
  'name',
  'category',
  'description',
  'recordTypes',
  'matchingRoleIds',
] as const;
export type RoleErrors = Partial<Record<(typeof roleFields)[number], string>>;
