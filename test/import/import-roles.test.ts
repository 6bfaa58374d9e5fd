// Roles that name each other across batches get the same matches as if they were put all at once.
import { describe, expect, it } from 'vitest';
import type { NewConnectionRole } from '../../shared/contracts/role-schemas.ts';
import { type Catalog, changed } from '../../shared/domain/catalog.ts';
import { createRoles } from '../../shared/domain/create-roles.ts';
import { putRoles } from '../../shared/domain/role-rules.ts';
import type { LineValue } from '../../shared/import/import-lines.ts';
import { RoleMatches } from '../../shared/import/import-roles.ts';

const role = (id: string, matchingRoleIds: string[] = []) => ({
  id,
  name: id,
  category: 'other',
  description: null,
  recordTypes: [],
  matchingRoleIds,
  maxPerRecord: null,
  attributeSchema: null,
  state: 'active' as const,
});

const empty: Catalog = {
  version: 0,
  recordTypes: new Map(),
  roles: new Map(),
  clearing: new Map(),
  limitedSince: new Map(),
  deleting: new Map(),
};

/** Puts batches by the service's own rules, as an import does; tells what became of the roles. */
function imported(batches: NewConnectionRole[][], before = empty) {
  let catalog = before;
  let written = 0;
  const statuses = new Map<string, string>();
  const put = (rule: typeof putRoles, roles: LineValue[]) => {
    const { results, change } = rule(catalog, roles as NewConnectionRole[]);
    for (const [at, one] of results.entries()) {
      const status = 'refusal' in one ? one.refusal.message : one.status;
      const isNoted = rule === putRoles && !('refusal' in one);
      if (!isNoted) statuses.set(String(roles[at]?.id), status);
    }
    written += change.roles?.length ?? 0;
    catalog = changed(catalog, change, '2026-11-22T10:00:00.000Z');
  };
  const roles = batches.flatMap((batch, number) =>
    batch.map((one) => ({ batch: number, role: { ...one } })),
  );
  const stored = new Map([...before.roles].map(([id, one]) => [id, one.matchingRoleIds]));
  const names = new RoleMatches(roles, stored);
  const existing = new Set(before.roles.keys());
  for (const [number, batch] of batches.entries()) {
    const early = roles.filter((one) => one.batch === number);
    put(
      createRoles,
      early.map((one) => names.early(one, existing)),
    );
    for (const { id } of batch) existing.add(id);
  }
  // One at a time: the hardest case, as each is put without the others.
  for (const one of roles.filter((each) => names.isAcross(each))) {
    const isNew = !before.roles.has(one.role.id);
    put(isNew ? putRoles : createRoles, [names.whole(one, existing)]);
  }
  return { catalog, written, statuses: [...statuses.values()] };
}

const matches = ({ catalog }: { catalog: Catalog }) =>
  Object.fromEntries([...catalog.roles].map(([id, { matchingRoleIds }]) => [id, matchingRoleIds]));

describe('roles in several batches', () => {
  it('keeps the order of matches, the default first', () => {
    const doctor = role('doctor', ['patient', 'nurse', 'assistant']);
    const batches = [
      [doctor, role('nurse', ['doctor'])],
      [role('patient', ['doctor']), role('assistant', ['doctor'])],
    ];
    expect(matches(imported(batches))).toEqual({
      doctor: ['patient', 'nurse', 'assistant'],
      nurse: ['doctor'],
      patient: ['doctor'],
      assistant: ['doctor'],
    });
  });

  it('keeps a match that only one side names, whichever comes first', () => {
    const forward = [[role('a', ['b'])], [role('b', ['c'])], [role('c')]];
    expect(matches(imported(forward))).toEqual({ a: ['b'], b: ['c', 'a'], c: ['b'] });
    const backward = [[role('c')], [role('b', ['c'])], [role('a', ['b'])]];
    expect(matches(imported(backward))).toEqual({ a: ['b'], b: ['c', 'a'], c: ['b'] });
  });

  it('makes a ring of 250 roles whole', () => {
    const count = 250;
    const ring = Array.from({ length: count }, (_, index) =>
      role(`r${index}`, [`r${(index + 1) % count}`]),
    );
    const batches = [ring.slice(0, 100), ring.slice(100, 200), ring.slice(200)];
    const { catalog: whole } = imported(batches);
    expect(whole.roles.size).toBe(count);
    for (const { id, matchingRoleIds } of ring) {
      const [next] = matchingRoleIds;
      expect(whole.roles.get(id)?.matchingRoleIds).toContain(next);
      expect(whole.roles.get(next ?? '')?.matchingRoleIds).toContain(id);
    }
  });

  it.each([
    ['both sides name', [[role('a', ['b'])], [role('b', ['a'])]]],
    ['one side names', [[role('a', ['b']), role('d', ['b'])], [role('b', ['c'])], [role('c')]]],
    ['are in one batch, and others', [[role('b'), role('a', ['b'])], [role('c', ['b'])]]],
    [
      'are in an order of its own, and others',
      [[role('a', ['x', 'b'])], [role('n', ['a']), role('b')], [role('x', ['a', 'n'])]],
    ],
  ])('finds all roles identical when matches that %s are imported again', (_, batches) => {
    const once = imported(batches);
    expect(once.statuses).toEqual(batches.flat().map(() => 'created'));
    const again = imported(batches, once.catalog);
    expect(again.statuses).toEqual(batches.flat().map(() => 'identical'));
    expect(again.written).toBe(0);
  });

  it('completes the matches of an import that was interrupted', () => {
    const batches = [[role('a', ['b', 'c'])], [role('b')], [role('c', ['b'])]];
    const partly = imported([[role('a')], [role('b', ['a'])]]);
    const { catalog, statuses } = imported(batches, partly.catalog);
    expect(statuses).toEqual(['identical', 'identical', 'created']);
    expect(matches({ catalog })).toEqual({ a: ['b', 'c'], b: ['a', 'c'], c: ['b', 'a'] });
  });

  it('finds a role with other matches than the file different, and leaves it as it is', () => {
    const before = imported([[role('a', ['b']), role('b'), role('d')]]);
    const { statuses, catalog } = imported([[role('a', ['d'])], [role('b'), role('e', ['d'])]], {
      ...before.catalog,
    });
    expect(statuses).toEqual([
      'the role a exists with other values: matchingRoleIds',
      'the role b exists with other values: matchingRoleIds',
      'created',
    ]);
    expect(matches({ catalog })).toEqual({ a: ['b'], b: ['a'], d: ['e'], e: ['d'] });
  });

  it('sends nothing twice when each batch is complete in itself', () => {
    const roles = [
      { batch: 0, role: role('friend', ['friend']) },
      { batch: 0, role: role('vendor', ['of-an-earlier-import']) },
      { batch: 1, role: role('alone') },
    ];
    const names = new RoleMatches(roles);
    expect(roles.filter((one) => names.isAcross(one))).toEqual([]);
  });

  it('does not hide a match that exists nowhere, or that was refused', () => {
    const roles = [
      { batch: 0, role: role('a', ['nowhere', 'refused']) },
      { batch: 1, role: role('refused') },
    ] as const;
    const names = new RoleMatches(roles);
    expect(names.early(roles[0], new Set()).matchingRoleIds).toEqual(['nowhere']);
    expect(names.whole(roles[0], new Set(['a'])).matchingRoleIds).toEqual(['nowhere', 'refused']);
  });
});
