// The part `cpu`: CPU time of a request inside the handler, compared with other implementations.
import { startEngine } from '../../../infra/local/dynamodb/engine.ts';
import { discardLines } from '../discard-lines.ts';
import { inTurns, median, ratio, type Times } from './rounds.ts';
import { names, type Recorded, recordServices } from './services.ts';

const titles = {
  create: 'Create a connection',
  patch: 'Change a description',
  get: 'One connection',
  delete: 'Delete a connection',
  page: 'A page of 25',
  roles: 'Roles of a record',
  graph: 'A graph of 61 records',
} as const;

/** 7 requests × 4 services × 14 rounds × 0.1 s, and warm-up: about a minute. */
const turns = { rounds: 14, turn: 100, warmUp: 400 };

export async function run(): Promise<string> {
  const restore = discardLines();
  const rows: string[] = [];
  try {
    const services = await recorded();
    for (const name of names) {
      const times = await inTurns(services, (service) => service.ready(name), turns);
      const [liaison, ...others] = times as [Times, ...Times[]];
      const cells = [
        titles[name],
        services[0]?.calls[name],
        ...times.map((one) => Math.round(median(one)).toLocaleString('en')),
        ...others.map((other) => ratioOf(liaison, other)),
      ];
      rows.push(`| ${cells.join(' | ')} |`);
    }
  } finally {
    restore();
  }
  return [
    '| request | DynamoDB calls | Liaison, µs | (a), µs | (b), µs | (c), µs | by (a) | by (b) | by (c) |',
    '|---|---|---|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

/** The engine ends before anything is measured. */
async function recorded(): Promise<Recorded[]> {
  const engine = await startEngine();
  try {
    return await recordServices(engine.endpoint);
  } finally {
    await engine.stop();
  }
}

function ratioOf(times: Times, base: Times): string {
  const { median, low, high } = ratio(times, base);
  return `${median.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})`;
}
