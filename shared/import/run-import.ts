// Imports files one after the other, batch by batch, and reports progress. The command line and the
// console both import with this.
import type { Client } from '../client/create-client.ts';
import { forEachKind, type Kind, kinds } from './data-files.ts';
import { batchesOf, batchLimits, inOrder } from './import-batches.ts';
import { type CheckLine, type Entry, entriesOf, linesOf } from './import-lines.ts';
import {
  type BadLine,
  badLinesOf,
  type Counts,
  noCounts,
  type Outcome,
} from './import-outcomes.ts';
import { RoleImport } from './import-roles.ts';
import { ImportSender } from './import-sender.ts';

/** A file to import. */
export interface ImportFile {
  /** Bytes. */
  readonly size: number;
  /** Reads the file from its start. */
  readonly read: () => AsyncIterable<Uint8Array>;
}

export interface ImportStep {
  readonly kind: Kind;
  /** Bytes of the file that are done. */
  readonly done: number;
  /** All lines of the file so far. */
  readonly counts: Counts;
  /** The lines that this step found invalid. */
  readonly badLines: readonly BadLine[];
}

export interface ImportOptions {
  readonly files: Partial<Readonly<Record<Kind, ImportFile>>>;
  /** Checks lines before they are sent. Default: the service alone checks them. */
  readonly checks?: Readonly<Record<Kind, CheckLine>>;
  readonly signal?: AbortSignal;
  readonly onStep: (step: ImportStep) => void;
}

/**
 * Repeatable: what already exists is counted as duplicate, so an interrupted import is run again.
 * @throws LiaisonProblem when the service does not let it continue; the reason of `signal`
 */
export async function runImport(
  client: Client,
  { files, checks, signal, onStep }: ImportOptions,
): Promise<void> {
  const sender = new ImportSender(client, signal);
  const roles = new RoleImport(sender);
  const counts = forEachKind(noCounts);
  const report = (kind: Kind, outcomes: readonly Outcome[], done: number) => {
    for (const { status } of outcomes) counts[kind][status] += 1;
    onStep({ kind, done, counts: { ...counts[kind] }, badLines: badLinesOf(kind, outcomes) });
  };
  /** Sends the lines of a file, `items` per request, `width` requests at a time. */
  const send = async (
    kind: Kind,
    entries: AsyncIterable<Entry>,
    { items, width }: { items: number; width: number },
    put: (batch: Entry[]) => Promise<Outcome[]>,
  ) => {
    const batches = batchesOf(entries, { ...batchLimits, items });
    const done = inOrder(batches, width, async (batch) => {
      signal?.throwIfAborted();
      return { outcomes: await put(batch), end: batch.at(-1)?.end ?? 0 };
    });
    for await (const { outcomes, end } of done) report(kind, outcomes, end);
  };
  const { items } = batchLimits;
  const importers: Record<Kind, (entries: AsyncIterable<Entry>) => Promise<void>> = {
    recordTypes: (entries) =>
      send('recordTypes', entries, { items: 1, width: 1 }, (batch) =>
        Promise.all(batch.map((entry) => sender.putRecordType(entry))),
      ),
    async connectionRoles(entries) {
      report('connectionRoles', await roles.send(entries), 0);
    },
    // One batch at a time: of two lines about the same record, the later one must win.
    records: (entries) =>
      send('records', entries, { items, width: 1 }, (batch) =>
        sender.sendBatch('batchRecords', batch),
      ),
    connections: (entries) =>
      send('connections', entries, { items, width: 4 }, (batch) =>
        sender.sendBatch('batchConnections', batch),
      ),
  };
  for (const kind of kinds) {
    const file = files[kind];
    if (!file) continue;
    await importers[kind](entriesOf(linesOf(file.read()), checks?.[kind]));
    report(kind, [], file.size);
  }
  await roles.finish();
}
