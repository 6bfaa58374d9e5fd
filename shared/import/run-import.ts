// Imports files one after the other, batch by batch, and reports progress. The command line and the
// console both import with this.
import { type Client, everyItem } from '../client/create-client.ts';
import type { CountWatch } from './count-watch.ts';
import { forEachKind, type Kind, kinds } from './data-files.ts';
import { batchLimits } from './import-batches.ts';
import { type CheckLine, type Entry, entriesOf, linesOf, type ValidLine } from './import-lines.ts';
import {
  type Counts,
  noCounts,
  type Outcome,
  type RejectedLine,
  rejectedAmong,
} from './import-outcomes.ts';
import { RoleImport } from './import-roles.ts';
import { ImportSender } from './import-sender.ts';
import { type OnWait, Patience } from './patience.ts';
import { type Sending, type Settle, sendInOrder } from './send-in-order.ts';

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
  /** The lines that this step found rejected, in the order of the file. */
  readonly rejected: readonly RejectedLine[];
}

export interface ImportOptions {
  readonly files: Partial<Readonly<Record<Kind, ImportFile>>>;
  /** Checks lines before they are sent. Default: the service alone checks them. */
  readonly checks?: Readonly<Record<Kind, CheckLine>>;
  readonly signal?: AbortSignal;
  readonly onStep: (step: ImportStep) => void;
  readonly onWait?: OnWait;
  /** For how long nothing may succeed, in milliseconds. Default: 10 minutes. */
  readonly patience?: number;
  /** Follows the counts of what is created. */
  readonly watch?: CountWatch;
}

/** What a line is about: lines with a key in common are sent in the order of the file. */
const keysOf: Readonly<Record<'recordTypes' | 'records', Sending['keysOf']>> = {
  recordTypes: ({ value }) => [String(value.type)],
  records: ({ value }) => [pathOf(value)],
};

/**
 * Two connections exclude each other only if they join the same two records, have one external id, or join one
 * record to holders of a role with a limit.
 */
const keysOfConnections =
  (limited: ReadonlySet<string>): Sending['keysOf'] =>
  ({ value }) => {
    const { record1, record2, record1RoleId, record2RoleId, externalId } = value;
    // A role that is left out is filled in by the service.
    const mayBeLimited = (role: unknown) =>
      limited.size > 0 && (role === undefined || limited.has(String(role)));
    return [
      [pathOf(record1), pathOf(record2)].sort().join(' '),
      ...(externalId ? [JSON.stringify(externalId)] : []),
      ...(mayBeLimited(record2RoleId) ? [`limits of ${pathOf(record1)}`] : []),
      ...(mayBeLimited(record1RoleId) ? [`limits of ${pathOf(record2)}`] : []),
    ];
  };

/** The roles that have a limit. */
async function limitedRoles({ client, options }: ImportSender): Promise<ReadonlySet<string>> {
  const limited = new Set<string>();
  for await (const role of everyItem(client.listConnectionRoles, options)) {
    if (role.maxPerRecord !== null) limited.add(role.id);
  }
  return limited;
}

/** Lines are not checked here, so anything may be in place of a record. */
const pathOf = (record: unknown) => {
  const { type, id } = (record ?? {}) as { readonly type?: unknown; readonly id?: unknown };
  return `${type}/${id}`;
};

/** How many requests run at once. A record type is a request of its own. */
const width = 4;

/**
 * Repeatable: what exists already is left as it is, so an interrupted import is run again.
 * @throws LiaisonProblem when the service does not let it continue; the reason of `signal`
 */
export async function runImport(
  client: Client,
  { files, checks, signal, onStep, onWait = () => {}, patience, watch }: ImportOptions,
): Promise<void> {
  const sender = new ImportSender(client, new Patience(onWait, patience), signal);
  const roles = new RoleImport(sender);
  const counts = forEachKind(noCounts);
  const done = forEachKind(() => 0);
  const report = (kind: Kind, outcomes: readonly Outcome[]) => {
    for (const { status } of outcomes) counts[kind][status] += 1;
    done[kind] = outcomes.at(-1)?.end ?? done[kind];
    const rejected = rejectedAmong(kind, outcomes);
    onStep({ kind, done: done[kind], counts: { ...counts[kind] }, rejected });
  };
  const send = async (
    kind: 'recordTypes' | 'records' | 'connections',
    entries: AsyncIterable<Entry>,
    sending: Omit<Sending, 'width' | 'limits'> & Partial<Pick<Sending, 'limits'>>,
  ) => {
    for await (const outcomes of sendInOrder(entries, { width, limits: batchLimits, ...sending }))
      report(kind, outcomes);
  };
  /** Sends a batch whose lines change counts. */
  const counted =
    (name: 'batchRecords' | 'batchConnections') =>
    async (lines: readonly ValidLine[], settle: Settle) => {
      await watch?.before(
        lines.map(({ value }) => value),
        sender.options,
      );
      await sender.sendBatch(name, lines, (line, outcome) => {
        if (outcome.status === 'created') watch?.created(line.value);
        settle(line, outcome);
      });
    };
  const importers: Record<Kind, (entries: AsyncIterable<Entry>) => Promise<void>> = {
    recordTypes: (entries) =>
      send('recordTypes', entries, {
        keysOf: keysOf.recordTypes,
        limits: { ...batchLimits, items: 1 },
        async send(lines, settle) {
          for (const line of lines) settle(line, await sender.putRecordType(line));
        },
      }),
    async connectionRoles(entries) {
      try {
        await roles.send(entries);
      } finally {
        report('connectionRoles', roles.outcomes);
      }
    },
    records: (entries) =>
      send('records', entries, { keysOf: keysOf.records, send: counted('batchRecords') }),
    async connections(entries) {
      const limited = await sender.repeated(() => limitedRoles(sender));
      await send('connections', entries, {
        keysOf: keysOfConnections(limited),
        send: counted('batchConnections'),
      });
    },
  };
  for (const kind of kinds) {
    const file = files[kind];
    if (!file) continue;
    signal?.throwIfAborted();
    report(kind, []);
    await importers[kind](entriesOf(linesOf(file.read()), checks?.[kind]));
    done[kind] = file.size;
    report(kind, []);
  }
  await roles.finish();
}
