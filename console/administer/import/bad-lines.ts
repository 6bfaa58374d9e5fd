// The report of bad lines as files.
import { csvText } from '../../parts/csv.ts';
import { saveFile } from '../../parts/save-file.ts';
import { importText } from '../../text/import.ts';
import type { BadLine } from './run.ts';

/** What is wrong, in one text. */
export const messageOf = ({ detail, errors = [] }: BadLine) =>
  detail || errors.map(({ path, message }) => `${path}: ${message}`).join('; ');

export function csvOf(badLines: readonly BadLine[]): string {
  const { file, line, code, message } = importText.columns;
  const rows = badLines.map((bad) => [bad.file, String(bad.line), bad.code, messageOf(bad)]);
  return csvText([[file, line, code, message], ...rows]);
}

/** As `liaison import` writes it. */
export const jsonlOf = (badLines: readonly BadLine[]) =>
  badLines
    .map(({ file, line, code, detail, errors }) =>
      JSON.stringify({ file, line, code, detail, ...(errors && { errors }) }),
    )
    .map((text) => `${text}\n`)
    .join('');

/** Has the browser save a text as a file. */
export function download(name: string, type: string, text: string): void {
  saveFile(name, new Blob([text], { type }));
}
