// Answers as pages show them, with `…` for what is left out, compared with what the service answers.

/** The actual values of abbreviated texts, for the rest of a page: of `kJx3…`, a cursor. */
export type Meaning = Map<string, string>;

/** An answer as a page shows it, or undefined if the text, apart from what it leaves out, is not JSON. */
export function shownAnswer(text: string): unknown {
  const strict = text
    // A comma that leads to nothing but what is left out.
    .replaceAll(/,\s*…\s*(?=[\]}])/g, '')
    .replaceAll(/([{[])\s*…\s*(?=[\]}])/g, '$1')
    .replaceAll(/(:\s*)…/g, '$1"…"');
  try {
    return JSON.parse(strict);
  } catch {
    return undefined;
  }
}

/** Values that differ from run to run: ids, times, and names for the problem of a request. */
const changing = [
  /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/,
] as const;

/**
 * Every difference between what a page shows and the answer. An object may have more fields, a list that the
 * page shows is complete unless it ends with `…` in the text.
 *
 * @param meaning receives the actual values of texts that the page abbreviates
 */
export function differences(
  shown: unknown,
  actual: unknown,
  meaning: Meaning = new Map(),
  path = '',
): string[] {
  const differs = () => [
    `${path || 'the answer'}: ${JSON.stringify(shown)} is shown, but is ${JSON.stringify(actual)}`,
  ];
  if (typeof shown === 'string') {
    if (typeof actual !== 'string') return shown === '…' ? [] : differs();
    if (shown.includes('…')) {
      if (shown !== '…') meaning.set(shown, actual);
      return [];
    }
    const sameKind = changing.some((kind) => kind.test(shown) && kind.test(actual));
    return sameKind || shown === actual ? [] : differs();
  }
  if (typeof shown !== 'object' || shown === null) return shown === actual ? [] : differs();
  if (typeof actual !== 'object' || actual === null) return differs();
  if (Array.isArray(shown) !== Array.isArray(actual)) return differs();
  return Object.entries(shown).flatMap(([key, value]) =>
    differences(
      value,
      (actual as Record<string, unknown>)[key],
      meaning,
      Array.isArray(shown) ? `${path}[${key}]` : [path, key].filter(Boolean).join('.'),
    ),
  );
}
