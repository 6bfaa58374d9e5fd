// The user menu: name, rights and signing out.
import {
  Menu,
  MenuDivider,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  Text,
  tokens,
} from '@fluentui/react-components';
import { SignOutRegular } from '@fluentui/react-icons/svg/sign-out';
import type { MenuButton } from '../base/menu-opener.tsx';
import { useSession } from '../sign-in/use-session.ts';
import { layoutText } from '../text/layout-text.ts';
import { useSignOut } from './use-sign-out.ts';

const useStyles = makeStyles({
  who: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXXS,
    padding: tokens.spacingHorizontalM,
    maxWidth: '280px',
    overflowWrap: 'anywhere',
  },
  quiet: { color: tokens.colorNeutralForeground2 },
});

export default function PersonMenu({ button }: { readonly button: MenuButton }) {
  const styles = useStyles();
  const { person } = useSession();
  const signOut = useSignOut();
  return (
    <Menu defaultOpen>
      <MenuTrigger disableButtonEnhancement>{button}</MenuTrigger>
      <MenuPopover>
        <div className={styles.who}>
          <Text weight="semibold">{person.name}</Text>
          {person.sub !== person.name && (
            <Text size={200} className={styles.quiet}>
              {person.sub}
            </Text>
          )}
          <Text size={200} className={styles.quiet}>
            {layoutText.mayDo([...person.rights])}
          </Text>
        </div>
        <MenuDivider />
        <MenuList>
          <MenuItem icon={<SignOutRegular />} onClick={signOut}>
            {layoutText.signOut}
          </MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
