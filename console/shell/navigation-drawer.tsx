// The navigation over the page, where there is no room beside it.
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
import { Navigation } from './navigation.tsx';

const useStyles = makeStyles({
  body: { padding: `0 ${tokens.spacingHorizontalS} ${tokens.spacingVerticalL}` },
});

interface Props {
  readonly open: boolean;
  readonly onClose: () => void;
}

export default function NavigationDrawer({ open, onClose }: Props) {
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
