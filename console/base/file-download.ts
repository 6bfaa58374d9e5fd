// CSV (RFC 4180) that spreadsheets read and do not run.

/**
 * Where a spreadsheet would take a text for a formula, in half or in full width. Not at the beginning
 * alone: where `;` or a tab parts columns, as Excel has it in German, what follows one within a text
 * is a cell of its own, and quotes do not keep it together.
 */
const formula = /^(?=\s*[=+\-@＝＋－＠]|[\t\r\n])|(?<=[;\t\r\n])(?=[ "]*[=+\-@＝＋－＠])/g;

function cellOf(value: string | null): string {
  // An apostrophe is how a spreadsheet itself is told that a text is one.
  const safe = (value ?? '').replace(formula, "'");
  return /[",;\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** With a byte order mark: without one, Excel reads UTF-8 as something else. */
export const csvText = (lines: readonly (readonly (string | null)[])[]) =>
  `\uFEFF${lines.map((cells) => `${cells.map(cellOf).join(',')}\r\n`).join('')}`;

export function saveFile(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // Not before the browser has taken it up.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
