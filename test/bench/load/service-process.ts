// Starts a service in its own process, and queries its resource usage.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { environmentNames } from '../../../functions/runtime/environment.ts';
import { region } from '../../../infra/local/base/template.ts';
import type { Question, Said, Served, Usage } from './service.ts';

export interface ServiceProcess {
  readonly url: string;
  usage(): Promise<Usage>;
  /** Resolves when everything that follows from its requests is done. */
  drained(): Promise<void>;
  stop(): Promise<void>;
}

/** The engine's address for every service, and the table's settings for Liaison's functions. */
export interface Surroundings {
  readonly dataDir: string;
  readonly endpoint: string;
  /** The settings for Liaison's functions in a plain server. */
  readonly tableName: string;
  readonly shards: number;
}

/** The environment of functions that run outside the local host. */
const functionEnvironment = ({ endpoint, tableName, shards }: Surroundings) => ({
  [environmentNames.tableName]: tableName,
  [environmentNames.shards]: String(shards),
  [environmentNames.cursorKey]: 'a key of the benchmarks',
  [environmentNames.serviceName]: 'liaison-bench',
  AWS_ENDPOINT_URL_DYNAMODB: endpoint,
  AWS_REGION: region,
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
});

/** Its log goes to a file. @throws Error if it ends before it is ready. */
export async function startService(
  name: string,
  served: Served,
  surroundings: Surroundings,
): Promise<ServiceProcess> {
  const { dataDir } = surroundings;
  const log = openSync(join(dataDir, `${name}.log`), 'w');
  const child = fork(
    fileURLToPath(new URL('./service.ts', import.meta.url)),
    [JSON.stringify({ served, dataDir })],
    {
      env: { ...process.env, ...functionEnvironment(surroundings) },
      stdio: ['ignore', log, 'inherit', 'ipc'],
    },
  );
  const gone = once(child, 'exit');
  const answer = async <Wanted extends Said>(): Promise<Wanted> => {
    const over = gone.then(() => {
      throw new Error(`The service ${name} has ended.`);
    });
    const [said] = await Promise.race([once(child, 'message'), over]);
    return said as Wanted;
  };
  const ask = <Wanted extends Said>(question: Question) => {
    child.send(question);
    return answer<Wanted>();
  };
  const { url } = await answer<{ url: string }>();
  return {
    url,
    usage: () => ask('usage'),
    async drained() {
      await ask('drain');
    },
    async stop() {
      child.disconnect();
      await gone;
    },
  };
}
