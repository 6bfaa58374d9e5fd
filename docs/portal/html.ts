// What every part of the portal needs to write HTML.

/** Text as HTML, also within an attribute in double quotes. */
export const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);

/** Text of the description as HTML, with `code` in backticks. */
export const codeText = (text: string): string =>
  escaped(text).replace(/`([^`]+)`/g, '<code>$1</code>');

/** A block of code. It scrolls sideways, so it can have the focus of the keyboard. */
export const codeBlock = (code: string, label = 'Code'): string =>
  `<pre tabindex="0" role="region" aria-label="${escaped(label)}"><code>${escaped(code)}</code></pre>\n`;

/** A table in a frame that scrolls sideways. */
export const framed = (table: string, label = 'Table'): string =>
  `<div class="frame" tabindex="0" role="region" aria-label="${escaped(label)}">${table}</div>\n`;

/** A table; its cells are HTML. In a narrow window each row becomes a block, whose cells have labels. */
export function table(
  label: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const heads = head.map((name) => `<th>${escaped(name)}</th>`).join('');
  const lines = rows.map((row) => {
    const cells = row.map((cell, at) => `<td data-label="${escaped(head[at] ?? '')}">${cell}</td>`);
    return `<tr>${cells.join('')}</tr>`;
  });
  return framed(
    `<table class="rows"><thead><tr>${heads}</tr></thead><tbody>${lines.join('')}</tbody></table>`,
    label,
  );
}
