// What a person types of a connection role, and what is sent of it.
import type { ConnectionRole, NewConnectionRole } from '../../shared/contracts/role-schemas.ts';
import { idOfName } from '../base/id-from-name.ts';

export interface TypedRole {
  /** Of a new role; empty: made from the name. */
  readonly id: string;
  readonly name: string;
  readonly category: string;
  readonly description: string;
  /** Whether it may be used on all record types; else on `recordTypes`. */
  readonly onAll: boolean;
  readonly recordTypes: readonly string[];
  /** In order; `self` for a new role that matches itself. */
  readonly matchingRoleIds: readonly string[];
}

/** Stands for a role that has no id yet. */
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

/** An id that says what it is of. */
export const roleIdFrom = (name: string) => idOfName(name, 64);

/** The whole role as the service takes it, under an id. */
export function bodyOf(typed: TypedRole, id: string) {
  return {
    id,
    name: typed.name.trim(),
    category: typed.category.trim(),
    description: typed.description.trim() || null,
    recordTypes: typed.onAll ? [] : [...typed.recordTypes],
    matchingRoleIds: typed.matchingRoleIds.map((each) => (each === self ? id : each)),
  } satisfies Omit<NewConnectionRole, 'state'>;
}

/** Fields of the form, as errors name them. */
export const roleFields = [
  'id',
  'name',
  'category',
  'description',
  'recordTypes',
  'matchingRoleIds',
] as const;
export type RoleErrors = Partial<Record<(typeof roleFields)[number], string>>;
