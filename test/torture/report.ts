// Writes the figures of a run as Markdown into docs/reliability.md, between its markers.
import { readFileSync, writeFileSync } from 'node:fs';
import type { Caught } from './catch-planted.ts';
import type { Machine } from './machine.ts';
import type { Verdict } from './verdict.ts';
import type { Tally } from './world.ts';

const page = new URL('../../docs/reliability.md', import.meta.url);

/** Puts a section between its markers. @throws if the page has no markers for it */
export function putIntoPage(name: string, section: string): void {
  const text = readFileSync(page, 'utf8');
  const [begin, end] = [`<!-- torture:${name} -->`, `<!-- end torture:${name} -->`];
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error(`docs/reliability.md needs ${begin} and ${end}`);
  const before = text.slice(0, from + begin.length);
  writeFileSync(page, `${before}\n\n${section}\n\n${text.slice(to)}`);
}

export function markdownTable(
  heads: readonly string[],
  rows: readonly (readonly unknown[])[],
): string {
  const line = (cells: readonly unknown[]) => `| ${cells.join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
}

const number = (value = 0) => value.toLocaleString('en-US');

const wrongKinds: (keyof Verdict)[] = [
  'half pairs',
  'lost, or done though refused, or done twice',
  'miscounts',
  'wrong history',
  'wrong feed',
  'left behind',
  '500 without a fault',
];

export interface Reads {
  readonly reads: number;
  readonly fractured: number;
  readonly edits: number;
}

/** What a run did, and what it found. */
export function figures(
  { found, faults, service }: Machine,
  races: { readonly run: number; readonly wrong: number },
  reads: Reads,
): string {
  const { tally } = service;
  const sum = (all: Tally) => Object.values(all).reduce((total, one) => total + one, 0);
  const rows = [
    ['sequences', number(found.sequences)],
    ['requests to the API', number(tally.requests)],
    ['faults', number(sum(faults))],
    ...wrongKinds.map((kind) => [kind, number(found[kind])]),
    ['answers 500', number(tally['status 500'])],
    ['answers 503, each after faults that outlasted all retries', number(tally['status 503'])],
    ['races; wrong', `${races.run}; ${races.wrong}`],
    [
      'consistent reads of both halves during edits; edits; fractured',
      `${number(reads.reads)}; ${number(reads.edits)}; ${reads.fractured}`,
    ],
  ];
  const kinds = Object.entries(faults).sort(([, one], [, other]) => other - one);
  return [
    markdownTable(['what', 'how many'], rows),
    markdownTable(
      ['fault', 'how often'],
      kinds.map(([kind, count]) => [kind, number(count)]),
    ),
  ].join('\n\n');
}

export const caughtTable = (all: readonly Caught[]): string =>
  markdownTable(
    ['planted', 'caught after', 'seconds', 'given away by'],
    all.map(({ bug, sequences, seconds, by }) => [
      bug,
      by === undefined ? `not in ${sequences} sequences` : `${sequences} sequences`,
      seconds,
      by ?? '',
    ]),
  );
