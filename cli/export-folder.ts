// `liaison export DIR`: writes all data in the import format; the same data always gives the same bytes.
import { rmSync } from 'node:fs';
import { access, mkdir, mkdtemp, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { type Client, everyItem } from '../shared/client/create-client.ts';
import type { ConnectionHalf } from '../shared/contracts/answers/connection-answers.ts';
import type { ConnectionRole } from '../shared/contracts/role-schemas.ts';
import { dataFiles, type Kind, kinds } from '../shared/import/data-files.ts';
import { CommandError } from './command-error.ts';
import { labels } from './command-output.ts';
import type { ProgressBar } from './progress-bar.ts';
import { SortedLines } from './sorted-lines.ts';

/** A line of a file, with its sort key. */
interface KeyedLine {
  readonly key: readonly string[];
  readonly line: object;
}

/**
 * Exports everything to a folder, which is created if necessary, and returns the number of lines of
 * each file. The files appear only when all are complete. The copy is exact only if nothing is
 * written during the export.
 * @throws CommandError when files would be overwritten without `force`
 */
export async function exportFolder(
  client: Client,
  directory: string,
  force: boolean,
  progress: ProgressBar,
): Promise<Record<Kind, number>> {
  await mkdir(directory, { recursive: true }).catch((cause) => {
    throw new CommandError(`The folder ${directory} cannot be created; choose another folder.`, {
      cause,
    });
  });
  if (!force) await refuseToOverwrite(directory);
  const temporary = await mkdtemp(join(directory, '.export-'));
  // Deletes incomplete files however the process ends, unless it is killed.
  process.once('exit', () => rmSync(temporary, { recursive: true, force: true }));

  const write = async (kind: Kind, lines: AsyncIterable<KeyedLine>) => {
    const file = dataFiles[kind];
    const runs = await mkdtemp(join(temporary, `${kind}-`));
    const sorted = new SortedLines(runs);
    let count = 0;
    for await (const { key, line } of lines) {
      await sorted.add(key, JSON.stringify(line));
      count += 1;
      progress.show(labels[kind], count);
    }
    await sorted.writeTo(join(temporary, file));
    rmSync(runs, { recursive: true });
    return count;
  };
  const counts = {
    recordTypes: await write('recordTypes', recordTypes(client)),
    connectionRoles: await write('connectionRoles', connectionRoles(client)),
    records: await write('records', records(client)),
    connections: await write('connections', connections(client)),
  };
  for (const kind of kinds) {
    const file = dataFiles[kind];
    await rename(join(temporary, file), join(directory, file));
  }
  return counts;
}

async function refuseToOverwrite(directory: string): Promise<void> {
  for (const kind of kinds) {
    const path = join(directory, dataFiles[kind]);
    const exists = await access(path).then(
      () => true,
      () => false,
    );
    if (exists)
      throw new CommandError(
        `${path} exists; choose another folder, or overwrite it with --force.`,
      );
  }
}

async function* recordTypes(client: Client): AsyncGenerator<KeyedLine> {
  for await (const recordType of everyItem(client.listRecordTypes, {})) {
    const { type, displayName, displayCollectionName, connectionsEnabled } = recordType;
    yield { key: [type], line: { type, displayName, displayCollectionName, connectionsEnabled } };
  }
}

async function* connectionRoles(client: Client): AsyncGenerator<KeyedLine> {
  for await (const role of everyItem(client.listConnectionRoles, {})) {
    yield { key: [role.id], line: roleLine(role) };
  }
}

async function* records(client: Client): AsyncGenerator<KeyedLine> {
  for await (const { type } of everyItem(client.listRecordTypes, {})) {
    for await (const { id, name, attributes } of everyItem(client.listRecords, {
      params: { type },
    })) {
      yield { key: [type, id], line: { type, id, name, attributes } };
    }
  }
}

async function* connections(client: Client): AsyncGenerator<KeyedLine> {
  for await (const half of everyItem(client.listConnectionHalves, {})) {
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
    ...(role.maxPerRecord === null ? {} : { maxPerRecord: role.maxPerRecord }),
    ...(role.attributeSchema ? { attributeSchema: role.attributeSchema } : {}),
    ...(role.state === 'inactive' ? { state: role.state } : {}),
  };
}

/**
 * The sort key of a connection's line: a side without a role comes before all roles. A title may contain
 * any characters, as JSON it has no control characters.
 */
export function connectionKey(half: ConnectionHalf): string[] {
  const { record, roleId, connected, connectedRoleId, effectiveStart, title } = half;
  const side1 = [record.type, record.id, roleId ?? ''];
  const side2 = [connected.type, connected.id, connectedRoleId ?? ''];
  return [...side1, ...side2, effectiveStart ?? '', title === null ? '' : JSON.stringify(title)];
}

/** The line of a connection, from its record1 half. */
export function connectionLine(half: ConnectionHalf) {
  const { record, connected, title, description, effectiveStart, effectiveEnd, attributes } = half;
  return {
    record1: { type: record.type, id: record.id },
    record1RoleId: half.roleId,
    record2: { type: connected.type, id: connected.id },
    record2RoleId: half.connectedRoleId,
    ...(title ? { title } : {}),
    ...(description ? { description } : {}),
    ...(effectiveStart ? { effectiveStart } : {}),
    ...(effectiveEnd ? { effectiveEnd } : {}),
    ...(attributes ? { attributes } : {}),
    ...(half.externalId ? { externalId: half.externalId } : {}),
    ownerId: half.ownerId,
    ...(half.state === 'inactive' ? { state: half.state } : {}),
  };
}
