// Opens the client: finds the URL and the token, and turns the client's problems into sentences.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Client, createClient } from '../shared/client/create-client.ts';
import type { LiaisonProblem } from '../shared/client/liaison-problem.ts';
import { answersTo } from '../shared/contracts/answers/answers.ts';
import { routes } from '../shared/contracts/routes.ts';
import { parse } from '../shared/contracts/sent-input.ts';
import type { Service } from './arguments.ts';
import { CommandError } from './command-error.ts';

const localUrl = 'http://127.0.0.1:3000';

/** Tokens of the local issuer expire after an hour by default; an import may take longer. Seconds. */
const localTokenSeconds = 86_400;

/**
 * Adds what the command line leaves out: LIAISON_URL or the local service; LIAISON_TOKEN or, for a
 * service on this machine, a token of the local issuer.
 * @throws CommandError when the URL or the token is not valid, or there is no token
 */
export async function resolveService(
  given: Service,
  env: Record<string, string | undefined>,
): Promise<Required<Service>> {
  const url = readUrl(given.url || env.LIAISON_URL || localUrl);
  if (/\/v1\/?$/.test(url.pathname)) {
    throw new CommandError(`Remove /v1 from the URL, as in ${url.origin}.`);
  }
  const token = (given.token || env.LIAISON_TOKEN)?.trim() || (await localToken(url));
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw new CommandError(
      'The token contains a space or another character that is not allowed in tokens.',
    );
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
  throw new CommandError(`${text} is not the URL of a service; an example is ${localUrl}.`);
}

async function localToken(url: URL): Promise<string> {
  if (!isLoopback(url.hostname)) {
    throw new CommandError(`${url.host} needs a token: pass it with --token or in LIAISON_TOKEN.`);
  }
  // In the package, the local host keeps its key in the current folder.
  const command = import.meta.url.endsWith('.js')
    ? [fileURLToPath(new URL('./command.js', import.meta.url)), 'token']
    : [fileURLToPath(new URL('../infra/local/token.ts', import.meta.url))];
  try {
    const args = [...command, '--expires', String(localTokenSeconds)];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    return stdout.trim();
  } catch (error) {
    throw new CommandError(
      'The local issuer returned no token; pass one with --token or in LIAISON_TOKEN.',
      { cause: error },
    );
  }
}

/** A client that checks each answer by the contract, because a wrong --url may answer anything. */
export function openClient({ url, token }: Required<Service>): Client {
  let hasAnswered = false;
  return createClient({
    url,
    token,
    attempts: 8,
    async fetch(address, init) {
      try {
        const response = await fetch(address, init);
        hasAnswered = true;
        return response;
      } catch (cause) {
        if (hasAnswered) throw cause;
        // A service that has never answered is more likely not running than busy: no retry.
        throw new CommandError(unreachable(url, cause), { cause });
      }
    },
    checkAnswer(name, status, body, isDryRun) {
      const { method, path } = routes[name];
      const schema = answersTo(name, isDryRun)[status];
      if (schema === null) return;
      try {
        if (schema === undefined) throw new Error(`status ${status}`);
        parse(schema, body);
      } catch (cause) {
        const { message } = cause as Error;
        throw new CommandError(
          `${url} did not answer ${method} ${path} as Liaison would (${message}); check --url.`,
          { cause },
        );
      }
    },
  });
}

/** A problem in one sentence for the person at the terminal, with what would be right. */
export function sentenceOf(error: LiaisonProblem, url: string): string {
  const { code, status, message, operation, request, requestId } = error;
  const reason = message.replace(/\.$/, '');
  if (code === 'Unreachable') return unreachable(url, error.cause);
  if (status < 400) return `${url} did not answer ${request} as Liaison would; check --url.`;
  if (status === 401) {
    return (
      `${url} does not accept the token: ${reason}; ` +
      'pass another one with --token or in LIAISON_TOKEN.'
    );
  }
  if (status === 403 && operation) {
    const scope = routes[operation].scope;
    return `The token does not allow this: ${reason}; ${request} needs the scope ${scope}.`;
  }
  if (error.problem.code === undefined) return `${request} at ${url} failed with status ${status}.`;
  const quote = requestId === undefined ? '' : ` (request ${requestId})`;
  return `${request} was refused with ${code}: ${message}${quote}`;
}

function unreachable(url: string, error: unknown): string {
  const { cause = error } = error as Error;
  const { code, message } = cause as Error & { code?: string };
  return (
    `No service answers at ${url} (${code ?? message}); ` +
    'start it with npm start, or pass another address with --url.'
  );
}
