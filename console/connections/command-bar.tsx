// The commands on a record's connections, in Dynamics' order; in a narrow window most are in a menu.
import {
  Button,
  makeStyles,
  mergeClasses,
  ToggleButton,
  tokens,
  useArrowNavigationGroup,
} from '@fluentui/react-components';
import { ChevronDownRegular } from '@fluentui/react-icons/svg/chevron-down';
import { FilterRegular } from '@fluentui/react-icons/svg/filter';
import { LinkAddRegular } from '@fluentui/react-icons/svg/link-add';
import { MoreHorizontalRegular } from '@fluentui/react-icons/svg/more-horizontal';
import { type ReactElement, type RefAttributes, useState } from 'react';
import type { NamedRecord } from '../../shared/contracts/connection-schemas.ts';
import { Late, late } from '../parts/late.tsx';
import { useMay } from '../sign-in/use-session.ts';
import { connectionsText } from '../text/connections.ts';
import type { Command } from './command.ts';
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
  destroys: {
    color: tokens.colorStatusDangerForeground3,
    '& .fui-Button__icon': { color: tokens.colorStatusDangerForeground3 },
  },
  end: {
    marginLeft: 'auto',
    flexShrink: 0,
    whiteSpace: 'nowrap',
    fontWeight: tokens.fontWeightRegular,
  },
});

interface Props {
  readonly commands: readonly Command[];
  /** Opens the dialog; with the record that stands for the person, where it is to be that. */
  readonly onConnect: (me?: NamedRecord) => void;
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
      {mayWrite && (
        <MenuOpener label={connectionsText.connect} icon={<LinkAddRegular />}>
          {(button) => <ConnectMenu button={button} onConnect={props.onConnect} />}
        </MenuOpener>
      )}
      {narrow ? (
        <MenuOpener label={connectionsText.more} icon={<MoreHorizontalRegular />} iconOnly>
          {(button) => <MoreMenu button={button} commands={commands} />}
        </MenuOpener>
      ) : (
        commands.map(({ label, icon, run, reason, destroys }) => (
          <Button
            key={label}
            className={mergeClasses(styles.button, destroys && !reason && styles.destroys)}
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

const ConnectMenu = late(async () => ({
  default: (await import('./command-menus.tsx')).ConnectMenu,
}));
const MoreMenu = late(async () => ({ default: (await import('./command-menus.tsx')).MoreMenu }));

interface OpenerProps {
  readonly label: string;
  readonly icon: ReactElement;
  readonly iconOnly?: boolean;
  /** The menu of the button, open. */
  readonly children: (button: ReactElement<RefAttributes<HTMLButtonElement>>) => ReactElement;
}

/** A button whose menu comes when it is first wanted. */
function MenuOpener({ label, icon, iconOnly = false, children }: OpenerProps) {
  const styles = useStyles();
  const [wanted, setWanted] = useState(false);
  const button = (
    <Button
      className={styles.button}
      appearance="subtle"
      icon={icon}
      {...(iconOnly ? { 'aria-label': label } : {})}
      {...(wanted ? {} : { 'aria-haspopup': 'menu' as const, onClick: () => setWanted(true) })}
    >
      {iconOnly ? null : (
        <>
          {label} <ChevronDownRegular />
        </>
      )}
    </Button>
  );
  if (!wanted) return button;
  return (
    <Late fallback={button} onGiveUp={() => setWanted(false)}>
      {children(button)}
    </Late>
  );
}
