// Which service to talk to, and with which token.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Service } from './arguments.ts';
import { Failure } from './failure.ts';

const localUrl = 'http://127.0.0.1:3000';

/** The local issuer's tokens live an hour unless told; an import may take longer. Seconds. */
const localTokenSeconds = 86_400;

/**
 * Fills in what the command line leaves out: LIAISON_URL or the local service; LIAISON_TOKEN or,
 * for a service on this machine, a token of the local issuer.
 * Throws a Failure when the URL is none or no token can be had.
 */
export async function resolveService(
  given: Service,
  env: Record<string, string | undefined>,
): Promise<Required<Service>> {
  const url = readUrl(given.url || env.LIAISON_URL || localUrl);
  if (/\/v1\/?$/.test(url.pathname)) {
    throw new Failure(`Give the URL without /v1, as in ${url.origin}.`);
  }
  const token = (given.token || env.LIAISON_TOKEN)?.trim() || (await localToken(url));
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw new Failure('The token holds a space or another character that no token has.');
  }
  return { url: `${url.origin}${url.pathname}`.replace(/\/+$/, ''), token };
}

/** Whether a host can only be this machine. */
export function isLoopback(hostname: string): boolean {
  return /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

function readUrl(text: string): URL {
  const url = URL.parse(text);
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  throw new Failure(`${text} is not the URL of a service; one looks like ${localUrl}.`);
}

async function localToken(url: URL): Promise<string> {
  if (!isLoopback(url.hostname)) {
    throw new Failure(`${url.host} needs a token: give it with --token or in LIAISON_TOKEN.`);
  }
  const issuer = fileURLToPath(new URL('../infra/local/token.ts', import.meta.url));
  try {
    const args = [issuer, '--expires', String(localTokenSeconds)];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    return stdout.trim();
  } catch (error) {
    throw new Failure(
      'The local issuer gave no token; give one with --token or in LIAISON_TOKEN.',
      { cause: error },
    );
  }
}
