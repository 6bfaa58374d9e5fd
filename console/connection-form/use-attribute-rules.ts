// The attributes that the chosen roles define.
import { useRoles } from '../data/all-roles.ts';
import { type AttributeRules, attributeRules } from './attribute-rules.ts';
import type { TypedConnection } from './typed-connection.ts';

/** Of inactive roles, too: a connection may keep one. Undefined until the roles are loaded. */
export function useAttributeRules(typed: TypedConnection): AttributeRules | undefined {
  const { items } = useRoles();
  const roleOf = (id: string) => items.find((role) => role.id === id);
  return attributeRules([roleOf(typed.connectedRole), roleOf(typed.ownRole)]);
}
