// The cost ledger as Markdown: the figures that test/table/costs.test.ts holds every route to.
import { routes } from '../shared/contracts/routes.ts';
import { type Floor, floorOf } from '../test/support/cost-floors.ts';
import { type BehindRow, behind, type LedgerRow, ledger } from '../test/support/cost-ledger.ts';
import { costed, mix } from './cost-load.ts';
import { prices } from './prices.ts';

/** US dollars for a million requests that take these units. */
const dollars = ({ read, write }: { readonly read: number; readonly write: number }) =>
  1e6 * (read * prices.readUnit.usd + write * prices.writeUnit.usd);

/** For instance `BatchGetItem, 2 Query` are 3. */
export const callsIn = (calls: string) =>
  calls === ''
    ? 0
    : calls.split(', ').reduce((sum, call) => sum + (Number.parseInt(call, 10) || 1), 0);

/** A figure, and its floor where it is another. */
const beside = (figure: string | number, value: number, floor: number) =>
  value === floor ? `${figure}` : `${figure} (${floor})`;

function rowOf({ route, what, path, calls, read, write }: LedgerRow, floor: Floor): string {
  const { method, path: pattern } = routes[route];
  const query = path.split('?')[1];
  const least = dollars(floor);
  const cells = [
    what,
    `\`${method} ${pattern}${query ? `?${query}` : ''}\``,
    beside(calls || 'none', callsIn(calls), floor.calls),
    beside(read, read, floor.read),
    beside(write, write, floor.write),
    least === 0 ? '' : (dollars({ read, write }) / least).toFixed(2),
    floor.why ?? '',
  ];
  return `| ${cells.join(' | ')} |`;
}

/** Requests beside their floors, and what happens behind them. */
export const costTable = (rows: readonly LedgerRow[], changes: readonly BehindRow[]): string =>
  [
    '| | request | DynamoDB calls (floor) | read units (floor) | write units (floor) | by the floor | why above |',
    '|---|---|---|---|---|---:|---|',
    ...rows.map((row) => rowOf(row, floorOf(row))),
    '',
    'Behind the stream, for history and counts:',
    '',
    '| when | DynamoDB calls | read units | write units |',
    '|---|---|---|---|',
    ...changes.map(
      ({ what, calls, read, write }) => `| ${what} | ${calls || 'none'} | ${read} | ${write} |`,
    ),
  ].join('\n');

/** What the requests of the mix take, beside their floors. */
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
    `A million requests of the mix in [cost.md](cost.md) take ${usd(taken)} of reading and writing; ` +
    `at the floor it would be ${usd(least)}: ${(taken / least).toFixed(2)} times that. History and ` +
    `counts behind them take ${usd(after)}.`
  );
}

export const costs = (): string => [costTable(ledger, behind), '', mixCosts()].join('\n');
