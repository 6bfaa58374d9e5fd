// In which fields something that exists differs from what was sent.
import { visibleText } from './found-value.ts';

/** A field that differs, in the form of the errors of a problem; the message shows the existing value. */
export interface FieldDifference {
  readonly path: string;
  readonly message: string;
}

/** The most characters of an existing value in a message. */
const longestValue = 80;

/** The difference at a path, where `existing` is stored; null or undefined means that there is no value. */
export function differenceAt(path: string, existing: unknown): FieldDifference {
  if (existing === null || existing === undefined) {
    return { path, message: 'the existing one has no value' };
  }
  const value = typeof existing === 'string' ? existing : JSON.stringify(existing);
  return { path, message: `the existing one has ${visibleText(value, longestValue)}` };
}
