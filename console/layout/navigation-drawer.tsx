// The navigation as a drawer over the page, for narrow windows.
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
import { layoutText } from '../text/layout-text.ts';
import { Navigation, type NavigationPage } from './navigation.tsx';

const useStyles = makeStyles({
  body: { padding: `0 ${tokens.spacingHorizontalS} ${tokens.spacingVerticalL}` },
});

interface Props {
  readonly pages: readonly NavigationPage[];
  readonly open: boolean;
  readonly onClose: () => void;
}

export default function NavigationDrawer({ pages, open, onClose }: Props) {
  const styles = useStyles();
  return (
    <OverlayDrawer
      size="small"
      open={open}
      onOpenChange={(_, { open: opens }) => !opens && onClose()}
      aria-label={layoutText.navigation}
    >
      <DrawerHeader>
        <DrawerHeaderTitle
          action={
            <Button
              appearance="subtle"
              icon={<DismissRegular />}
              aria-label={layoutText.closeNavigation}
              onClick={onClose}
            />
          }
        >
          {layoutText.product}
        </DrawerHeaderTitle>
      </DrawerHeader>
      <DrawerBody className={styles.body}>
        <nav aria-label={layoutText.navigation}>
          <Navigation pages={pages} onGo={onClose} />
        </nav>
      </DrawerBody>
    </OverlayDrawer>
  );
}
