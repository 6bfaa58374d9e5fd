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
  json: { type: 'boolean', about: 'print JSON, for other programs' },
  url: { type: 'string', value: 'URL', about: 'the service (LIAISON_URL, http://127.0.0.1:3000)' },
  token: { type: 'string', value: 'TOKEN', about: 'the bearer token (LIAISON_TOKEN)' },
  help: { type: 'boolean', short: 'h', about: 'print this help' },
} as const;

type OptionName = keyof typeof options;

const commands = {
  import: {
    directory: true,
    options: ['report', 'rejected', 'json', 'url', 'token', 'help'],
    about: 'import the .jsonl files of a folder; what already exists is not changed',
  },
  export: {
    directory: true,
    options: ['force', 'url', 'token', 'help'],
    about: 'write all data to .jsonl files that can be imported',
  },
  verify: {
    directory: false,
    options: ['repair', 'repair-pairs', 'json', 'url', 'token', 'help'],
    about:
      'check that each connection is whole, that all counts are right, and that searches find all',
  },
} as const satisfies Record<
  string,
  { directory: boolean; options: readonly OptionName[]; about: string }
>;

type CommandName = keyof typeof commands;

const defaultReport = 'liaison-import-report.jsonl';

export interface Service {
  readonly url?: string;
  readonly token?: string;
}

export type Invocation = { readonly service: Service } & (
  | { command: 'import'; directory: string; report: string; rejected?: string; json: boolean }
  | { command: 'export'; directory: string; force: boolean }
  | { command: 'verify'; repair: boolean; repairPairs: boolean; json: boolean }
);

const usageOfOption = (name: OptionName) => {
  const option = options[name];
  return 'value' in option ? `--${name} ${option.value}` : `--${name}`;
};

const usageOf = (name: CommandName) => `${name}${commands[name].directory ? ' DIR' : ''}`;

const commandNames = Object.keys(commands) as CommandName[];
const choices = 'liaison import DIR, liaison export DIR or liaison verify';

/** The text of `--help`. */
export function help(): string {
  const row = (left: string, about: string) => `  ${left.padEnd(16)}${about}`;
  return [
    `Usage: ${choices} [options]`,
    '',
    ...commandNames.map((name) => row(usageOf(name), commands[name].about)),
    '',
    ...(Object.keys(options) as OptionName[]).map((name) =>
      row(usageOfOption(name), options[name].about),
    ),
    '',
    'Exit status: 0 success; 1 rejected lines or problems found; 2 the command failed; 130 interrupted.',
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

  const [name, directory, ...rest] = positionals;
  if (name === undefined) throw new CommandError(`No command; usage: ${choices}.`);
  if (!isCommand(name)) throw new CommandError(`Unknown command ${name}; usage: ${choices}.`);
  for (const token of tokens) if (token.kind === 'option') checkOption(name, token);

  const { directory: needsDirectory } = commands[name];
  if (needsDirectory && !directory) {
    throw new CommandError(`The folder is missing; usage: liaison ${name} DIR.`);
  }
  const surplus = needsDirectory ? rest[0] : directory;
  if (surplus !== undefined) {
    throw new CommandError(`Unexpected argument ${surplus}; usage: liaison ${usageOf(name)}.`);
  }

  const given = (option: OptionName) =>
    typeof values[option] === 'string' ? { [option]: values[option] } : {};
  const service: Service = { ...given('url'), ...given('token') };
  const json = values.json === true;
  const folder = directory ?? '';
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
  }
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
