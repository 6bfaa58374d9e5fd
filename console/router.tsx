// The pages within the shell, by the part of the address behind the `#`.
import { createHashRouter } from 'react-router';
import { pages } from './pages.ts';
import { late } from './parts/late.tsx';
import { WhenNotLoaded } from './parts/when-not-loaded.tsx';
import { NotFoundPage } from './shell/not-found-page.tsx';
import { Page } from './shell/page.tsx';
import { PageError } from './shell/page-error.tsx';
import { Shell } from './shell/shell.tsx';
import { shellText } from './text/shell.ts';

export const newRouter = () =>
  createHashRouter([
    {
      element: <Shell />,
      errorElement: <PageError />,
      children: [
        ...pages.map(({ path, load }) => {
          const Content = late(async () => ({ default: await load() }));
          const element = (
            <WhenNotLoaded
              key={path}
              part={path}
              around={(failure) => <Page title={shellText.brokenTitle}>{failure}</Page>}
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
