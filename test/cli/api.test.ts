// Addresses made from the route table, and how long to wait before trying again.
import { describe, expect, it } from 'vitest';
import { addressOf, delayBefore } from '../../cli/api.ts';
import { bar } from '../../cli/progress.ts';
import { routes } from '../../shared/contracts/routes.ts';

describe('addressOf', () => {
  it('fills in and escapes parameters', () => {
    const params = { type: 'contact', id: 'ines@fabrikon.example~1' };
    const query = { connectedType: 'account', limit: 100, cursor: undefined };
    expect(addressOf(routes.listConnectionsOfRecord, { params, query })).toBe(
      '/v1/records/contact/ines%40fabrikon.example~1/connections?connectedType=account&limit=100',
    );
  });

  it('has no question mark without a question', () => {
    expect(addressOf(routes.listRecordTypes, {})).toBe('/v1/record-types');
  });
});

describe('delayBefore', () => {
  it('doubles its bound up to 20 seconds', () => {
    const bounds = [1, 2, 3, 6, 7, 20].map((attempt) => delayBefore(attempt, null, 1));
    expect(bounds).toEqual([400, 800, 1600, 12_800, 20_000, 20_000]);
    expect(delayBefore(5, null, 0)).toBe(0);
  });

  it('waits as long as the service asks, a minute at the most', () => {
    expect(delayBefore(1, '3', 0)).toBe(3000);
    expect(delayBefore(1, '3600', 0)).toBe(60_000);
    expect(delayBefore(1, 'soon', 0)).toBe(0);
  });
});

describe('bar', () => {
  it('is empty, half full and full', () => {
    expect(bar(0, 10)).toBe(`${'░'.repeat(30)}   0 %`);
    expect(bar(5, 10)).toBe(`${'█'.repeat(15)}${'░'.repeat(15)}  50 %`);
    expect(bar(0, 0)).toBe(`${'█'.repeat(30)} 100 %`);
  });
});
