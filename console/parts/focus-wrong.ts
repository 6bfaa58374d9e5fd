// The focus on what is wrong in a form.
import { type RefObject, useEffect } from 'react';

/**
 * Gives the focus to the first field within `form` that is marked as wrong, each time that `refusal`
 * is another one; none: what is falsy.
 */
export function useFocusOnWrong(form: RefObject<HTMLElement | null>, refusal: unknown): void {
  useEffect(() => {
    if (refusal) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [form, refusal]);
}
