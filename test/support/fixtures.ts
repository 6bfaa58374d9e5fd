// Ready-made catalogs, callers and requests for tests.

import type * as z from 'zod';
import { NewConnection } from '../../shared/contracts/connection-schemas.ts';
import { ConnectionRole, NewConnectionRole } from '../../shared/contracts/role-schemas.ts';
import type { Catalog } from '../../shared/domain/catalog.ts';
import type { Caller } from '../../shared/domain/connection-rules.ts';

type RoleInput = Partial<z.input<typeof NewConnectionRole>> & { id: string };

export const newRole = (input: RoleInput): NewConnectionRole =>
  NewConnectionRole.parse({ name: input.id, ...input });

/** A role as stored in a catalog. */
export const role = (input: RoleInput): ConnectionRole =>
  ConnectionRole.parse({ ...newRole(input), version: 1 });

/** Types are enabled for connections unless listed in `disabled`. */
export function catalogOf(
  types: readonly string[],
  roles: readonly ConnectionRole[],
  disabled: readonly string[] = [],
): Catalog {
  return {
    version: 1,
    recordTypes: new Map(
      [...types, ...disabled].map((type) => [
        type,
        {
          type,
          displayName: type,
          displayCollectionName: `${type}s`,
          connectionsEnabled: !disabled.includes(type),
          version: 1,
        },
      ]),
    ),
    roles: new Map(roles.map((one) => [one.id, one])),
    clearing: new Map(),
    limitedSince: new Map(),
    deleting: new Map(),
  };
}

/** Doctor matches patient, nurse and medical assistant; friend matches itself; expert matches nothing. */
export const clinic = catalogOf(
  ['contact', 'account', 'opportunity'],
  [
    role({ id: 'doctor', matchingRoleIds: ['patient', 'nurse', 'medical-assistant'] }),
    role({ id: 'patient', matchingRoleIds: ['doctor'], recordTypes: ['contact'] }),
    role({ id: 'nurse', matchingRoleIds: ['doctor'] }),
    role({ id: 'medical-assistant', matchingRoleIds: ['doctor'] }),
    role({ id: 'friend', matchingRoleIds: ['friend'], category: 'social' }),
    role({ id: 'vendor', recordTypes: ['account', 'contact'], category: 'business' }),
    role({ id: 'expert' }),
    role({ id: 'retired', state: 'inactive' }),
  ],
  ['note'],
);

export const caller = (actor = 'ines', isAdministrator = false): Caller => ({
  actor,
  isAdministrator,
  now: '2026-11-22T10:00:00.000Z',
});

/** A request in a short form: `['contact/a', 'doctor', 'contact/b', 'patient']`; undefined = left out. */
export function request(
  [from, role1, to, role2]: readonly [
    from: string,
    role1: string | null | undefined,
    to: string,
    role2: string | null | undefined,
  ],
  more: Partial<z.input<typeof NewConnection>> = {},
): NewConnection {
  const reference = (text: string) => {
    const [type, id] = text.split('/');
    return { type, id };
  };
  return NewConnection.parse({
    record1: reference(from),
    ...(role1 !== undefined && { record1RoleId: role1 }),
    record2: reference(to),
    ...(role2 !== undefined && { record2RoleId: role2 }),
    ...more,
  });
}

/** The code with which a rule refuses; undefined if it does not refuse. */
export function codeOf(rule: () => unknown): string | undefined {
  try {
    rule();
    return undefined;
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
}
