// `liaison export DIR`: writes all data in the import format, the same data as the same bytes.
import { rmSync } from 'node:fs';
import { access, mkdir, mkdtemp, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { ConnectionHalf } from '../shared/contracts/connection-schemas.ts';
import type { ConnectionRole } from '../shared/contracts/role-schemas.ts';
import type { Api } from './api.ts';
import { Failure } from './failure.ts';
import { dataFiles, type Kind, kinds } from './files.ts';
import type { Progress } from './progress.ts';
import { SortedLines } from './sorted-lines.ts';

/** A line of a file, with what it is sorted by. */
interface KeyedLine {
  readonly key: readonly string[];
  readonly line: object;
}

/**
 * Exports everything to a folder, made when it does not exist, and answers how many lines each
 * file has. The files appear only when all are whole. An exact copy needs that nobody writes
 * meanwhile. Throws a Failure when files would be overwritten without `force`.
 */
export async function exportFolder(
  api: Api,
  directory: string,
  force: boolean,
  progress: Progress,
): Promise<Record<Kind, number>> {
  await mkdir(directory, { recursive: true }).catch((cause) => {
    throw new Failure(`${directory} cannot be made a folder; name one that can.`, { cause });
  });
  if (!force) await refuseToOverwrite(directory);
  const temporary = await mkdtemp(join(directory, '.export-'));
  // However the process ends, save by being killed, the half-made files go.
  process.once('exit', () => rmSync(temporary, { recursive: true, force: true }));

  const write = async (kind: Kind, lines: AsyncIterable<KeyedLine>) => {
    const { file, label } = dataFiles[kind];
    const runs = await mkdtemp(join(temporary, `${kind}-`));
    const sorted = new SortedLines(runs);
    let count = 0;
    for await (const { key, line } of lines) {
      await sorted.add(key, JSON.stringify(line));
      count += 1;
      progress.show(label, count);
    }
    await sorted.writeTo(join(temporary, file));
    rmSync(runs, { recursive: true });
    return count;
  };
  const counts = {
    recordTypes: await write('recordTypes', recordTypes(api)),
    connectionRoles: await write('connectionRoles', connectionRoles(api)),
    records: await write('records', records(api)),
    connections: await write('connections', connections(api)),
  };
  for (const kind of kinds) {
    const { file } = dataFiles[kind];
    await rename(join(temporary, file), join(directory, file));
  }
  return counts;
}

async function refuseToOverwrite(directory: string): Promise<void> {
  for (const kind of kinds) {
    const path = join(directory, dataFiles[kind].file);
    const exists = await access(path).then(
      () => true,
      () => false,
    );
    if (exists)
      throw new Failure(`${path} exists; name another folder, or overwrite with --force.`);
  }
}

async function* recordTypes(api: Api): AsyncGenerator<KeyedLine> {
  for await (const recordType of api.walk('listRecordTypes', {})) {
    const { type, displayName, displayCollectionName, connectionsEnabled } = recordType;
    yield { key: [type], line: { type, displayName, displayCollectionName, connectionsEnabled } };
  }
}

async function* connectionRoles(api: Api): AsyncGenerator<KeyedLine> {
  for await (const role of api.walk('listConnectionRoles', {})) {
    yield { key: [role.id], line: roleLine(role) };
  }
}

async function* records(api: Api): AsyncGenerator<KeyedLine> {
  for await (const { type } of api.walk('listRecordTypes', {})) {
    for await (const { id, name, attributes } of api.walk('listRecords', { params: { type } })) {
      yield { key: [type, id], line: { type, id, name, attributes } };
    }
  }
}

async function* connections(api: Api): AsyncGenerator<KeyedLine> {
  for await (const half of api.walk('listConnectionHalves', {})) {
    if (half.side === 'record1') yield { key: connectionKey(half), line: connectionLine(half) };
  }
}

function roleLine({ id, name, category, description, recordTypes, ...role }: ConnectionRole) {
  return {
    id,
    name,
    category,
    ...(description ? { description } : {}),
    recordTypes,
    matchingRoleIds: role.matchingRoleIds,
    ...(role.state === 'inactive' ? { state: role.state } : {}),
  };
}

/** What a connection's line is sorted by: a side without a role comes before all roles. */
export function connectionKey(half: ConnectionHalf): string[] {
  const { record, roleId, connected, connectedRoleId, effectiveStart } = half;
  const side1 = [record.type, record.id, roleId ?? ''];
  return [...side1, connected.type, connected.id, connectedRoleId ?? '', effectiveStart ?? ''];
}

/** The line of a connection, made from the half seen from its record1. */
export function connectionLine(half: ConnectionHalf) {
  const { record, connected, description, effectiveStart, effectiveEnd, state } = half;
  return {
    record1: { type: record.type, id: record.id },
    record1RoleId: half.roleId,
    record2: { type: connected.type, id: connected.id },
    record2RoleId: half.connectedRoleId,
    ...(description ? { description } : {}),
    ...(effectiveStart ? { effectiveStart } : {}),
    ...(effectiveEnd ? { effectiveEnd } : {}),
    ownerId: half.ownerId,
    ...(state === 'inactive' ? { state } : {}),
  };
}
