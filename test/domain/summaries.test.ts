import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  connectionRoleSummary,
  playedRoles,
  recordSummary,
  recordTypeSummary,
} from '../../shared/domain/count-summaries.ts';
import { effort } from '../support/effort.ts';
import { clinic } from '../support/fixtures.ts';

const cells = {
  total: 7,
  'role:friend': 2,
  'role:doctor': 2,
  'role:vendor': 3,
  'type:contact': 6,
  'type:account': 1,
  'state:active': 7,
};

describe('the summary of a record', () => {
  it('has names, the largest count first, and a stable order for equal counts', () => {
    expect(recordSummary(clinic, cells)).toEqual({
      total: 7,
      byRole: [
        { key: 'vendor', name: 'vendor', count: 3 },
        { key: 'doctor', name: 'doctor', count: 2 },
        { key: 'friend', name: 'friend', count: 2 },
      ],
      byConnectedType: [
        { key: 'contact', name: 'contact', count: 6 },
        { key: 'account', name: 'account', count: 1 },
      ],
      byCategory: [
        { key: 'business', count: 3 },
        { key: 'other', count: 2 },
        { key: 'social', count: 2 },
      ],
      byState: [{ key: 'active', count: 7 }],
    });
  });

  it('adds up the roles of a category, and has no category for a deleted role', () => {
    const { byRole, byCategory } = recordSummary(clinic, {
      total: 6,
      'role:doctor': 2,
      'role:nurse': 3,
      'role:gone': 1,
    });
    expect(byCategory).toEqual([
      { key: 'other', count: 5 },
      { key: null, count: 1 },
    ]);
    expect(byRole).toContainEqual({ key: 'gone', count: 1 });
    expect(byRole).toHaveLength(3);
  });

  it('counts the sides without a role under null, after others with the same count', () => {
    const { byRole, byCategory } = recordSummary(clinic, {
      total: 10,
      'role:friend': 2,
      'role:doctor': 4,
      'type:contact': 10,
      'state:active': 10,
    });
    expect(byRole.map(({ key, count }) => [key, count])).toEqual([
      ['doctor', 4],
      [null, 4],
      ['friend', 2],
    ]);
    expect(byCategory.map(({ key, count }) => [key, count])).toEqual([
      ['other', 4],
      [null, 4],
      ['social', 2],
    ]);
  });

  it('adds up to the total in each part, whatever halves are counted', () => {
    const roleId = fc.constantFrom(null, 'friend', 'doctor', 'vendor', 'gone');
    const half = fc.record({
      roleId,
      type: fc.constantFrom('contact', 'account', 'gone'),
      state: fc.constantFrom('active', 'inactive'),
    });
    fc.assert(
      fc.property(fc.array(half, { maxLength: 30 }), (halves) => {
        const counts = new Map<string, number>();
        const cellsOf = ({ roleId: role, type, state }: (typeof halves)[number]) => [
          'total',
          ...(role === null ? [] : [`role:${role}`]),
          `type:${type}`,
          `state:${state}`,
        ];
        for (const cell of halves.flatMap(cellsOf)) counts.set(cell, (counts.get(cell) ?? 0) + 1);
        for (const summary of [recordSummary, recordTypeSummary]) {
          const { total, byRole, byConnectedType, byCategory, byState } = summary(
            clinic,
            Object.fromEntries(counts),
          );
          expect(total).toBe(halves.length);
          for (const part of [byRole, byConnectedType, byCategory, byState]) {
            expect(part.reduce((sum, { count }) => sum + count, 0)).toBe(total);
          }
          const blank = byRole.find(({ key }) => key === null)?.count ?? 0;
          expect(blank).toBe(halves.filter(({ roleId: role }) => role === null).length);
        }
      }),
      { numRuns: effort(100, 2000) },
    );
  });

  it('returns no count below zero while the stream catches up', () => {
    const behind = { total: -1, 'role:friend': -1, 'state:active': 1, 'state:inactive': -2 };
    expect(recordSummary(clinic, behind)).toMatchObject({
      total: 0,
      byRole: [],
      byCategory: [],
      byState: [{ key: 'active', count: 1 }],
    });
  });

  it('of a record without connections is empty', () => {
    const nothing = { byRole: [], byConnectedType: [], byCategory: [], byState: [] };
    expect(recordSummary(clinic, {})).toEqual({ total: 0, ...nothing });
    expect(recordTypeSummary(clinic, {})).toEqual({
      records: 0,
      connections: 0,
      total: 0,
      ...nothing,
    });
  });
});

describe('the summary of a role', () => {
  it('has its records by type', () => {
    const counts = {
      total: 4,
      connections: 3,
      records: 2,
      'type:contact': 3,
      'type:account': 1,
      'records:contact': 1,
      'records:account': 1,
    };
    expect(connectionRoleSummary(clinic, counts)).toEqual({
      records: 2,
      connections: 3,
      total: 4,
      byRecordType: [
        { key: 'contact', name: 'contact', count: 3, records: 1 },
        { key: 'account', name: 'account', count: 1, records: 1 },
      ],
    });
  });
});

describe('the roles that are played', () => {
  it('are returned with their counts and the sum', () => {
    expect(playedRoles(clinic, { ...cells, 'role:gone': 1 })).toEqual({
      items: [
        { roleId: 'vendor', roleName: 'vendor', category: 'business', count: 3 },
        { roleId: 'doctor', roleName: 'doctor', category: 'other', count: 2 },
        { roleId: 'friend', roleName: 'friend', category: 'social', count: 2 },
        { roleId: 'gone', roleName: null, category: null, count: 1 },
      ],
      total: 8,
    });
  });
});
