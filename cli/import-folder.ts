// `liaison import DIR`: sends the files of a folder, and reports the rejected lines.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Client } from '../shared/client/create-client.ts';
import { connectionResource, NewConnection } from '../shared/contracts/connection-schemas.ts';
import { RecordTypeId } from '../shared/contracts/identifiers.ts';
import { BatchRecord, recordResource } from '../shared/contracts/record-schemas.ts';
import { RecordTypeInput, recordTypeResource } from '../shared/contracts/record-type-schemas.ts';
import type { Resource } from '../shared/contracts/returned-fields.ts';
import { NewConnectionRole, roleResource } from '../shared/contracts/role-schemas.ts';
import { readInput } from '../shared/contracts/sent-input.ts';
import { CountWatch } from '../shared/import/count-watch.ts';
import { dataFiles, forEachKind, type Kind, kinds } from '../shared/import/data-files.ts';
import type { CheckLine } from '../shared/import/import-lines.ts';
import { noCounts, totalOf } from '../shared/import/import-outcomes.ts';
import { RejectionTotals } from '../shared/import/rejection-totals.ts';
import { type ImportFile, runImport } from '../shared/import/run-import.ts';
import { CommandError } from './command-error.ts';
import { type ImportSummary, labels, waitText } from './command-output.ts';
import type { ProgressBar } from './progress-bar.ts';
import { RejectedFiles } from './rejected-files.ts';
import { RejectedReport } from './rejected-report.ts';

/** A line is checked before it is sent, so that an invalid one costs no request. */
export const lineChecks: Readonly<Record<Kind, CheckLine>> = {
  // In the API the path may give the type; a line has no path.
  recordTypes: checkAgainst(RecordTypeInput.extend({ type: RecordTypeId }), recordTypeResource),
  connectionRoles: checkAgainst(NewConnectionRole, roleResource),
  records: checkAgainst(BatchRecord, recordResource),
  connections: checkAgainst(NewConnection, connectionResource),
};

export interface FolderImport {
  readonly summary: ImportSummary;
  /** Why it ended early: a LiaisonProblem, the reason of the signal, the file system's error. */
  readonly failure?: { readonly error: unknown };
  /** Knows how far the counts are. */
  readonly watch: CountWatch;
}

/** Where from, and where the rejected lines go: a report, and copies of them if there is a folder. */
interface Folders {
  readonly directory: string;
  readonly report: string;
  readonly rejected?: string;
}

/**
 * Imports a folder; repeatable, because what already exists is not changed. However it ends, the
 * summary has the outcomes of all lines that were settled.
 * @throws CommandError when the folder has none of the files, or the report or the copies cannot be written
 */
export async function importFolder(
  client: Client,
  { directory, rejected: copyTo, ...paths }: Folders,
  progress: ProgressBar,
  signal?: AbortSignal,
): Promise<FolderImport> {
  const files = await filesIn(directory);
  const copies = copyTo === undefined ? undefined : new RejectedFiles(copyTo, directory);
  const report = openReport(paths.report, directory);
  const counts = forEachKind(noCounts);
  const totals = forEachKind(() => new RejectionTotals());
  const watch = new CountWatch(client);
  let failure: FolderImport['failure'];
  try {
    await runImport(client, {
      files,
      checks: lineChecks,
      watch,
      ...(signal && { signal }),
      onStep({ kind, done, rejected, ...step }) {
        counts[kind] = step.counts;
        totals[kind].add(rejected);
        report.append(rejected);
        copies?.append(rejected);
        const lines = { name: 'lines', done: totalOf(step.counts) };
        progress.show(labels[kind], done, files[kind]?.size, lines);
      },
      onWait: (problem, ms) => progress.note(waitText(problem, ms)),
    });
  } catch (error) {
    failure = { error };
  }
  copies?.close();
  if (!failure) report.close();
  progress.clear();
  const summary = {
    counts,
    found: kinds.filter((kind) => files[kind]),
    rejections: forEachKind((kind) => totals[kind].list()),
    report: report.written ? report.path : null,
    rejected: copies?.written ? copies.folder : null,
  };
  return { summary, watch, ...(failure && { failure }) };
}

async function filesIn(directory: string): Promise<Partial<Record<Kind, ImportFile>>> {
  const files: Partial<Record<Kind, ImportFile>> = {};
  for (const kind of kinds) {
    const path = join(directory, dataFiles[kind]);
    const found = await stat(path).catch(() => undefined);
    if (found?.isFile()) files[kind] = { size: found.size, read: () => createReadStream(path) };
  }
  if (Object.keys(files).length > 0) return files;
  const names = Object.values(dataFiles).join(', ');
  throw new CommandError(`${directory} has none of ${names}; name a folder that has some of them.`);
}

function openReport(path: string, directory: string): RejectedReport {
  const data = Object.values(dataFiles).map((file) => resolve(directory, file));
  if (data.includes(resolve(path))) {
    throw new CommandError(
      `The report would overwrite ${path}; choose another file with --report.`,
    );
  }
  try {
    return new RejectedReport(path);
  } catch (cause) {
    throw new CommandError(
      `The report cannot be written to ${path}; choose another file with --report.`,
      { cause },
    );
  }
}

/** Fields that the service sets are sent along: a line may come from an answer of the service. */
function checkAgainst(schema: Parameters<typeof readInput>[0], resource: Resource): CheckLine {
  return (value, jsonFaults) => {
    const sent = readInput(schema, value, { resource, jsonFaults, subject: 'the line' });
    const refusal = sent.refusal();
    if (!refusal) return { value: sent.returned.length > 0 ? value : (sent.value as typeof value) };
    const { code, message: detail, extras } = refusal;
    return { fault: { code, detail, ...(extras.errors && { errors: extras.errors }) } };
  };
}
