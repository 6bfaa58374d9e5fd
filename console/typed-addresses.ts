// Entries of the browser's history that come of typing an address, made such that they can be guarded.
import type { createHashRouter } from 'react-router';

const indexNow = (): number | undefined => history.state?.idx;

/**
 * The router counts its entries and asks before "back" only where it knows by how far that is. One
 * that comes of a typed address, or of a link from outside, has no number: it gets the next one.
 * @param newRouter called once these entries are seen before the router sees them
 */
export function withTypedAddresses(newRouter: () => ReturnType<typeof createHashRouter>) {
  let latest = indexNow() ?? 0;
  addEventListener('popstate', () => {
    if (indexNow() === undefined) history.replaceState({ ...history.state, idx: latest + 1 }, '');
    latest = indexNow() ?? 0;
  });
  const router = newRouter();
  router.subscribe(() => {
    latest = indexNow() ?? latest;
  });
  return router;
}
