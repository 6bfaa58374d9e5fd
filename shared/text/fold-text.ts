// The one comparison of texts: names, search and filters ignore case and how letters are composed.

/** Iota below a letter: folding makes it a letter of its own, after all accents. */
const iotaBelow = /[\u0345\u1f80-\u1fff]/;

/**
 * The form in which texts are compared: two texts are the same if their forms are. NFKC and Unicode's
 * full case folding (`ß` is `ss`, a final sigma a sigma); accents count. The same as Unicode's
 * compatibility caseless match (D147), and idempotent. See
 * docs/decisions/0038-one-comparison-of-texts.md.
 */
export function foldText(text: string): string {
  // Most texts; the general way takes ten times as long.
  if (/^[\0-\x7f]*$/.test(text)) return text.toLowerCase();
  const decomposed = iotaBelow.test(text) && caseFold(text.normalize('NFD')).normalize('NFKD');
  return caseFold(decomposed || text.normalize('NFKC')).normalize('NFKC');
}

/**
 * Full case folding, which JavaScript does not have. Upper case unites the letters that differ only
 * in case (`ſ`, `ς`, `ß` and `SS`), except that it also unites the dotless `ı` with `i`.
 */
function caseFold(text: string): string {
  return text
    .split('ı')
    .map((part) => part.toLowerCase().toUpperCase().toLowerCase())
    .join('ı')
    .replaceAll('ς', 'σ');
}
