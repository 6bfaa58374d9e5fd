// Files for download, and CSV (RFC 4180) that spreadsheets do not execute.

/**
 * Places where a spreadsheet would read a formula, with half-width or full-width signs. Not only at the
 * start: where `;` or tab separates columns, as in German Excel, the text after one becomes a cell of
 * its own, even inside quotes.
 */
const formula = /^(?=\s*[=+\-@＝＋－＠]|[\t\r\n])|(?<=[;\t\r\n])(?=[ "]*[=+\-@＝＋－＠])/g;

function cellOf(value: string | null): string {
  // Spreadsheets treat a cell with a leading apostrophe as text.
  const safe = (value ?? '').replace(formula, "'");
  return /[",;\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** With a byte order mark, which Excel needs to recognize UTF-8. */
export const csvText = (lines: readonly (readonly (string | null)[])[]) =>
  `\uFEFF${lines.map((cells) => `${cells.map(cellOf).join(',')}\r\n`).join('')}`;

export function saveFile(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // After the browser has started the download.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
