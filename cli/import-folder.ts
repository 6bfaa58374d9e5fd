// `liaison import DIR`: sends the files of a folder, and reports the invalid lines.
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
  recordTypes: checkAgainst(RecordTypeInput.extend({ type: RecordTypeId }), recordTypeResource),
  connectionRoles: checkAgainst(NewConnectionRole, roleResource),
  records: checkAgainst(BatchRecord, recordResource),
  connections: checkAgainst(NewConnection, connectionResource),
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

/** Fields that the service sets are sent along: a line may come from an answer of the service. */
function checkAgainst(schema: Parameters<typeof readInput>[0], resource: Resource): CheckLine {
  return (value) => {
    const sent = readInput(schema, value, { resource, subject: 'the line' });
    const refusal = sent.refusal();
    if (!refusal) return { value: sent.returned.length > 0 ? value : (sent.value as typeof value) };
    const { code, message: detail, extras } = refusal;
    return { fault: { code, detail, ...(extras.errors && { errors: extras.errors }) } };
  };
}
