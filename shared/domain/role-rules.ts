// The rules for creating, changing and deleting connection roles. Matching stays symmetric.
import { type Fault, Refusal } from '../contracts/error-codes.ts';
import { changedReturned } from '../contracts/returned-fields.ts';
import {
  type ConnectionRole,
  type ConnectionRolePatch,
  type NewConnectionRole,
  roleLimits,
} from '../contracts/role-schemas.ts';
import { Sent } from '../contracts/sent-input.ts';
import { isSameJson } from '../text/same-json.ts';
import type { Catalog, CatalogChange } from './catalog.ts';

/** The result for each role, in the order of the request, and the change that writes them. */
export interface PutRoles {
  readonly results: readonly RoleResult[];
  readonly change: CatalogChange;
}
/** A role to put; a plain one is a request without faults. */
export type RoleRequest = NewConnectionRole | Sent<NewConnectionRole>;

/** The result for one role. */
export type RoleResult =
  | { readonly status: 'created' | 'updated' | 'identical'; readonly role: ConnectionRole }
  | { readonly refusal: Refusal };

/**
 * Creates or replaces roles that can list each other as matching. If a role lists another one, the
 * other lists it too. If two roles of the same request disagree, they match; otherwise the role in
 * the request decides for both. Invalid roles are refused one by one, and so is a role that lists
 * a refused one.
 */
export function putRoles(catalog: Catalog, requests: readonly RoleRequest[]): PutRoles {
  const inputs = requests.map(Sent.of);
  const refusals = refuseBadInputs(catalog, inputs);
  const accepted = new Map<string, NewConnectionRole>();
  inputs.forEach((input, index) => {
    if (refusals.has(index)) return;
    const role = input.whole();
    accepted.set(role.id, role);
  });

  const after = new Map<string, ConnectionRole>(catalog.roles);
  for (const [id, input] of accepted) {
    after.set(id, { ...input, description: input.description || null, version: 0 });
  }
  matchSymmetrically(after, new Set(accepted.keys()));

  const roles: ConnectionRole[] = [];
  for (const [id, role] of after) {
    const before = catalog.roles.get(id);
    if (before && isSame(before, role)) after.set(id, before);
    else {
      const written = { ...role, version: (before?.version ?? 0) + 1 };
      after.set(id, written);
      roles.push(written);
    }
  }
  const seen = new Set<string>();
  const results = inputs.map((input, index): RoleResult => {
    const refusal = refusals.get(index);
    if (refusal) return { refusal };
    const { id } = input.whole();
    const role = after.get(id) as ConnectionRole;
    const before = catalog.roles.get(id);
    const repeated = seen.has(id);
    seen.add(id);
    if (repeated || role === before) return { status: 'identical', role };
    return { status: before ? 'updated' : 'created', role };
  });
  return { results, change: { roles } };
}

/** Creates or replaces one role. @throws Refusal ValidationFailed, ConnectionRoleNotFound, RecordTypeNotFound */
export function putRole(
  catalog: Catalog,
  input: RoleRequest,
): { role: ConnectionRole; created: boolean; change: CatalogChange } {
  const { results, change } = putRoles(catalog, [input]);
  const [result] = results;
  if (!result || 'refusal' in result) throw result?.refusal ?? new Error('no result');
  return { role: result.role, created: result.status === 'created', change };
}

/** Changes some fields of a role. @throws Refusal NotFound, and the codes of putRole */
export function patchRole(
  catalog: Catalog,
  id: string,
  patch: ConnectionRolePatch | Sent<ConnectionRolePatch>,
): { role: ConnectionRole; change: CatalogChange } {
  const { version: _, ...current } = existingRole(catalog, id);
  return putRole(
    catalog,
    Sent.of(patch).map((fields) => ({ ...current, ...withoutUndefined(fields) })),
  );
}

/** The change that deletes a role and removes it from matching roles. @throws Refusal NotFound */
export function deleteRole(catalog: Catalog, id: string): CatalogChange {
  existingRole(catalog, id);
  const roles = [...catalog.roles.values()]
    .filter((role) => role.id !== id && role.matchingRoleIds.includes(id))
    .map((role) => ({
      ...role,
      matchingRoleIds: role.matchingRoleIds.filter((match) => match !== id),
      version: role.version + 1,
    }));
  return { roles, removedRoles: [id] };
}

/** @throws Refusal NotFound */
export function existingRole(catalog: Catalog, id: string): ConnectionRole {
  const role = catalog.roles.get(id);
  if (!role) throw noSuchRole(id);
  return role;
}

/** The refusal for a path whose role does not exist. */
export const noSuchRole = (id: string) =>
  new Refusal('NotFound', `there is no connection role ${id}`);

/** Refusals by index, repeated until no accepted role lists a refused one. */
function refuseBadInputs(catalog: Catalog, inputs: readonly Sent<NewConnectionRole>[]) {
  const refusals = new Map<number, Refusal>();
  const twice = repeatedInputs(inputs);
  for (let before = -1; before !== refusals.size; ) {
    before = refusals.size;
    const matches = new Map<string, Set<string>>();
    for (const { id, matchingRoleIds } of catalog.roles.values()) {
      matches.set(id, new Set(matchingRoleIds));
    }
    inputs.forEach(({ value: { id, matchingRoleIds }, faults }, index) => {
      const isRefused = refusals.has(index) || twice.has(index) || faults.length > 0;
      if (id !== undefined && !isRefused) matches.set(id, new Set(matchingRoleIds));
    });
    inputs.forEach((input, index) => {
      if (refusals.has(index)) return;
      const repeated = twice.get(index);
      const refusal = input.refusal([
        ...(repeated ? [repeated] : []),
        ...faultsOf(catalog, matches, input),
      ]);
      if (refusal) refusals.set(index, refusal);
    });
  }
  return refusals;
}

/** By index: the fault of a role that is already in the batch, with different fields. */
function repeatedInputs(inputs: readonly Sent<NewConnectionRole>[]): Map<number, Fault> {
  const first = new Map<string, NewConnectionRole>();
  const faults = new Map<number, Fault>();
  for (const [index, { value, faults: own }] of inputs.entries()) {
    if (value.id === undefined || own.length > 0) continue;
    const input = value as NewConnectionRole;
    const earlier = first.get(input.id);
    if (!earlier) first.set(input.id, input);
    else if (!isSame({ ...earlier, version: 0 }, { ...input, version: 0 })) {
      const message = `the role ${input.id} appears twice in the batch, with different fields`;
      faults.set(index, { path: 'id', message });
    }
  }
  return faults;
}

/** `matches` contains every role that will exist; this adds the opposite matches of the input. */
function faultsOf(
  catalog: Catalog,
  matches: ReadonlyMap<string, Set<string>>,
  { value, returned }: Sent<NewConnectionRole>,
): Fault[] {
  const { id: ownId, recordTypes = [], matchingRoleIds = [] } = value;
  const ofTypes = recordTypes.flatMap((type, at): Fault[] => {
    const path = `recordTypes[${at}]`;
    if (!catalog.recordTypes.has(type)) {
      const message = `there is no record type ${type}`;
      return [{ path, code: 'RecordTypeNotFound', message }];
    }
    return recordTypes.indexOf(type) === at ? [] : [{ path, message: `${type} is listed twice` }];
  });
  const ofMatches = matchingRoleIds.flatMap((id, at): Fault[] => {
    const path = `matchingRoleIds[${at}]`;
    const named = matches.get(id) ?? (id === ownId ? new Set<string>() : undefined);
    if (!named) {
      const message = `there is no connection role ${id}`;
      return [{ path, code: 'ConnectionRoleNotFound', message }];
    }
    if (matchingRoleIds.indexOf(id) !== at) return [{ path, message: `${id} is listed twice` }];
    if (ownId !== undefined && named.add(ownId).size > roleLimits.matchingRoles) {
      const message = `${id} would match more than ${roleLimits.matchingRoles} roles`;
      return [{ path, message }];
    }
    return [];
  });
  const stored = ownId === undefined ? undefined : catalog.roles.get(ownId);
  return [...ofTypes, ...ofMatches, ...changedReturned(returned, stored)];
}

/** Makes every match of the roles in `put` symmetric. */
function matchSymmetrically(roles: Map<string, ConnectionRole>, put: ReadonlySet<string>): void {
  const setMatches = (role: ConnectionRole, matchingRoleIds: string[]) =>
    roles.set(role.id, { ...role, matchingRoleIds });
  for (const id of put) {
    for (const other of [...roles.values()]) {
      const role = roles.get(id) as ConnectionRole;
      const names = role.matchingRoleIds.includes(other.id);
      const named = other.matchingRoleIds.includes(id);
      if (names && !named) setMatches(other, [...other.matchingRoleIds, id]);
      if (!names && named) {
        if (put.has(other.id)) setMatches(role, [...role.matchingRoleIds, other.id]);
        else
          setMatches(
            other,
            other.matchingRoleIds.filter((match) => match !== id),
          );
      }
    }
  }
}

function isSame(a: ConnectionRole, b: ConnectionRole): boolean {
  return (
    a.name === b.name &&
    a.category === b.category &&
    a.description === b.description &&
    a.state === b.state &&
    a.recordTypes.join() === b.recordTypes.join() &&
    a.matchingRoleIds.join() === b.matchingRoleIds.join() &&
    a.maxPerRecord === b.maxPerRecord &&
    isSameJson(a.attributeSchema, b.attributeSchema)
  );
}

function withoutUndefined<T extends object>(value: T) {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
