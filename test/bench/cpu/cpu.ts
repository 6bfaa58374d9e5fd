// The part `cpu`: CPU time of a request inside the handler, beside the same request written otherwise.
import { openSync, writeSync } from 'node:fs';
import { inTurns, type Measured } from './rounds.ts';
import { names, recordServices } from './services.ts';

const titles = {
  create: 'Create a connection',
  patch: 'Change a description',
  get: 'One connection',
  delete: 'Delete a connection',
  page: 'A page of 25',
  roles: 'Roles of a record',
  graph: 'A graph of 61 records',
} as const;

/** 7 requests × 4 services × 30 rounds × 25 ms: about half a minute, warm-up included. */
const turns = { rounds: 30, turn: 25, warmUp: 500 };

export async function run(): Promise<string> {
  const services = await recordServices();
  const restore = discardLines();
  const rows: string[] = [];
  try {
    for (const name of names) {
      const measured = await inTurns(services, (service) => service.ready(name), turns, 1);
      const [liaison, floor, electro, client] = measured as [Measured, Measured, Measured, Measured];
      const cells = [
        titles[name],
        services[0]?.calls[name],
        ...[liaison, floor, electro, client].map(({ microseconds }) => Math.round(microseconds)),
        `**${ratioOf(liaison)}**`,
        (liaison.microseconds / electro.microseconds).toFixed(2),
        (liaison.microseconds / client.microseconds).toFixed(2),
      ];
      rows.push(`| ${cells.join(' | ')} |`);
    }
  } finally {
    restore();
  }
  return [
    '| request | calls | Liaison, µs | (a) lib-dynamodb | (b) ElectroDB | (c) client-dynamodb | by (a) | by (b) | by (c) |',
    '|---|---|---|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

const ratioOf = ({ ratio, spread: [low, high] }: Measured) =>
  `${ratio.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})`;

/** The functions' lines are written, as in Lambda, but nobody reads them. */
function discardLines(): () => void {
  const { write } = process.stdout;
  const nowhere = openSync('/dev/null', 'w');
  process.stdout.write = (text: unknown) => {
    writeSync(nowhere, String(text));
    return true;
  };
  return () => {
    process.stdout.write = write;
  };
}
