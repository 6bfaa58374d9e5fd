// What the command line accepts, and its errors for what it does not accept.
import { describe, expect, it } from 'vitest';
import { help, readArguments } from '../../cli/arguments.ts';
import { CommandError } from '../../cli/command-error.ts';

const words = (line: string) => line.split(' ').filter((word) => word !== '');

describe('readArguments', () => {
  it('reads a command with its folder and its defaults', () => {
    expect(readArguments(words('import samples/congress'))).toEqual({
      command: 'import',
      directory: 'samples/congress',
      report: 'liaison-import-report.jsonl',
      json: false,
      service: {},
    });
  });

  it('reads options on either side of the folder', () => {
    const line =
      'import --url https://liaison.example/prod --json folder --report bad.jsonl --rejected bad';
    expect(readArguments(words(line))).toEqual({
      command: 'import',
      directory: 'folder',
      report: 'bad.jsonl',
      rejected: 'bad',
      json: true,
      service: { url: 'https://liaison.example/prod' },
    });
  });

  it('reads what to do about failures, in two words', () => {
    expect(readArguments(words('failures list'))).toEqual({
      command: 'failures list',
      json: false,
      service: {},
    });
    expect(readArguments(words('failures show 8d6b --json'))).toMatchObject({
      command: 'failures show',
      id: '8d6b',
      json: true,
    });
    expect(
      readArguments(words('failures --workflow Rename replay --event a/b --no-wait')),
    ).toMatchObject({
      command: 'failures replay',
      workflow: 'Rename',
      eventId: 'a/b',
      dryRun: false,
      wait: false,
    });
  });

  it('takes a value that begins with a dash when it is joined by =', () => {
    expect(readArguments(words('verify --token=-x'))).toMatchObject({ service: { token: '-x' } });
  });

  it.each(['--help', '-h', 'import --help', 'nonsense --help'])('answers help to: %s', (line) => {
    expect(readArguments(words(line))).toBe('help');
  });

  it.each([
    ['', 'No command; usage: liaison import DIR'],
    ['imprt folder', 'Unknown command imprt; usage: liaison import DIR'],
    ['toString', 'Unknown command toString'],
    ['import', 'The folder is missing; usage: liaison import DIR'],
    ['export --force', 'The folder is missing; usage: liaison export DIR'],
    ['import a b', 'Unexpected argument b; usage: liaison import DIR'],
    ['verify folder', 'Unexpected argument folder; usage: liaison verify'],
    ['import a --forse', '--forse is not an option of import; its options are --report FILE'],
    ['import a --force', '--force is not an option of import'],
    ['verify --report x', '--report is not an option of verify; its options are --repair'],
    ['export a --repair', '--repair is not an option of export'],
    ['import a --report', '--report needs a value, as in --report FILE'],
    ['import a --report --json', '--report needs a value'],
    ['import a --report=', '--report needs a value'],
    ['failures', 'Unknown command failures; usage: liaison import DIR'],
    ['failures repeat', 'Unknown command failures repeat; usage: '],
    ['failures show', 'The id is missing; usage: liaison failures show ID'],
    ['failures list x', 'Unexpected argument x; usage: liaison failures list'],
    ['failures list --dry-run', '--dry-run is not an option of failures list; its options are'],
    ['verify --json=yes', '--json takes no value'],
  ])('refuses: liaison %s', (line, sentence) => {
    expect(() => readArguments(words(line))).toThrow(CommandError);
    expect(() => readArguments(words(line))).toThrow(sentence);
  });
});

describe('help', () => {
  it('names every command and option', () => {
    const text = help();
    for (const word of ['import DIR', 'export DIR', 'verify', '--report FILE', '--token TOKEN']) {
      expect(text).toContain(word);
    }
  });
});
