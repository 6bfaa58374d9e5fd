// The input of the role form, and the request body created from it.
import type { ConnectionRole, NewConnectionRole } from '../../shared/contracts/role-schemas.ts';
import { idOfName } from '../base/id-from-name.ts';
import { schemaOf, type TypedAttribute, typedAttributesOf } from './typed-role-attributes.ts';

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
  /** '' for no limit. */
  readonly maxPerRecord: string;
  /** Whether connections may have only the attributes below; otherwise any. */
  readonly hasSchema: boolean;
  readonly attributes: readonly TypedAttribute[];
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
  maxPerRecord: '',
  hasSchema: false,
  attributes: [],
};

export const typedOf = (role: ConnectionRole): TypedRole => ({
  id: role.id,
  name: role.name,
  category: role.category,
  description: role.description ?? '',
  onAll: role.recordTypes.length === 0,
  recordTypes: role.recordTypes,
  matchingRoleIds: role.matchingRoleIds,
  maxPerRecord: String(role.maxPerRecord ?? ''),
  hasSchema: role.attributeSchema !== null,
  attributes: typedAttributesOf(role.attributeSchema),
});

export const isSame = (one: TypedRole, other: TypedRole) =>
  JSON.stringify(one) === JSON.stringify(other);

/** The default id of a role with this name. */
export const roleIdFrom = (name: string) => idOfName(name, 64);

/** Whether the text is a limit, or empty. */
export const isLimit = (typed: string) => /^\s*([1-9]\d?|100)?\s*$/.test(typed);

/** The complete role as a request body, with this id. @param typed without errors of its own */
export function bodyOf(typed: TypedRole, id: string) {
  return {
    id,
    name: typed.name.trim(),
    category: typed.category.trim(),
    description: typed.description.trim() || null,
    recordTypes: typed.onAll ? [] : [...typed.recordTypes],
    matchingRoleIds: typed.matchingRoleIds.map((each) => (each === self ? id : each)),
    maxPerRecord: typed.maxPerRecord.trim() === '' ? null : Number(typed.maxPerRecord),
    attributeSchema: typed.hasSchema ? schemaOf(typed.attributes) : null,
  } satisfies Omit<NewConnectionRole, 'state'>;
}

/** Fields of the form, named as in errors. */
export const roleFields = [
  'id',
  'name',
  'category',
  'description',
  'recordTypes',
  'matchingRoleIds',
  'maxPerRecord',
  'attributeSchema',
] as const;
export type RoleErrors = Partial<Record<(typeof roleFields)[number], string>>;
