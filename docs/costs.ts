// The cost ledger as Markdown: the figures that test/table/costs.test.ts checks for every route.
import { routes } from '../shared/contracts/routes.ts';
import { type Floor, floorOf } from '../test/support/cost-floors.ts';
import {
  type BehindRow,
  behind,
  type LedgerRow,
  ledger,
  ledgerOf16Shards,
} from '../test/support/cost-ledger.ts';
import { costed, mix } from './cost-load.ts';
import { prices } from './prices.ts';

/** The price in US dollars of a million requests that use these units. */
const dollars = ({ read, write }: { readonly read: number; readonly write: number }) =>
  1e6 * (read * prices.readUnit.usd + write * prices.writeUnit.usd);

/** The number of calls: `BatchGetItem, 2 Query` are 3. */
export const callsIn = (calls: string) =>
  calls === ''
    ? 0
    : calls.split(', ').reduce((sum, call) => sum + (Number.parseInt(call, 10) || 1), 0);

/** A figure, with its floor in parentheses if that is different. */
const withFloor = (figure: string | number, value: number, floor: number) =>
  value === floor ? `${figure}` : `${figure} (${floor})`;

function rowOf({ route, what, path, calls, read, write }: LedgerRow, floor: Floor): string {
  const { method, path: pattern } = routes[route];
  const query = path.split('?')[1];
  const least = dollars(floor);
  const cells = [
    what,
    `\`${method} ${pattern}${query ? `?${query}` : ''}\``,
    withFloor(calls || 'none', callsIn(calls), floor.calls),
    withFloor(read, read, floor.read),
    withFloor(write, write, floor.write),
    least === 0 ? '' : (dollars({ read, write }) / least).toFixed(2),
    floor.why ?? '',
  ];
  return `| ${cells.join(' | ')} |`;
}

/** The cost of requests with their floors, and of the history and counts that follow from changes. */
export const costTable = (rows: readonly LedgerRow[], changes: readonly BehindRow[]): string =>
  [
    '| | request | DynamoDB calls (floor) | read units (floor) | write units (floor) | ratio to the floor | reason |',
    '|---|---|---|---|---|---:|---|',
    ...rows.map((row) => rowOf(row, floorOf(row))),
    '',
    'History and counts, updated from the stream:',
    '',
    '| when | DynamoDB calls | read units | write units |',
    '|---|---|---|---|',
    ...changes.map(
      ({ what, calls, read, write }) => `| ${what} | ${calls || 'none'} | ${read} | ${write} |`,
    ),
  ].join('\n');

/** The cost of the mix of requests, compared with its floor. */
function mixCosts(): string {
  const sum = (part: (row: (typeof mix)[number]) => number) =>
    mix.reduce((total, row) => total + (row.share / 100) * part(row), 0);
  const taken = sum((row) => dollars(costed(row)));
  const least = sum((row) => dollars(floorOf(row)));
  const after = sum((row) => {
    const { readBehind, writeBehind } = costed(row);
    return dollars({ read: readBehind, write: writeBehind });
  });
  const usd = (amount: number) => `$${amount.toFixed(2)}`;
  return (
    `A million requests of the mix in [cost.md](cost.md) cost ${usd(taken)} for reading and writing; ` +
    `the floor would be ${usd(least)}, so the ratio is ${(taken / least).toFixed(2)}. History and ` +
    `counts cost another ${usd(after)}.`
  );
}

export const costs = (): string =>
  [costTable([...ledger, ...ledgerOf16Shards], behind), '', mixCosts()].join('\n');
