// Creating connection roles without changing those that exist: what a batch with `mode=create` does.
import { Refusal } from '../contracts/error-codes.ts';
import { changedReturned } from '../contracts/returned-fields.ts';
import type { ConnectionRole, NewConnectionRole } from '../contracts/role-schemas.ts';
import { Sent } from '../contracts/sent-input.ts';
import { differenceAt } from '../text/field-differences.ts';
import { isSameJson } from '../text/same-json.ts';
import type { Catalog } from './catalog.ts';
import { type PutRoles, putRoles, type RoleRequest, type RoleResult } from './role-rules.ts';

/**
 * Creates the roles that do not exist. A role that exists is compared: it changes in one respect only,
 * because matching is mutual: a new role that it matches is added to its matching roles. Of several
 * valid roles with one id, the first is created, and the others are compared with it.
 */
export function createRoles(catalog: Catalog, requests: readonly RoleRequest[]): PutRoles {
  const inputs: readonly Input[] = requests.map(Sent.of);
  const refused = refusalsOfFaulty(catalog, inputs);
  for (;;) {
    const candidates = inputs.filter((input) => !refused.has(input));
    const created = firstOfEach(candidates.filter((input) => !catalog.roles.has(idOf(input))));
    const put = putRoles(
      catalog,
      created.map((input) => withMatchesOfKnown(catalog, input, candidates)),
    );
    const results = new Map(created.map((input, at) => [input, put.results[at] as RoleResult]));
    const nextInLine = new Set(candidates.filter((one) => !results.has(one)).map(idOf));
    const before = refused.size;
    for (const [input, result] of results) {
      // Another role with its id may be valid.
      if ('refusal' in result && nextInLine.has(idOf(input))) refused.set(input, result.refusal);
    }
    if (refused.size > before) continue;
    const after = new Map([...catalog.roles, ...(put.change.roles ?? []).map(byId)]);
    const compared = (input: Input) =>
      comparedWith(after.get(idOf(input)) as ConnectionRole, input, candidates);
    return {
      results: inputs.map((input) => {
        const refusal = refused.get(input);
        return refusal ? { refusal } : (results.get(input) ?? compared(input));
      }),
      change: put.change,
    };
  }
}

const byId = (role: ConnectionRole) => [role.id, role] as const;

type Input = Sent<NewConnectionRole>;

/** The id of a role whose request has no faults. */
const idOf = (input: Input) => input.whole().id;

/** In the order of the request: a role that another one lists gets its matches in this order. */
function firstOfEach(inputs: readonly Input[]): Input[] {
  const ids = new Set<string>();
  return inputs.filter((input) => {
    const isFirst = !ids.has(idOf(input));
    ids.add(idOf(input));
    return isFirst;
  });
}

/** The refusals of requests with faults, which list those that the rules find, too. */
function refusalsOfFaulty(catalog: Catalog, inputs: readonly Input[]): Map<Input, Refusal> {
  const { results } = putRoles(catalog, inputs);
  return new Map(
    inputs.flatMap((input, at): [Input, Refusal][] => {
      const result = results[at];
      return !input.isWhole && result && 'refusal' in result ? [[input, result.refusal]] : [];
    }),
  );
}

/** A new role matches the existing roles that list it in the same request, too. */
function withMatchesOfKnown(catalog: Catalog, input: Input, all: readonly Input[]): Input {
  const known = namersOf(idOf(input), all).filter((id) => catalog.roles.has(id));
  const { matchingRoleIds } = input.whole();
  return input.map((role) => ({
    ...role,
    matchingRoleIds: [...matchingRoleIds, ...known.filter((id) => !matchingRoleIds.includes(id))],
  }));
}

/** The ids of the roles that list a role as matching. */
const namersOf = (id: string, all: readonly Input[]) =>
  all.filter((one) => one.whole().matchingRoleIds.includes(id)).map(idOf);

function comparedWith(existing: ConnectionRole, request: Input, all: readonly Input[]): RoleResult {
  const changed = request.refusal(changedReturned(request.returned, existing));
  if (changed) return { refusal: changed };
  const input = request.whole();
  const sent = { ...input, description: input.description || null };
  const fields = ['name', 'category', 'description', 'state'] as const;
  const errors = [
    ...fields.filter((field) => sent[field] !== existing[field]),
    ...(isSameSet(sent.recordTypes, existing.recordTypes) ? [] : (['recordTypes'] as const)),
    ...(hasMatches(existing, input, namersOf(input.id, all)) ? [] : (['matchingRoleIds'] as const)),
    ...(sent.maxPerRecord === existing.maxPerRecord ? [] : (['maxPerRecord'] as const)),
    ...(isSameJson(sent.attributeSchema, existing.attributeSchema)
      ? []
      : (['attributeSchema'] as const)),
  ].map((field) => differenceAt(field, existing[field]));
  if (errors.length === 0) return { status: 'identical', role: existing };
  const differs = errors.map(({ path }) => path);
  const detail = `the role ${input.id} exists with other values: ${differs.join(', ')}`;
  return { refusal: new Refusal('ConnectionRoleExists', detail, { differs, errors }) };
}

const isSameSet = (one: readonly string[], other: readonly string[]) =>
  one.toSorted().join() === other.toSorted().join();

/** Whether a role has the listed matches in their order, and otherwise only matches that list it. */
function hasMatches(
  { matchingRoleIds: existing }: ConnectionRole,
  { matchingRoleIds: listed }: NewConnectionRole,
  namers: readonly string[],
): boolean {
  const own = existing.filter((id) => listed.includes(id));
  const others = existing.filter((id) => !listed.includes(id));
  return own.join() === listed.join() && others.every((id) => namers.includes(id));
}
