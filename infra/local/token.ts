// The command `npm run --silent token`: prints a bearer token that the local service accepts.
import { defaultDataDir } from './base/synth.ts';
import { printToken } from './print-token.ts';

await printToken(process.argv.slice(2), defaultDataDir);
