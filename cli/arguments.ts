// The command line: which commands there are, what each takes, and what to say when it is not right.
import { parseArgs } from 'node:util';
import { Failure } from './failure.ts';

const options = {
  report: { type: 'string', value: 'FILE', about: 'where bad lines go' },
  force: { type: 'boolean', about: 'overwrite the files of an earlier export' },
  repair: { type: 'boolean', about: 'correct counts that are wrong (liaison/admin)' },
  json: { type: 'boolean', about: 'print JSON, for other programs' },
  url: { type: 'string', value: 'URL', about: 'the service (LIAISON_URL, http://127.0.0.1:3000)' },
  token: { type: 'string', value: 'TOKEN', about: 'the bearer token (LIAISON_TOKEN)' },
  help: { type: 'boolean', short: 'h', about: 'print this' },
} as const;

type OptionName = keyof typeof options;

const commands = {
  import: {
    directory: true,
    options: ['report', 'json', 'url', 'token', 'help'],
    about: 'send the .jsonl files of a folder; what exists already is counted as duplicate',
  },
  export: {
    directory: true,
    options: ['force', 'url', 'token', 'help'],
    about: 'write all data to .jsonl files that import reads',
  },
  verify: {
    directory: false,
    options: ['repair', 'json', 'url', 'token', 'help'],
    about: 'check that connections are two halves that agree, and count all over',
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
  | { command: 'import'; directory: string; report: string; json: boolean }
  | { command: 'export'; directory: string; force: boolean }
  | { command: 'verify'; repair: boolean; json: boolean }
);

const written = (name: OptionName) => {
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
    `Usage: ${choices}, with options`,
    '',
    ...commandNames.map((name) => row(usageOf(name), commands[name].about)),
    '',
    ...(Object.keys(options) as OptionName[]).map((name) =>
      row(written(name), options[name].about),
    ),
    '',
    'Exit status: 0 all well; 1 invalid lines or problems found; 2 it could not be done.',
  ].join('\n');
}

/**
 * Reads the words after `liaison`. Throws a Failure, with what would be right, for an unknown
 * command or option, a missing value and a missing or superfluous folder.
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
  if (name === undefined) throw new Failure(`Say what to do: ${choices}; or liaison --help.`);
  if (!isCommand(name)) throw new Failure(`There is no command ${name}; there is ${choices}.`);
  for (const token of tokens) if (token.kind === 'option') checkOption(name, token);

  const { directory: needsDirectory } = commands[name];
  if (needsDirectory && !directory) {
    throw new Failure(`Name the folder, as in: liaison ${name} DIR.`);
  }
  const surplus = needsDirectory ? rest[0] : directory;
  if (surplus !== undefined) {
    throw new Failure(`${surplus} is one word too many; right is: liaison ${usageOf(name)}.`);
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
        json,
        service,
      };
    case 'export':
      return { command: name, directory: folder, force: values.force === true, service };
    case 'verify':
      return { command: name, repair: values.repair === true, json, service };
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
    const right = allowed.map(written).join(', ');
    throw new Failure(`${rawName} is not an option of ${command}; it takes ${right}.`);
  }
  const takesValue = options[known].type === 'string';
  if (!takesValue && value !== undefined) {
    throw new Failure(`${rawName} takes no value; write just ${rawName}.`);
  }
  // `--report --json` is a forgotten value rather than a file named --json.
  if (takesValue && (!value || (!inlineValue && value.startsWith('-')))) {
    throw new Failure(`${rawName} needs a value, as in ${written(known)}.`);
  }
}
