// `npm run cost`: what a month costs at a team's own numbers, the dearest first.
import { parseArgs } from 'node:util';
import { requestsPerConnection } from './cost-load.ts';
import { billLines } from './cost-tables.ts';

const usage = 'npm run cost -- --connections 5000000 --requests 2 (for each connection in a month)';
try {
  const { values } = parseArgs({
    options: {
      connections: { type: 'string', default: '1000000' },
      requests: { type: 'string', default: String(requestsPerConnection) },
    },
  });
  const [connections, requests] = [Number(values.connections), Number(values.requests)];
  if (!(connections >= 0 && requests >= 0)) throw new Error('Both are numbers, 0 or more');
  console.log(`${connections.toLocaleString('en')} connections, ${requests} requests for each:`);
  console.log(billLines(connections, requests).join('\n'));
} catch (error) {
  console.error(`${error instanceof Error ? error.message : error}; use: ${usage}`);
  process.exitCode = 2;
}
