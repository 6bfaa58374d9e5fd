// Entry of the console: reads the settings, signs in, then renders the layout with its pages.
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { RouterProvider } from 'react-router';
import { ApiContext, openApi } from './api/console-client.ts';
import { newQueryClient } from './api/read-hooks.ts';
import { NotLoaded } from './base/lazy-part.tsx';
import { ColorScheme } from './layout/color-scheme.tsx';
import { keepFocus } from './layout/focus-keeper.ts';
import { SignedInForOther, StartFailed, Starting } from './layout/start-screens.tsx';
import { newRouter, withTypedAddresses } from './router.tsx';
import { openSession, readSettings } from './sign-in/session.ts';
import { SessionContext } from './sign-in/use-session.ts';

const root = createRoot(document.getElementById('root') as HTMLElement, {
  // The page itself reports what could not be loaded.
  onCaughtError: (error) => error instanceof NotLoaded || console.error(error),
});

async function start(): Promise<void> {
  show(<Starting />);
  try {
    const session = await openSession(await readSettings());
    if (!session) return show(<SignedInForOther />);
    show(
      <QueryClientProvider client={newQueryClient()}>
        <SessionContext value={session}>
          <ApiContext value={openApi(session)}>
            <RouterProvider router={withTypedAddresses(newRouter)} />
          </ApiContext>
        </SessionContext>
      </QueryClientProvider>,
    );
  } catch (error) {
    show(<StartFailed error={error as Error} onRetry={start} />);
  }
}

function show(content: React.ReactNode): void {
  root.render(
    <StrictMode>
      <ColorScheme>{content}</ColorScheme>
    </StrictMode>,
  );
}

keepFocus();
start();
