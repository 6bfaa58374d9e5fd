// Prints a bearer token that the local service accepts, for `npm run token` and `liaison token`.
import { resolve } from 'node:path';
import { argumentsOf, misuse } from './command-line.ts';
import { openIssuer } from './sign-in/issuer.ts';

/** @param dataDir the folder of the host's data, unless `--data` names another one. */
export async function printToken(words: readonly string[], dataDir: string): Promise<void> {
  const { expires, data, ...options } = argumentsOf(
    {
      sub: { type: 'string' },
      scope: { type: 'string' },
      expires: { type: 'string', default: '3600' },
      data: { type: 'string', default: dataDir },
    },
    words,
  );
  if (!/^-?\d{1,9}$/.test(expires)) misuse('--expires must be a number of seconds from now.');
  const issuer = await openIssuer(resolve(data));
  console.log(await issuer.token({ ...options, expires: Number(expires) }));
}
