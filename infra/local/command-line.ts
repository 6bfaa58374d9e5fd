// Reads the arguments of the local host's commands; a mistake prints one sentence, with exit status 2.
import { type ParseArgsConfig, parseArgs } from 'node:util';

/** Ends the process if an argument is unknown or has no value. @param words default: those of the process. */
export function argumentsOf<const Options extends NonNullable<ParseArgsConfig['options']>>(
  options: Options,
  words: readonly string[] = process.argv.slice(2),
) {
  const args: string[] = [];
  for (const each of words) {
    // In `--expires -60`, parseArgs would mistake the value for an option; `--expires=-60` is clear.
    const negative = /^-\d+$/.test(each) && /^--[a-z-]+$/.test(args.at(-1) ?? '');
    // `--trace` alone traces everything; parseArgs has no option whose value may be missing.
    if (args.at(-1) === '--trace' && 'trace' in options) {
      const isFilter = /^\w+=/.test(each);
      args[args.length - 1] = `--trace=${isFilter ? each : ''}`;
      if (isFilter) continue;
    }
    args.push(negative ? `${args.pop()}=${each}` : each);
  }
  if (args.at(-1) === '--trace' && 'trace' in options) args.push('');
  try {
    return parseArgs({ args, options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    const [sentence = ''] = (error as Error).message.split(/\.\s/);
    const known = Object.keys(options).map((name) => `--${name}`);
    return misuse(`${sentence.replace(/\.$/, '')}; the options are ${known.join(', ')}.`);
  }
}

/** The number of a port; ends the process if it is none. */
export function portOf(text: string, name: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65535) return port;
  return misuse(`${name} must be a number from 0 to 65535, not "${text}".`);
}

/** Prints what is wrong with the command line and ends the process with exit status 2. */
export function misuse(sentence: string): never {
  console.error(sentence);
  process.exit(2);
}
