// The pages within the shell, by the part of the address behind the `#`.
import { createHashRouter } from 'react-router';
import { pages } from './pages.ts';
import { NotFoundPage } from './shell/not-found-page.tsx';
import { PageError } from './shell/page-error.tsx';
import { Shell } from './shell/shell.tsx';

export const newRouter = () =>
  createHashRouter([
    {
      element: <Shell />,
      errorElement: <PageError />,
      // While the first page's chunk is on its way.
      hydrateFallbackElement: <div />,
      children: [
        ...pages.map(({ path, load }) => ({
          path,
          errorElement: <PageError />,
          lazy: async () => ({ Component: await load() }),
        })),
        { path: '*', element: <NotFoundPage /> },
      ],
    },
  ]);
