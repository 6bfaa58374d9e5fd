import { describe, expect, it } from 'vitest';
import {
  connectionRoleSummary,
  playedRoles,
  recordSummary,
  recordTypeSummary,
} from '../../shared/domain/count-summaries.ts';
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
      'role:doctor': 2,
      'role:nurse': 3,
      'role:gone': 1,
    });
    expect(byCategory).toEqual([{ key: 'other', count: 5 }]);
    expect(byRole).toContainEqual({ key: 'gone', count: 1 });
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
