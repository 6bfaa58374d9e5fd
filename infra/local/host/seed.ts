// Loads sample data through the command-line client, as any user would.
import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { ownFile } from '../base/own-file.ts';
import { projectRoot } from '../base/synth.ts';
import type { Host } from './host.ts';

/** Whether all tables are empty. */
export async function isEmpty(host: Host): Promise<boolean> {
  const client = new DynamoDBClient(host.dynamodb);
  const counts = await Promise.all(
    host.tableNames.map(async (TableName) => {
      const { Count = 0 } = await client.send(new ScanCommand({ TableName, Limit: 1 }));
      return Count;
    }),
  );
  client.destroy();
  return counts.every((count) => count === 0);
}

/** Liaison's own sample data of this name, for `seed`. */
export const sampleOf = (name: string) => ({ folder: join('samples', name), base: projectRoot });

/**
 * Imports a folder; returns a sentence about the result, also when it fails.
 *
 * @param base the folder from which `folder` leads to the data.
 */
export async function seed(
  host: Host,
  { folder, base }: { readonly folder: string; readonly base: string },
  signal: AbortSignal,
): Promise<string> {
  const client = fileURLToPath(ownFile('../../../cli/liaison.ts', import.meta.url));
  const where = ['--url', host.url, '--token', await host.token()];
  const child = spawn(process.execPath, [client, 'import', resolve(base, folder), ...where], {
    cwd: base,
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
  });
  const lines = (whole: string) => whole.trim().split('\n');
  const [output, errors, code] = await Promise.all([
    text(child.stdout).then(lines),
    text(child.stderr).then(lines),
    new Promise((done, fail) => child.once('error', fail).once('close', done)),
  ]);
  if (code !== 0) {
    const why = errors.at(-1) || output.at(-1);
    return `${folder} could not be loaded, so the service starts without it: ${why}`;
  }
  // The client prints `records: 210 created, …` for each kind.
  const loaded = output.flatMap((line) => {
    const [, kind, created] = /^(.+): ([\d,]+) created/.exec(line) ?? [];
    return kind ? [`${created} ${kind}`] : [];
  });
  return `Loaded ${folder}: ${loaded.join(', ')}.`;
}
