// The pages within the shell, by the part of the address behind the `#`.
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
