// The report of bad lines as files.
import { saveFile } from '../../parts/save-file.ts';
import { importText } from '../../text/import.ts';
import type { BadLine } from './run.ts';

/** What is wrong, in one text. */
export const messageOf = ({ detail, errors = [] }: BadLine) =>
  detail || errors.map(({ path, message }) => `${path}: ${message}`).join('; ');

/** A text that a spreadsheet would take for a formula is kept one by an apostrophe. */
function cell(value: string | number): string {
  const text = String(value);
  const harmless = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${harmless.replaceAll('"', '""')}"`;
}

export function csvOf(badLines: readonly BadLine[]): string {
  const { file, line, code, message } = importText.columns;
  const rows = badLines.map((bad) => [bad.file, bad.line, bad.code, messageOf(bad)]);
  return [[file, line, code, message], ...rows]
    .map((row) => `${row.map(cell).join(',')}\r\n`)
    .join('');
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
  // The mark tells a spreadsheet that a CSV is UTF-8.
  const mark = type === 'text/csv' ? '\uFEFF' : '';
  saveFile(name, new Blob([mark, text], { type }));
}
