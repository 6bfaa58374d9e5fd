// `liaison import DIR`: sends the files of a folder, and reports the invalid lines.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Client } from '../shared/client/create-client.ts';
import { NewConnection } from '../shared/contracts/connection-schemas.ts';
import { parse, Refusal } from '../shared/contracts/error-codes.ts';
import { RecordTypeId } from '../shared/contracts/identifiers.ts';
import { BatchRecord } from '../shared/contracts/record-schemas.ts';
import { RecordTypeInput } from '../shared/contracts/record-type-schemas.ts';
import { NewConnectionRole } from '../shared/contracts/role-schemas.ts';
import { dataFiles, forEachKind, type Kind, kinds } from '../shared/import/data-files.ts';
import type { CheckLine } from '../shared/import/import-lines.ts';
import { noCounts } from '../shared/import/import-outcomes.ts';
import { type ImportFile, runImport } from '../shared/import/run-import.ts';
import { BadLineReport } from './bad-line-report.ts';
import { CommandError } from './command-error.ts';
import { type ImportSummary, labels } from './command-output.ts';
import type { ProgressBar } from './progress-bar.ts';

/** A line is checked before it is sent, so that an invalid one costs no request. */
export const lineChecks: Readonly<Record<Kind, CheckLine>> = {
  // In the API the path may give the type; a line has no path.
  recordTypes: checkAgainst(RecordTypeInput.extend({ type: RecordTypeId })),
  connectionRoles: checkAgainst(NewConnectionRole),
  records: checkAgainst(BatchRecord),
  connections: checkAgainst(NewConnection),
};

/**
 * Imports a folder; repeatable, because what already exists is counted as duplicate.
 * @throws CommandError when the folder has none of the files or the report cannot be written;
 *   LiaisonProblem when the service does not let the import continue
 */
export async function importFolder(
  client: Client,
  directory: string,
  reportPath: string,
  progress: ProgressBar,
): Promise<ImportSummary> {
  const files = await filesIn(directory);
  const report = openReport(reportPath, directory);
  const counts = forEachKind(noCounts);
  await runImport(client, {
    files,
    checks: lineChecks,
    onStep({ kind, done, badLines, ...step }) {
      counts[kind] = step.counts;
      report.append(badLines);
      progress.show(labels[kind], done, files[kind]?.size);
    },
  });
  const found = kinds.filter((kind) => files[kind]);
  return { counts, found, report: report.written ? report.path : null };
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

function openReport(path: string, directory: string): BadLineReport {
  const data = Object.values(dataFiles).map((file) => resolve(directory, file));
  if (data.includes(resolve(path))) {
    throw new CommandError(
      `The report would overwrite ${path}; choose another file with --report.`,
    );
  }
  try {
    return new BadLineReport(path);
  } catch (cause) {
    throw new CommandError(
      `The report cannot be written to ${path}; choose another file with --report.`,
      { cause },
    );
  }
}

function checkAgainst(schema: Parameters<typeof parse>[0]): CheckLine {
  return (value) => {
    try {
      return { value: parse(schema, value) as typeof value };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { code, message: detail, extras } = error;
      return { fault: { code, detail, ...(extras.errors && { errors: extras.errors }) } };
    }
  };
}
