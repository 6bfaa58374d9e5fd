// A part of a sample that is complete in itself, for tests that read or write everything.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { recordPath } from '../../shared/contracts/identifiers.ts';
import { readSample } from './samples.ts';

/**
 * Writes a folder for `liaison import` with the first records of the sales sample, the connections
 * between them, and the roles and record types of these.
 */
export async function writePartOfSample(folder: string, count: number) {
  const sample = readSample('sales');
  const records = sample.records.slice(0, count);
  const kept = new Set(records.map(recordPath));
  const connections = sample.connections.filter(
    ({ record1, record2 }) => kept.has(recordPath(record1)) && kept.has(recordPath(record2)),
  );
  const used = new Set<unknown>(
    connections.flatMap(({ record1RoleId, record2RoleId }) => [record1RoleId, record2RoleId]),
  );
  const roles = sample.roles
    .filter(({ id }) => used.has(id))
    .map(({ matchingRoleIds, ...role }) => ({
      ...role,
      matchingRoleIds: matchingRoleIds?.filter((id) => used.has(id)),
    }));
  const usedTypes = new Set<unknown>([
    ...records.map(({ type }) => type),
    ...roles.flatMap(({ recordTypes }) => recordTypes ?? []),
  ]);
  const types = sample.types.filter(({ type }) => usedTypes.has(type));

  await mkdir(folder, { recursive: true });
  const write = (file: string, items: readonly unknown[]) =>
    writeFile(join(folder, file), items.map((item) => `${JSON.stringify(item)}\n`).join(''));
  await write('record-types.jsonl', types);
  await write('connection-roles.jsonl', roles);
  await write('records.jsonl', records);
  await write('connections.jsonl', connections);
  return {
    types: types.length,
    roles: roles.length,
    records: records.length,
    connections: connections.length,
  };
}
