// `npm run cost`: the bill for a month for a given load, the most expensive item first.
import { parseArgs } from 'node:util';
import { requestsPerConnection } from './cost-load.ts';
import { billLines } from './cost-tables.ts';

const usage =
  'npm run cost -- --connections 5000000 --requests 2 (requests per connection and month)';
try {
  const { values } = parseArgs({
    options: {
      connections: { type: 'string', default: '1000000' },
      requests: { type: 'string', default: String(requestsPerConnection) },
    },
  });
  const [connections, requests] = [Number(values.connections), Number(values.requests)];
  if (!(connections >= 0 && requests >= 0))
    throw new Error('--connections and --requests must be numbers, 0 or more');
  console.log(
    `${connections.toLocaleString('en')} connections, ${requests} requests per connection and month:`,
  );
  console.log(billLines(connections, requests).join('\n'));
} catch (error) {
  console.error(`${error instanceof Error ? error.message : error}; usage: ${usage}`);
  process.exitCode = 2;
}
