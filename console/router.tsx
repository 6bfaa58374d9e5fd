// The routes of the console, by the part of the address after the `#`.
import { createHashRouter } from 'react-router';
import { late, WhenNotLoaded } from './base/lazy-part.tsx';
import { Page } from './base/page.tsx';
import { NotFoundPage, PageError } from './layout/failed-page.tsx';
import { Shell } from './layout/shell.tsx';
import { pages } from './pages.ts';
import { layoutText } from './text/layout-text.ts';

export const newRouter = () =>
  createHashRouter([
    {
      element: <Shell pages={pages} />,
      errorElement: <PageError />,
      children: [
        ...pages.map(({ path, load }) => {
          const Content = late(async () => ({ default: await load() }));
          const element = (
            <WhenNotLoaded
              key={path}
              part={path}
              around={(failure) => <Page title={layoutText.brokenTitle}>{failure}</Page>}
            >
              <Content />
            </WhenNotLoaded>
          );
          return { path, errorElement: <PageError />, element };
        }),
        { path: '*', element: <NotFoundPage /> },
      ],
    },
  ]);

const indexNow = (): number | undefined => history.state?.idx;

/**
 * The router numbers its history entries, and can block "back" only between numbered ones. Entries from
 * typed addresses or external links have no number: they get the next one.
 * @param newRouter called after the listener is registered, which must run before the router's own
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
