// What a service says of single fields, at the fields of a form.

import { type RefObject, useEffect } from 'react';
import type { LiaisonProblem } from '../../shared/client/liaison-problem.ts';

/** The first message of each field that a form has: `recordTypes[1]` is about `recordTypes`. */
export function fieldErrors<Field extends string>(
  error: LiaisonProblem | null,
  fields: readonly Field[],
): Partial<Record<Field, string>> {
  const found: Partial<Record<Field, string>> = {};
  for (const { path, message } of error?.errors ?? []) {
    const field = fields.find((each) => each === path.split(/[.[]/)[0]);
    if (field) found[field] ??= message;
  }
  return found;
}

/** Of a `Field` of the form: its message, if it has one. */
export const wrong = (message: string | undefined) =>
  message ? { validationMessage: message, validationState: 'error' as const } : {};

/**
 * Gives the focus to the first field within `form` that is marked as wrong, each time that `refusal`
 * is another one; none: what is falsy.
 */
export function useFocusOnWrong(form: RefObject<HTMLElement | null>, refusal: unknown): void {
  useEffect(() => {
    if (refusal) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [form, refusal]);
}
