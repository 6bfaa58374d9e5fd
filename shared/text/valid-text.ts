// Which texts are stored: any Unicode characters except U+0000, also U+FFFD.

/** What is wrong with a text, in words that follow its path; undefined if it is valid. */
export function textFault(text: string): string | undefined {
  const zero = text.indexOf('\0');
  if (zero >= 0) {
    return `contains the character U+0000 at character ${characterAt(text, zero)}; remove it`;
  }
  if (text.isWellFormed()) return undefined;
  const half = text.search(/\p{Surrogate}/u);
  const unit = text.charCodeAt(half).toString(16).toUpperCase();
  return `contains U+${unit} at character ${characterAt(text, half)}, which is half of a surrogate pair; send both halves`;
}

/** The number of the character at a UTF-16 index; the first is 1. */
export const characterAt = (text: string, index: number): number =>
  [...text.slice(0, index)].length + 1;
