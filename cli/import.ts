// `liaison import DIR`: sends the files of a folder, batch by batch, and reports the bad lines.
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { NewConnection } from '../shared/contracts/connection-schemas.ts';
import { RecordTypeId } from '../shared/contracts/identifiers.ts';
import { BatchRecord } from '../shared/contracts/record-schemas.ts';
import { type RecordType, RecordTypeInput } from '../shared/contracts/record-type-schemas.ts';
import { NewConnectionRole } from '../shared/contracts/role-schemas.ts';
import { type Api, Refused } from './api.ts';
import { batchesOf, batchLimits, inOrder, sendItems } from './batches.ts';
import { Failure } from './failure.ts';
import { dataFiles, type Kind, kinds } from './files.ts';
import { RoleImport } from './import-roles.ts';
import { goodOf, type Read, readEntries, type Schema } from './lines.ts';
import type { Progress } from './progress.ts';
import { type Counts, noCounts, outcomesOf, Report, type Result } from './report.ts';

/** In the API the type may be left to the path; a line has no path. */
const RecordTypeLine = RecordTypeInput.extend({ type: RecordTypeId });

type RecordTypeLine = Read<typeof RecordTypeLine>;

export interface ImportSummary {
  readonly counts: Readonly<Record<Kind, Counts>>;
  /** The files that the folder has. */
  readonly found: readonly Kind[];
  /** Where the bad lines are; null when there are none. */
  readonly report: string | null;
}

/** How the lines of a file are sent: how many at a time, in how many requests at a time. */
interface Way<Value> {
  readonly items: number;
  readonly width: number;
  readonly put: (values: Value[]) => Promise<readonly Result[]>;
}

/**
 * Imports a folder; repeatable, because what exists already is counted as duplicate.
 * Throws a Failure when the folder has none of the files or the service does not let it go on.
 */
export async function importFolder(
  api: Api,
  directory: string,
  reportPath: string,
  progress: Progress,
): Promise<ImportSummary> {
  const sizes = await sizesOf(directory);
  const report = openReport(reportPath, directory);
  const roles = new RoleImport(api);
  const counts = {
    recordTypes: noCounts(),
    connectionRoles: noCounts(),
    records: noCounts(),
    connections: noCounts(),
  };

  const send = async <S extends Schema>(kind: Kind, schema: S, way: Way<Read<S>>) => {
    if (!sizes.has(kind)) return;
    const { file, label } = dataFiles[kind];
    const entries = readEntries(join(directory, file), schema);
    const batches = batchesOf(entries, { ...batchLimits, items: way.items });
    const done = inOrder(batches, way.width, async (batch) => {
      const results = await way.put(goodOf(batch).map(({ value }) => value));
      return { outcomes: outcomesOf(batch, results), end: batch.at(-1)?.end ?? 0 };
    });
    for await (const { outcomes, end } of done) {
      report.take(file, outcomes, counts[kind]);
      progress.show(label, end, sizes.get(kind));
    }
  };

  await send('recordTypes', RecordTypeLine, {
    items: 1,
    width: 1,
    put: ([type]) => (type === undefined ? Promise.resolve([]) : putType(api, type)),
  });
  if (sizes.has('connectionRoles')) {
    const { file } = dataFiles.connectionRoles;
    const outcomes = await roles.send(readEntries(join(directory, file), NewConnectionRole));
    report.take(file, outcomes, counts.connectionRoles);
  }
  // One batch after the other: of two lines about the same record the later one stays.
  await send('records', BatchRecord, {
    items: batchLimits.items,
    width: 1,
    put: (items) => sendItems(api, 'batchRecords', items),
  });
  await send('connections', NewConnection, {
    items: batchLimits.items,
    width: 4,
    put: (items) => sendItems(api, 'batchConnections', items),
  });
  await roles.finish();
  return { counts, found: [...sizes.keys()], report: report.written ? report.path : null };
}

/** The data files in a folder, with their sizes in bytes. */
async function sizesOf(directory: string): Promise<Map<Kind, number>> {
  const sizes = new Map<Kind, number>();
  for (const kind of kinds) {
    const found = await stat(join(directory, dataFiles[kind].file)).catch(() => undefined);
    if (found?.isFile()) sizes.set(kind, found.size);
  }
  if (sizes.size > 0) return sizes;
  const names = kinds.map((kind) => dataFiles[kind].file).join(', ');
  throw new Failure(`${directory} has none of ${names}; name a folder that has some of them.`);
}

function openReport(path: string, directory: string): Report {
  const data = kinds.map((kind) => resolve(directory, dataFiles[kind].file));
  if (data.includes(resolve(path))) {
    throw new Failure(`The report would overwrite ${path}; name another file with --report.`);
  }
  try {
    return new Report(path);
  } catch (cause) {
    throw new Failure(`The report cannot be written to ${path}; name another with --report.`, {
      cause,
    });
  }
}

async function putType(api: Api, body: RecordTypeLine): Promise<Result[]> {
  const params = { type: body.type };
  try {
    const known = await api.call('getRecordType', { params }).catch(unlessNotFound);
    if (known !== undefined && isSame(known.body, body)) return [{ index: 0, status: 'duplicate' }];
    const { status } = await api.call('putRecordType', { params, body });
    return [{ index: 0, status: status === 201 ? 'created' : 'replaced' }];
  } catch (error) {
    if (!(error instanceof Refused) || error.problem.status >= 500) throw error;
    return [{ index: 0, status: 'invalid', problem: error.problem }];
  }
}

function isSame(known: RecordType, line: RecordTypeLine): boolean {
  return (
    known.displayName === line.displayName &&
    known.displayCollectionName === (line.displayCollectionName ?? line.displayName) &&
    known.connectionsEnabled === line.connectionsEnabled
  );
}

function unlessNotFound(error: unknown): undefined {
  if (error instanceof Refused && error.problem.code === 'NotFound') return undefined;
  throw error;
}
