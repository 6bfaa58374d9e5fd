// The commands on a record's connections, in Dynamics' order; in a narrow window most are in a menu.
import {
  Button,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  ToggleButton,
  tokens,
  useArrowNavigationGroup,
} from '@fluentui/react-components';
import { ChevronDownRegular } from '@fluentui/react-icons/svg/chevron-down';
import { FilterRegular } from '@fluentui/react-icons/svg/filter';
import { LinkAddRegular } from '@fluentui/react-icons/svg/link-add';
import { MoreHorizontalRegular } from '@fluentui/react-icons/svg/more-horizontal';
import type { ReactElement } from 'react';
import { useMay } from '../sign-in/use-session.ts';
import { connectionsText } from '../text/connections.ts';
import { useMe } from './use-me.ts';
import { useNarrow } from './use-narrow.ts';

const useStyles = makeStyles({
  bar: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalXXS,
    minHeight: '44px',
    padding: `0 ${tokens.spacingHorizontalXS}`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    overflowX: 'auto',
  },
  button: {
    flexShrink: 0,
    fontWeight: tokens.fontWeightRegular,
    minWidth: 0,
    whiteSpace: 'nowrap',
  },
  end: {
    marginLeft: 'auto',
    flexShrink: 0,
    whiteSpace: 'nowrap',
    fontWeight: tokens.fontWeightRegular,
  },
});

export interface Command {
  readonly label: string;
  readonly icon: ReactElement;
  readonly run: () => void;
  /** Why it cannot be done now. */
  readonly reason?: string | undefined;
}

interface Props {
  readonly commands: readonly Command[];
  /** Opens the dialog: to the record that stands for the person, or to another. */
  readonly onConnect: (to: 'another' | 'me') => void;
  readonly filterCount: number;
  readonly filtersShown: boolean;
  readonly onFilters: () => void;
}

export function CommandBar(props: Props) {
  const { commands, filterCount } = props;
  const styles = useStyles();
  const narrow = useNarrow();
  const mayWrite = useMay('write');
  const arrows = useArrowNavigationGroup({ axis: 'horizontal' });
  return (
    <div {...arrows} className={styles.bar} role="toolbar" aria-label={connectionsText.commands}>
      {mayWrite && <ConnectMenu onConnect={props.onConnect} />}
      {narrow ? (
        <MoreMenu commands={commands} />
      ) : (
        commands.map(({ label, icon, run, reason }) => (
          <Button
            key={label}
            className={styles.button}
            appearance="subtle"
            size="medium"
            icon={icon}
            disabledFocusable={reason !== undefined}
            {...(reason ? { title: reason } : {})}
            onClick={run}
          >
            {label}
          </Button>
        ))
      )}
      <ToggleButton
        className={styles.end}
        appearance="subtle"
        icon={<FilterRegular />}
        checked={props.filtersShown}
        aria-expanded={props.filtersShown}
        onClick={props.onFilters}
      >
        {filterCount > 0 ? connectionsText.filtersOn(filterCount) : connectionsText.filters}
      </ToggleButton>
    </div>
  );
}

function ConnectMenu({ onConnect }: Pick<Props, 'onConnect'>) {
  const styles = useStyles();
  const { record: me, reason } = useMe();
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button
          className={styles.button}
          appearance="subtle"
          icon={<LinkAddRegular />}
          aria-haspopup="menu"
        >
          {connectionsText.connect} <ChevronDownRegular />
        </Button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuItem onClick={() => onConnect('another')}>{connectionsText.toAnother}</MenuItem>
          <MenuItem
            disabled={!me}
            subText={reason ?? me?.name ?? null}
            onClick={() => me && onConnect('me')}
          >
            {connectionsText.toMe}
          </MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

function MoreMenu({ commands }: Pick<Props, 'commands'>) {
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button
          appearance="subtle"
          icon={<MoreHorizontalRegular />}
          aria-label={connectionsText.more}
        />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {commands.map(({ label, icon, run, reason }) => (
            <MenuItem
              key={label}
              icon={icon}
              disabled={reason !== undefined}
              subText={reason ?? null}
              onClick={run}
            >
              {label}
            </MenuItem>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
