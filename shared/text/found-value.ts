// How messages show the value that was found: shortened, and with its invisible characters visible.

/** How much of a text is shown, in characters. */
const longestShown = 40;

/** A value of JSON as a message shows it. Lists and objects are not shown, only named. */
export function foundValue(value: unknown): string {
  if (typeof value === 'string') return `"${visibleText(value)}"`;
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}

/** The beginning of a text; characters without a shape as in `\u{200b}`. */
export function visibleText(text: string, longest: number = longestShown): string {
  // A character has at most two units, so the rest is never looked at.
  const start = [...text.slice(0, 2 * longest + 2)];
  const shown = start
    .slice(0, longest)
    .map((character) =>
      /^(?! )[\p{C}\p{Z}]$/u.test(character)
        ? `\\u{${character.codePointAt(0)?.toString(16)}}`
        : character,
    )
    .join('');
  return start.length > longest ? `${shown}…` : shown;
}
