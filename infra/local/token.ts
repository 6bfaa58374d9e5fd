// The command `npm run --silent token`: prints a bearer token that the local service accepts.

import { defaultDataDir } from './base/synth.ts';
import { argumentsOf, misuse } from './command-line.ts';
import { openIssuer } from './sign-in/issuer.ts';

const { expires, ...options } = argumentsOf({
  sub: { type: 'string' },
  scope: { type: 'string' },
  expires: { type: 'string', default: '3600' },
});
if (!/^-?\d{1,9}$/.test(expires)) misuse('--expires must be a number of seconds from now.');

const issuer = await openIssuer(defaultDataDir);
console.log(await issuer.token({ ...options, expires: Number(expires) }));
