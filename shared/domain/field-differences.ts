// In which fields something that exists differs from what was sent.

/** A field that differs, in the form of the errors of a problem; the message shows the existing value. */
export interface FieldDifference {
  readonly path: string;
  readonly message: string;
}

/** The most characters of an existing value in a message. */
const longestValue = 80;

/** The difference at a path, where `existing` is stored; null or undefined means that there is no value. */
export function differenceAt(path: string, existing: unknown): FieldDifference {
  if (existing === null || existing === undefined)
    return { path, message: 'exists without a value' };
  const value = typeof existing === 'string' ? existing : JSON.stringify(existing);
  const characters = [...value];
  const shown =
    characters.length > longestValue ? `${characters.slice(0, longestValue).join('')}…` : value;
  return { path, message: `exists with the value ${shown}` };
}
