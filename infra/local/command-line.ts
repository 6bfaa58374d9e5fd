// Reads the arguments of the local host's commands; a mistake prints one sentence, with exit status 2.
import { type ParseArgsConfig, parseArgs } from 'node:util';

/** Ends the process if an argument is unknown or has no value. */
export function argumentsOf<const Options extends NonNullable<ParseArgsConfig['options']>>(
  options: Options,
) {
  const args: string[] = [];
  for (const each of process.argv.slice(2)) {
    // In `--expires -60`, parseArgs would mistake the value for an option; `--expires=-60` is clear.
    const negative = /^-\d+$/.test(each) && /^--[a-z-]+$/.test(args.at(-1) ?? '');
    args.push(negative ? `${args.pop()}=${each}` : each);
  }
  try {
    return parseArgs({ args, options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    const [sentence = ''] = (error as Error).message.split(/\.\s/);
    const known = Object.keys(options).map((name) => `--${name}`);
    return misuse(`${sentence.replace(/\.$/, '')}; the options are ${known.join(', ')}.`);
  }
}

/** Prints what is wrong with the command line and ends the process with exit status 2. */
export function misuse(sentence: string): never {
  console.error(sentence);
  process.exit(2);
}
