// The frame around every page: header, navigation, the page, and what is asked of the person.
import { makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { Outlet } from 'react-router';
import { Confirm } from '../parts/confirm.tsx';
import { useEnded, useSession } from '../sign-in/use-session.ts';
import { shellText } from '../text/shell.ts';
import { Header } from './header.tsx';
import { NavigationDrawer, NavigationPane } from './navigation-pane.tsx';

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

export function Shell() {
  const styles = useStyles();
  const session = useSession();
  const ended = useEnded();
  const [drawerOpen, setDrawerOpen] = useState(false);
  return (
    <div className={styles.root}>
      <button
        type="button"
        className={styles.skip}
        onClick={() => document.getElementById(main)?.focus()}
      >
        {shellText.skip}
      </button>
      <Header onNavigation={() => setDrawerOpen(true)} />
      <div className={styles.body}>
        <NavigationPane />
        <NavigationDrawer open={drawerOpen} onClose={() => setDrawerOpen(false)} />
        <main id={main} className={styles.main} tabIndex={-1}>
          <Outlet />
        </main>
      </div>
      <Confirm
        open={ended}
        title={shellText.endedTitle}
        confirm={shellText.signIn}
        cancel={shellText.signOut}
        onConfirm={session.signIn}
        onCancel={session.signOut}
      >
        {shellText.ended}
      </Confirm>
    </div>
  );
}
