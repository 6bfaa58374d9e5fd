// The cost ledger as Markdown: the figures that test/table/costs.test.ts holds every route to.
import { routes } from '../shared/contracts/routes.ts';
import { behind, ledger } from '../test/support/cost-ledger.ts';

export function costs(): string {
  const rows = ledger.map(({ route, what, path, calls, read, write }) => {
    const { method, path: pattern } = routes[route];
    const query = path.split('?')[1];
    const request = `\`${method} ${pattern}${query ? `?${query}` : ''}\``;
    return `| ${what} | ${request} | ${calls || 'none'} | ${read} | ${write} |`;
  });
  return [
    '| | request | DynamoDB calls | read units | write units |',
    '|---|---|---|---|---|',
    ...rows,
    '',
    'Behind the stream, for history and counts:',
    '',
    '| when | DynamoDB calls | read units | write units |',
    '|---|---|---|---|',
    ...behind.map(
      ({ what, calls, read, write }) => `| ${what} | ${calls || 'none'} | ${read} | ${write} |`,
    ),
  ].join('\n');
}
