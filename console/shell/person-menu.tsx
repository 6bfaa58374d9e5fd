// Who is signed in, what they may do, and signing out.
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
import { useSession } from '../sign-in/use-session.ts';
import { shellText } from '../text/shell.ts';
import type { MenuProps } from './header-menu.tsx';
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

export default function PersonMenu({ button }: MenuProps) {
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
            {shellText.mayDo([...person.rights])}
          </Text>
        </div>
        <MenuDivider />
        <MenuList>
          <MenuItem icon={<SignOutRegular />} onClick={signOut}>
            {shellText.signOut}
          </MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
