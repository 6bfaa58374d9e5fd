// Two halves agree when each mirrors the other.
import { describe, expect, it } from 'vitest';
import { differences, type Half } from '../../cli/verify-pairs.ts';

const half: Half = {
  id: '01900000-0000-7000-8000-000000000001',
  record: { type: 'account', id: 'fabrikon', name: 'Fabrikon' },
  roleId: 'vendor',
  connected: { type: 'contact', id: 'ines', name: 'Ines' },
  connectedRoleId: null,
  title: null,
  attributes: null,
  externalId: null,
  description: null,
  effectiveStart: '2026-01-01',
  effectiveEnd: null,
  state: 'active',
  ownerId: 'user-1',
  createdAt: '2026-01-01T00:00:00.000Z',
  createdBy: 'user-1',
  modifiedAt: '2026-01-01T00:00:00.000Z',
  modifiedBy: 'user-1',
  version: 1,
};

const twin: Half = {
  ...half,
  record: half.connected,
  roleId: half.connectedRoleId,
  connected: half.record,
  connectedRoleId: half.roleId,
};

describe('differences', () => {
  it('finds none between a half and its mirror image, from either side', () => {
    expect(differences(half, twin)).toEqual([]);
    expect(differences(twin, half)).toEqual([]);
  });

  it('names fields as seen from the first half', () => {
    expect(differences(half, { ...twin, roleId: 'salesperson' })).toEqual(['connectedRoleId']);
    expect(differences(half, { ...twin, connectedRoleId: null })).toEqual(['roleId']);
    expect(
      differences(half, { ...twin, connected: { ...half.record, name: 'Fabrikon Ltd' } }),
    ).toEqual(['record']);
  });

  it.each([
    ['description', 'met in Lyon'],
    ['effectiveStart', null],
    ['effectiveEnd', '2026-12-31'],
    ['state', 'inactive'],
    ['ownerId', 'user-2'],
    ['modifiedBy', 'user-2'],
    ['version', 2],
  ])('finds a different %s', (field, value) => {
    expect(differences(half, { ...twin, [field]: value })).toEqual([field]);
  });

  it('finds differences in a copy that is not mirrored', () => {
    expect(differences(half, half)).toEqual(['record', 'roleId', 'connected', 'connectedRoleId']);
  });
});
