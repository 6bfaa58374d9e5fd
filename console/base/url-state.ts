// State in the address, so that links and "back" restore it: filters, day, tab, selection.
import { useMemo } from 'react';
import { useSearchParams } from 'react-router';

interface SetOptions {
  /** Replaces the current history entry, so that "back" skips it. Default false. */
  readonly replace?: boolean;
}

/**
 * The query parameters named in `standard`, as texts. A parameter with its standard value is left out of
 * the address; other parameters are not changed. Keep `standard` outside the component. Set all changes
 * in one call: two calls in one event overwrite each other.
 *
 * Common names: `tab`, `activeOn` (a day), `roleId`,
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
      () => {
        // React may not have drawn the latest address yet: a change must not bring back the filters before it.
        const next = new URLSearchParams(location.hash.split('?')[1]);
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
