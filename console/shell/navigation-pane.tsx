// Where the navigation stands: beside the page, or over it when there is no room.
import {
  Button,
  DrawerBody,
  DrawerHeader,
  DrawerHeaderTitle,
  makeStyles,
  OverlayDrawer,
  tokens,
} from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss';
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
  body: { padding: `0 ${tokens.spacingHorizontalS} ${tokens.spacingVerticalL}` },
});

export function NavigationPane() {
  return (
    <nav className={useStyles().pane} aria-label={shellText.navigation}>
      <Navigation />
    </nav>
  );
}

interface Props {
  readonly open: boolean;
  readonly onClose: () => void;
}

export function NavigationDrawer({ open, onClose }: Props) {
  const styles = useStyles();
  return (
    <OverlayDrawer
      size="small"
      open={open}
      onOpenChange={(_, { open: opens }) => !opens && onClose()}
      aria-label={shellText.navigation}
    >
      <DrawerHeader>
        <DrawerHeaderTitle
          action={
            <Button
              appearance="subtle"
              icon={<DismissRegular />}
              aria-label={shellText.closeNavigation}
              onClick={onClose}
            />
          }
        >
          {shellText.product}
        </DrawerHeaderTitle>
      </DrawerHeader>
      <DrawerBody className={styles.body}>
        <nav aria-label={shellText.navigation}>
          <Navigation onGo={onClose} />
        </nav>
      </DrawerBody>
    </OverlayDrawer>
  );
}
