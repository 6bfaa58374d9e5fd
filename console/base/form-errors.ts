// Validation errors of the service, shown at the fields of a form.

import { type RefObject, useEffect } from 'react';
import type { LiaisonProblem } from '../../shared/client/liaison-problem.ts';

/** The first message for each of the form's fields: `recordTypes[1]` belongs to `recordTypes`. */
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

/** Props of a Fluent `Field` with this error message. */
export const wrong = (message: string | undefined) =>
  message ? { validationMessage: message, validationState: 'error' as const } : {};

/**
 * Moves the focus to the first invalid field of `form` whenever `refusal` changes to another truthy
 * value.
 */
export function useFocusOnWrong(form: RefObject<HTMLElement | null>, refusal: unknown): void {
  useEffect(() => {
    if (refusal) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [form, refusal]);
}
