// The arguments of the command line: commands, options, usage, and errors for what is not allowed.
import { parseArgs } from 'node:util';
import { CommandError } from './command-error.ts';

const options = {
  report: { type: 'string', value: 'FILE', about: 'the file that says why lines were rejected' },
  rejected: { type: 'string', value: 'DIR', about: 'a folder for copies of the rejected lines' },
  force: { type: 'boolean', about: 'overwrite the files of an earlier export' },
  repair: {
    type: 'boolean',
    about: 'correct wrong counts, series and words (needs the scope liaison/admin)',
  },
  'repair-pairs': {
    type: 'boolean',
    about: 'complete or remove torn pairs, after a restore (needs the scope liaison/admin)',
  },
  workflow: {
    type: 'string',
    value: 'NAME',
    about: 'only failures of this workflow or stream reader',
  },
  event: { type: 'string', value: 'ID', about: 'only the failure of the event with this id' },
  'dry-run': { type: 'boolean', about: 'show what would be replayed, and replay nothing' },
  'no-wait': { type: 'boolean', about: 'do not wait for the outcome of a replay' },
  json: { type: 'boolean', about: 'print JSON, for other programs' },
  url: { type: 'string', value: 'URL', about: 'the service (LIAISON_URL, http://127.0.0.1:3000)' },
  token: { type: 'string', value: 'TOKEN', about: 'the bearer token (LIAISON_TOKEN)' },
  help: { type: 'boolean', short: 'h', about: 'print this help' },
} as const;

type OptionName = keyof typeof options;

const commands = {
  import: {
    argument: 'DIR',
    options: ['report', 'rejected', 'json', 'url', 'token', 'help'],
    about: 'import the .jsonl files of a folder; what already exists is not changed',
  },
  export: {
    argument: 'DIR',
    options: ['force', 'url', 'token', 'help'],
    about: 'write all data to .jsonl files that can be imported',
  },
  verify: {
    argument: null,
    options: ['repair', 'repair-pairs', 'json', 'url', 'token', 'help'],
    about:
      'check that each connection is whole, that all counts are right, and that searches find all',
  },
  'failures list': {
    argument: null,
    options: ['workflow', 'event', 'json', 'url', 'token', 'help'],
    about: 'list what workflows and stream readers could not process (liaison/admin)',
  },
  'failures show': {
    argument: 'ID',
    options: ['json', 'url', 'token', 'help'],
    about: 'print a failure with its event and its error (liaison/admin)',
  },
  'failures replay': {
    argument: null,
    options: ['workflow', 'event', 'dry-run', 'no-wait', 'json', 'url', 'token', 'help'],
    about: 'process what failed again, and wait for the outcome (liaison/admin)',
  },
} as const satisfies Record<
  string,
  { argument: 'DIR' | 'ID' | null; options: readonly OptionName[]; about: string }
>;

type CommandName = keyof typeof commands;

const defaultReport = 'liaison-import-report.jsonl';

export interface Service {
  readonly url?: string;
  readonly token?: string;
}

/** Which failures a command is about; all of them if nothing is given. */
export interface SelectedFailures {
  readonly workflow?: string;
  readonly eventId?: string;
}

export type Invocation = { readonly service: Service } & (
  | { command: 'import'; directory: string; report: string; rejected?: string; json: boolean }
  | { command: 'export'; directory: string; force: boolean }
  | { command: 'verify'; repair: boolean; repairPairs: boolean; json: boolean }
  | ({ command: 'failures list'; json: boolean } & SelectedFailures)
  | { command: 'failures show'; id: string; json: boolean }
  | ({
      command: 'failures replay';
      dryRun: boolean;
      wait: boolean;
      json: boolean;
    } & SelectedFailures)
);

const usageOfOption = (name: OptionName) => {
  const option = options[name];
  return 'value' in option ? `--${name} ${option.value}` : `--${name}`;
};

const usageOf = (name: CommandName) => [name, commands[name].argument ?? []].flat().join(' ');

const commandNames = Object.keys(commands) as CommandName[];
const choices =
  'liaison import DIR, liaison export DIR, liaison verify or liaison failures list|show ID|replay';

/** The text of `--help`. */
export function help(): string {
  const row = (left: string, about: string) => `  ${left.padEnd(18)}${about}`;
  return [
    `Usage: ${choices} [options]`,
    '',
    ...commandNames.map((name) => row(usageOf(name), commands[name].about)),
    row('local', 'run a CDK app that embeds Liaison on this machine: liaison local --help'),
    row('token', 'print a bearer token for it'),
    '',
    ...(Object.keys(options) as OptionName[]).map((name) =>
      row(usageOfOption(name), options[name].about),
    ),
    '',
    'Exit status: 0 success; 1 rejected lines, problems found, or not everything replayed; 2 the command failed; ' +
      '130 interrupted.',
  ].join('\n');
}

/**
 * Reads the words after `liaison`.
 * @throws CommandError for an unknown command or option, a missing value, a missing folder, or an
 *   unexpected argument; the message says what would be right
 */
export function readArguments(words: readonly string[]): Invocation | 'help' {
  const { values, positionals, tokens } = parseArgs({
    args: [...words],
    options,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  if (values.help === true) return 'help';

  const { name, rest } = namedIn(positionals);
  if (name === undefined) throw new CommandError(`No command; usage: ${choices}.`);
  if (!isCommand(name)) throw new CommandError(`Unknown command ${name}; usage: ${choices}.`);
  for (const token of tokens) if (token.kind === 'option') checkOption(name, token);

  const { argument } = commands[name];
  const [first, second] = rest;
  if (argument && !first) {
    const missing = argument === 'DIR' ? 'folder' : 'id';
    throw new CommandError(`The ${missing} is missing; usage: liaison ${usageOf(name)}.`);
  }
  const surplus = argument ? second : first;
  if (surplus !== undefined) {
    throw new CommandError(`Unexpected argument ${surplus}; usage: liaison ${usageOf(name)}.`);
  }

  const given = (option: OptionName) =>
    typeof values[option] === 'string' ? { [option]: values[option] } : {};
  const service: Service = { ...given('url'), ...given('token') };
  const json = values.json === true;
  const folder = first ?? '';
  const event = given('event').event;
  const selected = { ...given('workflow'), ...(event !== undefined && { eventId: event }) };
  switch (name) {
    case 'import':
      return {
        command: name,
        directory: folder,
        report: defaultReport,
        ...given('report'),
        ...given('rejected'),
        json,
        service,
      };
    case 'export':
      return { command: name, directory: folder, force: values.force === true, service };
    case 'verify':
      return {
        command: name,
        repair: values.repair === true,
        repairPairs: values['repair-pairs'] === true,
        json,
        service,
      };
    case 'failures list':
      return { command: name, ...selected, json, service };
    case 'failures show':
      return { command: name, id: folder, json, service };
    case 'failures replay':
      return {
        command: name,
        ...selected,
        dryRun: values['dry-run'] === true,
        wait: values['no-wait'] !== true,
        json,
        service,
      };
  }
}

/** The command, which may be two words, and the words after it. */
function namedIn([first, second, ...rest]: readonly string[]) {
  if (first !== 'failures' || second === undefined) {
    return { name: first, rest: second === undefined ? [] : [second, ...rest] };
  }
  return { name: `${first} ${second}`, rest };
}

function isCommand(name: string): name is CommandName {
  return Object.hasOwn(commands, name);
}

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value: string | undefined;
  readonly inlineValue: boolean | undefined;
}

function checkOption(command: CommandName, { name, rawName, value, inlineValue }: OptionToken) {
  const allowed: readonly OptionName[] = commands[command].options;
  const known = allowed.find((option) => option === name);
  if (known === undefined) {
    const valid = allowed.map(usageOfOption).join(', ');
    throw new CommandError(`${rawName} is not an option of ${command}; its options are ${valid}.`);
  }
  const takesValue = options[known].type === 'string';
  if (!takesValue && value !== undefined) {
    throw new CommandError(`${rawName} takes no value; write only ${rawName}.`);
  }
  // In `--report --json` the value is missing; nobody names a file --json.
  if (takesValue && (!value || (!inlineValue && value.startsWith('-')))) {
    throw new CommandError(`${rawName} needs a value, as in ${usageOfOption(known)}.`);
  }
}
