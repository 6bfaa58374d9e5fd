// Imports the chosen files, one after the other, batch by batch, and tells how far it has come.
import type { RecordType } from '../../../shared/contracts/record-type-schemas.ts';
import type { Api } from '../../api/api.ts';
import { ApiError } from '../../api/api-error.ts';
import type { Request } from '../../api/types.ts';
import { batchesOf, inOrder } from './batches.ts';
import { type ChosenFiles, fileNames, type Kind, kinds } from './data-files.ts';
import { type Entry, entriesOf, type Fault, type Good, isGood } from './lines.ts';
import { type Counts, noCounts, type Outcome } from './outcomes.ts';
import { RoleImport } from './role-import.ts';
import { faultOf, Sender } from './sender.ts';

export interface BadLine extends Fault {
  readonly file: string;
  readonly line: number;
}

export interface Progress {
  /** Bytes that are done, of each file. */
  readonly done: Readonly<Record<Kind, number>>;
  readonly counts: Readonly<Record<Kind, Counts>>;
  readonly badLines: readonly BadLine[];
}

export const noProgress: Progress = {
  done: { recordTypes: 0, connectionRoles: 0, records: 0, connections: 0 },
  counts: {
    recordTypes: noCounts(),
    connectionRoles: noCounts(),
    records: noCounts(),
    connections: noCounts(),
  },
  badLines: [],
};

/**
 * Repeatable: what exists already is counted as duplicate, so what was cut short is run again.
 * @throws ApiError when the service does not let it go on; what `signal` was aborted with
 */
export async function runImport(
  api: Api,
  files: ChosenFiles,
  signal: AbortSignal,
  onProgress: (progress: Progress) => void,
): Promise<void> {
  const sender = new Sender(api, signal);
  const roles = new RoleImport(sender);
  let progress = noProgress;
  const take = (kind: Kind, outcomes: readonly Outcome[], done: number) => {
    const counts = { ...progress.counts[kind] };
    for (const { status } of outcomes) counts[status] += 1;
    const bad = outcomes.flatMap(({ line, status, fault = unexplained }): BadLine[] =>
      status === 'invalid' ? [{ file: fileNames[kind], line, ...fault }] : [],
    );
    progress = {
      done: { ...progress.done, [kind]: done },
      counts: { ...progress.counts, [kind]: counts },
      badLines: bad.length > 0 ? [...progress.badLines, ...bad] : progress.badLines,
    };
    onProgress(progress);
  };
  /** One batch after the other, or `width` at a time. */
  const send = async (
    kind: Kind,
    file: File,
    { items, width }: { items?: number; width: number },
    put: (batch: Entry[]) => Promise<Outcome[]>,
  ) => {
    const batches = batchesOf(entriesOf(file), items);
    const done = inOrder(batches, width, async (batch) => {
      signal.throwIfAborted();
      return { outcomes: await put(batch), end: batch.at(-1)?.end ?? 0 };
    });
    for await (const { outcomes, end } of done) take(kind, outcomes, end);
    take(kind, [], file.size);
  };

  const parts: Record<Kind, (file: File) => Promise<void>> = {
    recordTypes: (file) =>
      send('recordTypes', file, { items: 1, width: 1 }, ([entry]) => putType(sender, entry)),
    async connectionRoles(file) {
      take('connectionRoles', await roles.send(entriesOf(file)), file.size);
    },
    // One batch after the other: of two lines about the same record the later one stays.
    records: (file) =>
      send('records', file, { width: 1 }, (batch) => sender.batch('batchRecords', batch)),
    connections: (file) =>
      send('connections', file, { width: 4 }, (batch) => sender.batch('batchConnections', batch)),
  };
  for (const kind of kinds) {
    const file = files[kind];
    if (file) await parts[kind](file);
  }
  await roles.finish();
}

const unexplained: Fault = { code: 'InternalError', detail: 'the service gave no reason' };

/** One record type; one that is so already is a duplicate. */
async function putType(sender: Sender, entry: Entry | undefined): Promise<Outcome[]> {
  if (!entry) return [];
  const { line } = entry;
  if (!isGood(entry)) return [{ line, status: 'invalid', fault: entry.fault }];
  const { type } = entry.value;
  if (typeof type !== 'string' || type === '') {
    const errors = [{ path: 'type', message: 'is missing' }];
    const fault = { code: 'ValidationFailed', detail: 'type: is missing', errors };
    return [{ line, status: 'invalid', fault }];
  }
  const params = { type };
  try {
    const known = await sender.call('getRecordType', { params }).catch(unlessNotFound);
    if (known && isSame(known, entry.value)) return [{ line, status: 'duplicate' }];
    const body = entry.value as Request<'putRecordType'>['body'];
    await sender.call('putRecordType', { params, body });
    return [{ line, status: known ? 'replaced' : 'created' }];
  } catch (error) {
    const isRefusal = error instanceof ApiError && error.status >= 400 && error.status < 500;
    // Who may not write types, or is signed out, cannot go on: no fault of this line.
    if (!isRefusal || [401, 403, 429].includes(error.status)) throw error;
    return [{ line, status: 'invalid', fault: faultOf(error) }];
  }
}

const isSame = (known: RecordType, line: Good['value']) =>
  Object.keys(line).every((field) => field in known) &&
  known.displayName === line.displayName &&
  known.displayCollectionName === (line.displayCollectionName ?? line.displayName) &&
  known.connectionsEnabled === (line.connectionsEnabled ?? false);

function unlessNotFound(error: unknown): undefined {
  if (error instanceof ApiError && error.code === 'NotFound') return undefined;
  throw error;
}
