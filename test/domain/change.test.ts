import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Connection } from '../../shared/domain/connection-rules.ts';
import {
  catalogEventName,
  eventOf,
  isReported,
} from '../../shared/domain/events/announced-events.ts';
import {
  type Change,
  catalogFields,
  changedFields,
  subject,
  versionOf,
} from '../../shared/domain/events/connection-change.ts';
import { lives } from '../support/changes.ts';
import { role } from '../support/fixtures.ts';

const made: Connection = {
  id: '019aa3f0-7d2e-7c61-9d3c-8f4f5f0a1b2c',
  record1: { type: 'contact', id: 'maria', name: 'Maria', roleId: 'vendor' },
  record2: { type: 'account', id: 'fabrikon', name: 'Fabrikon', roleId: null },
  title: null,
  attributes: null,
  externalId: null,
  description: null,
  effectiveStart: null,
  effectiveEnd: null,
  state: 'active',
  ownerId: 'ines',
  createdAt: '2026-11-22T10:00:00.000Z',
  createdBy: 'ines',
  modifiedAt: '2026-11-22T10:00:00.000Z',
  modifiedBy: 'ines',
  version: 1,
};

const to = (changed: Partial<Connection>, before: Connection = made): Change => ({
  before,
  after: { ...before, ...changed, version: before.version + 1 },
  actor: 'ines',
  at: '2026-11-22T11:00:00.000Z',
});
const creation: Change = { before: null, after: made, actor: 'ines', at: made.createdAt };
const deletion: Change = { before: made, after: null, actor: 'omar', at: made.createdAt };

describe('the fields that changed', () => {
  it('are those with a new value, with the old and the new value', () => {
    expect(changedFields(to({ description: 'sells to', effectiveEnd: '2026-12-31' }), 'record1'))
      // biome-ignore format: one field a line
      .toEqual([
      { field: 'description', from: null, to: 'sells to' },
      { field: 'effectiveEnd', from: null, to: '2026-12-31' },
    ]);
  });

  it("call the role of the side's own record record1RoleId", () => {
    const change = to({ record2: { ...made.record2, roleId: 'client' } });

    expect(changedFields(change, 'record1')).toEqual([
      { field: 'record2RoleId', from: null, to: 'client' },
    ]);
    expect(changedFields(change, 'record2')).toEqual([
      { field: 'record1RoleId', from: null, to: 'client' },
    ]);
  });

  it('are all fields with a value when a connection is created or deleted', () => {
    expect(changedFields(creation, 'record1')).toEqual([
      { field: 'record1RoleId', from: null, to: 'vendor' },
      { field: 'ownerId', from: null, to: 'ines' },
      { field: 'state', from: null, to: 'active' },
    ]);
    expect(changedFields(deletion, 'record2')).toEqual([
      { field: 'record2RoleId', from: 'vendor', to: null },
      { field: 'ownerId', from: 'ines', to: null },
      { field: 'state', from: 'active', to: null },
    ]);
  });

  it('leave out names, versions and times', () => {
    const renamed = to({ record1: { ...made.record1, name: 'Maria B.' }, modifiedBy: 'omar' });
    expect(changedFields(renamed, 'record1')).toEqual([]);
    expect(changedFields(renamed, 'record2')).toEqual([]);
  });

  it('are the same from both sides, except that the roles change places', () => {
    const swapped: Record<string, string> = {
      record1RoleId: 'record2RoleId',
      record2RoleId: 'record1RoleId',
    };
    const sorted = (fields: readonly { field: string }[]) =>
      [...fields].sort((a, b) => (a.field < b.field ? -1 : 1));
    fc.assert(
      fc.property(lives, (changes) => {
        for (const change of changes) {
          const seen = changedFields(change, 'record2').map((one) => ({
            ...one,
            field: swapped[one.field] ?? one.field,
          }));
          expect(sorted(seen)).toEqual(sorted(changedFields(change, 'record1')));
        }
      }),
    );
  });
});

describe('the event', () => {
  const inactive = to({ state: 'inactive' });

  it.each<[string, Change]>([
    ['created', creation],
    ['deleted', deletion],
    ['updated', to({ description: 'sells to' })],
    ['updated', to({ state: 'inactive', description: 'no more' })],
    ['deactivated', inactive],
    ['activated', to({ state: 'active' }, inactive.after ?? made)],
  ])('is %s', (event, change) => {
    expect(eventOf(change)).toBe(event);
  });

  it('is reported, unless only the stored name of a record changed', () => {
    expect([creation, deletion, inactive].map(isReported)).toEqual([true, true, true]);
    expect(isReported(to({ record2: { ...made.record2, name: 'Fabrikon Ltd' } }))).toBe(false);
  });

  it('is about the connection after it, or before its deletion', () => {
    expect(subject(inactive).state).toBe('inactive');
    expect(subject(deletion)).toBe(made);
    expect(() => subject({ ...creation, after: null })).toThrow(/before it or after it/);
  });

  it('has the next version, also after a deletion', () => {
    fc.assert(
      fc.property(lives, (changes) => {
        expect(changes.map(versionOf)).toEqual(changes.map((_, index) => index + 1));
      }),
    );
  });
});

describe('the change of a role', () => {
  const before = role({ id: 'vendor' });
  const named = (after: typeof before | null, from: typeof before | null = before) =>
    catalogEventName({ kind: 'role', id: 'vendor', before: from, after });

  it('is described in one word', () => {
    expect(named(before, null)).toBe('created');
    expect(named(null)).toBe('deleted');
    expect(named({ ...before, state: 'inactive', version: 2 })).toBe('deactivated');
    expect(named({ ...before, version: 3 }, { ...before, state: 'inactive', version: 2 })).toBe(
      'activated',
    );
    expect(named({ ...before, state: 'inactive', name: 'Seller', version: 2 })).toBe('updated');
  });

  it('is `clearing`, whether or not it also deactivates the role', () => {
    for (const state of ['active', 'inactive'] as const) {
      const event = {
        kind: 'role',
        id: 'vendor',
        before: { ...before, state },
        after: { ...before, state: 'inactive' },
        isCleared: true,
      } as const;
      expect(catalogEventName(event)).toBe('clearing');
    }
  });

  it('lists each field that changed, compares lists by content, and leaves out the version', () => {
    const after = { ...before, matchingRoleIds: ['client'], version: 2 };
    expect(catalogFields(before, after)).toEqual([
      { field: 'matchingRoleIds', from: [], to: ['client'] },
    ]);
    expect(catalogFields(before, { ...before, matchingRoleIds: [] })).toEqual([]);
  });
});
