// State that lives in the address, so that links and "back" have it: filters, day, tab, selection.
import { useMemo } from 'react';
import { useSearchParams } from 'react-router';

interface SetOptions {
  /** Takes the place of the current entry, so that "back" does not stop at it. Default false. */
  readonly replace?: boolean;
}

/**
 * The query parameters that `standard` names, each a text that is left out of the address while it
 * has its standard value; other parameters stay as they are. Keep `standard` outside the component.
 * Set all that changes at once: two calls in one event do not add up.
 *
 * Everybody uses the same names for the same: `tab`, `activeOn` (a day), `roleId`,
 * `connectedRoleId`, `connectedType`, `category`, `state`, `connection` (the selected one).
 */
export function useUrlState<State extends Readonly<Record<string, string>>>(standard: State) {
  const [search, setSearch] = useSearchParams();
  const state = useMemo(
    () =>
      Object.fromEntries(
        Object.entries(standard).map(([key, value]) => [key, search.get(key) ?? value]),
      ) as { readonly [Key in keyof State]: string },
    [search, standard],
  );
  const set = (changes: { readonly [Key in keyof State]?: string }, options: SetOptions = {}) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        for (const [key, value] of Object.entries(changes)) {
          if (value === undefined || value === standard[key]) next.delete(key);
          else next.set(key, value);
        }
        return next;
      },
      { replace: options.replace ?? false },
    );
  return [state, set] as const;
}
