// The month's bill: its mix is whole, and its sum moves as the load does.
import { expect, it } from 'vitest';
import { costed, mix } from '../../docs/cost-load.ts';
import { billOf, provisionedOf } from '../../docs/cost-model.ts';

const standing = {
  alarms: 10,
  dashboards: 1,
  secrets: 1,
  keys: 1,
  polledQueues: 3,
  logRetentionMonths: 12,
};
const sum = (connections: number, requests = 2) =>
  billOf(connections, standing, requests).reduce((total, { usd }) => total + usd, 0);
const item = (name: string, connections: number, requests = 2) =>
  billOf(connections, standing, requests).find((one) => one.item === name)?.usd ?? Number.NaN;

it('the mix is 100 requests of which 75 read', () => {
  const share = (writes: boolean) =>
    mix
      .map(costed)
      .filter(({ isWrite }) => isWrite === writes)
      .reduce((total, row) => total + row.share, 0);
  expect([share(false), share(true)]).toEqual([75, 25]);
});

it('an idle service pays for 10 alarms, a dashboard, a secret, a key, 5 metrics, 3 polled queues', () => {
  // Each queue: 5 requests every 20 s, in 730 hours.
  const polling = ((3 * 5 * 730 * 3600) / 20) * 0.4e-6;
  expect(sum(0)).toBeCloseTo(1 + 3 + 0.4 + 1 + 1.5 + polling);
});

it('writing is what the ledger’s units and the price make of it', () => {
  // Of 200 requests: 18 new connections of 11 units, 12 descriptions of 8, and so on: 458 units.
  const units = 18 * 11 + 12 * 8 + 2 * 23 + 2 * 8 + 6 * 13 + 4 * 3 + 6 * 2;
  expect(item('Writing', 1e6)).toBeCloseTo((units / 100) * 0.625);
});

it('data is paid by connections, requests by requests', () => {
  expect(item('Storage: table', 2e6)).toBeCloseTo(2 * item('Storage: table', 1e6));
  expect(item('Storage: table', 1e6, 4)).toBe(item('Storage: table', 1e6, 2));
  expect(item('HTTP API', 1e6, 4)).toBeCloseTo(2 * item('HTTP API', 1e6, 2));
  expect(item('HTTP API', 1e9, 1)).toBeCloseTo(300 + 700 * 0.9);
});

it('a busy reader of the stream takes many changes at once', () => {
  const each = (connections: number) => item('Stream readers', connections) / connections;
  expect(each(1e9)).toBeLessThanOrEqual(each(1e6));
});

it('provisioned capacity is the capacity used plus the idle part', () => {
  const units = item('Reading', 1e6) + item('Writing', 1e6);
  expect(provisionedOf(1e6, 2)).toBeGreaterThan(0.5 * units);
  expect(provisionedOf(2e6, 2)).toBeCloseTo(2 * provisionedOf(1e6, 2));
});
