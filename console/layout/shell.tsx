// The layout around every page: header, navigation, and dialogs that can appear anywhere.
import { makeStyles, tokens } from '@fluentui/react-components';
import { Suspense, useState } from 'react';
import { Outlet } from 'react-router';
import { Late, late } from '../base/lazy-part.tsx';
import { narrow } from '../base/media-queries.ts';
import { UnsavedForms } from '../base/unsaved-input.tsx';
import { useEnded } from '../sign-in/use-session.ts';
import { layoutText } from '../text/layout-text.ts';
import { Header } from './header.tsx';
import { Navigation, type NavigationPage } from './navigation.tsx';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', height: '100dvh' },
  body: { display: 'flex', flexGrow: 1, minHeight: 0 },
  main: {
    flexGrow: 1,
    minWidth: 0,
    overflowY: 'auto',
    background: tokens.colorNeutralBackground2,
    outlineStyle: 'none',
  },
  pane: {
    width: '232px',
    flexShrink: 0,
    overflowY: 'auto',
    boxSizing: 'border-box',
    padding: tokens.spacingHorizontalS,
    background: tokens.colorNeutralBackground1,
    borderRight: `1px solid ${tokens.colorNeutralStroke2}`,
    [narrow]: { display: 'none' },
  },
  skip: {
    position: 'absolute',
    zIndex: 1000,
    padding: tokens.spacingHorizontalM,
    background: tokens.colorNeutralBackground1,
    color: tokens.colorBrandForegroundLink,
    ':not(:focus)': { transform: 'translateY(-200%)' },
  },
});

const main = 'page';

// Rarely needed parts are loaded on demand.
const NavigationDrawer = late(() => import('./navigation-drawer.tsx'));
const SignInEnded = late(() => import('./sign-in-ended.tsx'));

export function Shell({ pages }: { readonly pages: readonly NavigationPage[] }) {
  const styles = useStyles();
  const ended = useEnded();
  // Stays mounted after closing, so that the closing animation is shown.
  const [drawer, setDrawer] = useState<'open' | 'closed' | undefined>();
  return (
    <div className={styles.root}>
      <button
        type="button"
        className={styles.skip}
        onClick={() => document.getElementById(main)?.focus()}
      >
        {layoutText.skip}
      </button>
      <Header onNavigation={() => setDrawer('open')} />
      <div className={styles.body}>
        <nav className={styles.pane} aria-label={layoutText.navigation}>
          <Navigation pages={pages} />
        </nav>
        <main id={main} className={styles.main} tabIndex={-1}>
          <Suspense>
            <Outlet />
          </Suspense>
        </main>
      </div>
      <Late onGiveUp={() => setDrawer(undefined)}>
        {drawer && (
          <NavigationDrawer
            pages={pages}
            open={drawer === 'open'}
            onClose={() => setDrawer('closed')}
          />
        )}
      </Late>
      <UnsavedForms />
      <Late>{ended && <SignInEnded />}</Late>
    </div>
  );
}
