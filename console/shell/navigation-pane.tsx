// The navigation beside the page, where there is room.
import { makeStyles, tokens } from '@fluentui/react-components';
import { shellText } from '../text/shell.ts';
import { narrow } from './narrow.ts';
import { Navigation } from './navigation.tsx';

const useStyles = makeStyles({
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
});

export function NavigationPane() {
  return (
    <nav className={useStyles().pane} aria-label={shellText.navigation}>
      <Navigation />
    </nav>
  );
}
