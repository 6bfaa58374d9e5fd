// The commands that pages name: their scripts and options exist, synopses are complete, and outputs are as shown.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { help, readArguments } from '../../cli/arguments.ts';
import { importText, verifyText } from '../../cli/command-output.ts';
import { outputFolder } from '../../infra/output-folder.ts';
import { settingsOf } from '../../infra/stage-settings.ts';
import { noCounts } from '../../shared/import/import-outcomes.ts';
import { allBlocks, pages, placeOf, textOf } from '../support/examples/blocks.ts';
import { commandsIn } from '../support/examples/shell.ts';
import { root } from '../support/workbench.ts';

const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** Every command of the pages: in blocks, and as code in a sentence. */
const named = pages.flatMap((page) => {
  const sentences = textOf(page).replaceAll(/^ *```.*?^ *```/gms, '');
  const inline = [...sentences.matchAll(/`((?:\w+=\S+ )*(?:npm|liaison) [^`]+)`/g)];
  const blocks = allBlocks.filter((block) => block.page === page);
  return [
    ...inline.map(([, text = '']) => ({ place: page, text: text.replaceAll(/\s+/g, ' ') })),
    ...blocks
      .filter(({ language }) => /shell|session/.test(language))
      .flatMap((block) =>
        commandsIn(block.code.replaceAll(/^\$ /gm, '')).map(({ text }) => ({
          place: placeOf(block),
          text,
        })),
      ),
  ];
});

/** Where the commands of the local host declare their options. */
const hostCommands: Readonly<Record<string, readonly string[]>> = {
  start: ['infra/local/start.ts', 'infra/local/run-host.ts'],
  local: ['infra/local/local-command.ts', 'infra/local/run-host.ts'],
  token: ['infra/local/print-token.ts'],
};

/** The options of the program that a script runs, as its own source declares them. */
function optionsOf(script: string, rest = ''): Set<string> {
  const [, command = ''] =
    script === 'liaison' ? (/^(local|token)\b/.exec(rest) ?? []) : ['', script];
  if (script === 'liaison' && command === '')
    return new Set([...help().matchAll(/--([\w-]+)/g)].map(([, name = '']) => name));
  const [, file = ''] = /\bnode (\S+\.ts)/.exec(scripts[script]) ?? [];
  const files = hostCommands[command] ?? [file];
  const source = files.map((each) => each && readFileSync(join(root, each), 'utf8')).join('\n');
  return new Set(
    [...source.matchAll(/'?\b([\w-]+)'?: \{ type: '(?:string|boolean)'|'--([\w-]+)'/g)].map(
      ([, declared, compared]) => declared ?? compared ?? '',
    ),
  );
}

/** The script of a command and what it passes on; undefined for other commands. */
function scriptOf(text: string) {
  const [, run, short, rest = ''] =
    /\bnpm (?:run (?:--silent )?([\w:-]+)|(start|test)\b)(?: -- ([^&|>]*))?/.exec(text) ?? [];
  const [, command] = /^liaison ([^&|>]*)/.exec(text) ?? [];
  if (command !== undefined) return { script: 'liaison', rest: command };
  const script = run ?? short;
  return script === undefined ? undefined : { script, rest };
}

const calls = named.flatMap(({ place, text }) => {
  const call = scriptOf(text);
  return call ? [{ place, text, ...call }] : [];
});

it('the scripts and options exist', () => {
  expect(calls.length).toBeGreaterThan(50);
  const wrong = calls.filter(({ script, rest }) => {
    if (!(script in scripts)) return true;
    const given = [...rest.matchAll(/(?<=^|[ [])--([\w-]+)/g)].map(([, name = '']) => name);
    // Vitest has options of its own.
    const known = script.startsWith('test') ? new Set(given) : optionsOf(script, rest);
    return given.some((name) => !known.has(name));
  });
  expect(wrong).toEqual([]);
});

it('a synopsis names every option of its command, except those of all commands', () => {
  const synopses = calls.filter(({ script, rest }) => script === 'liaison' && rest.includes('[--'));
  expect(synopses.length).toBeGreaterThan(2);
  for (const { place, rest } of synopses) {
    const command = rest.slice(0, rest.indexOf('[')).trim().split(' ');
    const accepts = (option: string) => {
      const value = option in { report: 0, rejected: 0, workflow: 0, event: 0 } ? ['x'] : [];
      try {
        return readArguments([...command, `--${option}`, ...value]) !== 'help';
      } catch {
        return false;
      }
    };
    const own = [...optionsOf('liaison')].filter((name) => !/^(url|token|help)$/.test(name));
    const given = [...rest.matchAll(/\[--([\w-]+)/g)].map(([, name]) => name);
    expect([place, command, given.sort()]).toEqual([place, command, own.filter(accepts).sort()]);
  }
});

/** What a command of a session prints, as far as it can be known without running CDK; undefined otherwise. */
function outputOf(command: string): string | undefined {
  const [, stage] = /stage[= ](\S+)/.exec(command) ?? [];
  const [, settings] = / settings='(.*)'/.exec(command) ?? [];
  const [, output] = / --output (\S+)/.exec(command) ?? [];
  try {
    if (output !== undefined) outputFolder(output);
    else if (stage !== undefined) settingsOf(stage, settings);
  } catch (error) {
    return (error as Error).message.replace(root, '…/');
  }
  return /liaison -- --help/.test(command) ? help() : undefined;
}

describe('outputs are as shown', () => {
  const sessions = allBlocks.filter(({ language }) => language === 'session');
  const steps = sessions.flatMap((block) =>
    block.code
      .split(/^\$ /m)
      .slice(1)
      .map((step) => ({ place: placeOf(block), step })),
  );
  const known = steps.flatMap(({ place, step }) => {
    const [command = '', ...shown] = step.trimEnd().split('\n');
    const actual = outputOf(command);
    return actual === undefined ? [] : [{ place, command, shown: shown.join('\n'), actual }];
  });

  it('of refused commands', () => {
    expect(known.length).toBeGreaterThan(3);
    for (const { place, command, shown, actual } of known)
      expect([place, command, shown]).toEqual([place, command, actual]);
  });

  const shownUnder = (heading: string) =>
    allBlocks.find((one) => one.page === 'docs/command-line.md' && one.heading === heading)?.code;

  it('of an import', () => {
    const rejected = (
      outcome: 'blocked' | 'invalid' | 'differs',
      count: number,
      fields: object,
    ) => ({
      ...{ outcome, count, fields: { ...fields } },
      code: outcome === 'invalid' ? 'ValidationFailed' : 'ConnectionExists',
    });
    const upToDate = { created: 1, counted: 1 };
    const text = importText(
      {
        counts: {
          recordTypes: noCounts(),
          connectionRoles: noCounts(),
          records: { ...noCounts(), created: 839 },
          connections: {
            ...noCounts(),
            ...{ created: 12_393, identical: 4, differs: 5, blocked: 63, invalid: 58 },
          },
        },
        found: ['records', 'connections'],
        rejections: {
          ...{ recordTypes: [], connectionRoles: [], records: [] },
          connections: [
            rejected('blocked', 63, {}),
            rejected('invalid', 58, { effectiveStart: 40, effectiveEnd: 21 }),
            rejected('differs', 5, { effectiveEnd: 4, description: 1 }),
          ],
        },
        report: 'liaison-import-report.jsonl',
        rejected: null,
      },
      { ended: 'finished', counting: { records: upToDate, connections: upToDate } },
    );
    expect(shownUnder('import')).toBe(text);
  });

  it('of verify', () => {
    const text = verifyText({
      ...{ halves: 1390, connections: 695, records: 211, recordTypes: 8, roles: 53 },
      ...{ brokenPairs: [], recordsWithoutType: [], unfoundRecords: [] },
      ...{ exceededLimits: [], unsettled: [] },
      wrongCounts: [
        { of: { type: 'contact', id: 'maria-oduya' }, cell: 'role:vendor', counted: 2, shown: 5 },
        { of: { type: 'account', id: 'fabrikon' }, cell: 'holder:customer', counted: 1, shown: 0 },
        { of: { type: 'account' }, cell: 'total', counted: 310, shown: 315 },
        { of: { roleId: 'vendor' }, cell: 'records', counted: 12, shown: 11 },
      ],
    });
    expect(shownUnder('verify')).toBe(text);
  });
});
