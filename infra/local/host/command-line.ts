// Reads the arguments of the local host's commands; a mistake is one sentence and exit status 2.
import { type ParseArgsConfig, parseArgs } from 'node:util';

/** Ends the process when an argument is not known or has no value. */
export function argumentsOf<const Options extends NonNullable<ParseArgsConfig['options']>>(
  options: Options,
) {
  const args: string[] = [];
  for (const each of process.argv.slice(2)) {
    // parseArgs takes the value in `--expires -60` for an option of its own unless it is glued on.
    const negative = /^-\d+$/.test(each) && /^--[a-z-]+$/.test(args.at(-1) ?? '');
    args.push(negative ? `${args.pop()}=${each}` : each);
  }
  try {
    return parseArgs({ args, options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    const [sentence = ''] = (error as Error).message.split(/\.\s/);
    const known = Object.keys(options).map((name) => `--${name}`);
    return misuse(`${sentence.replace(/\.$/, '')}; known are ${known.join(', ')}.`);
  }
}

/** Says what is wrong with the command line and ends with exit status 2. */
export function misuse(sentence: string): never {
  console.error(sentence);
  process.exit(2);
}
