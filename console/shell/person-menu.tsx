// Who is signed in, what they may do, and signing out.
import {
  Avatar,
  Button,
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

export function PersonMenu() {
  const styles = useStyles();
  const { person, signOut } = useSession();
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button
          appearance="subtle"
          shape="circular"
          icon={<Avatar name={person.name} size={28} color="colorful" aria-hidden />}
          aria-label={shellText.person(person.name)}
          title={person.name}
        />
      </MenuTrigger>
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
