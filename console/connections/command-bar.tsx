// The commands for a record's connections, in the order of Dynamics 365; narrow windows show a menu.
import {
  Button,
  makeStyles,
  mergeClasses,
  ToggleButton,
  tokens,
  useArrowNavigationGroup,
} from '@fluentui/react-components';
import { ArrowClockwiseRegular } from '@fluentui/react-icons/svg/arrow-clockwise';
import { DeleteRegular } from '@fluentui/react-icons/svg/delete';
import { DocumentCsvRegular } from '@fluentui/react-icons/svg/document-csv';
import { EditRegular } from '@fluentui/react-icons/svg/edit';
import { FilterRegular } from '@fluentui/react-icons/svg/filter';
import { LinkAddRegular } from '@fluentui/react-icons/svg/link-add';
import { MoreHorizontalRegular } from '@fluentui/react-icons/svg/more-horizontal';
import { PauseCircleRegular } from '@fluentui/react-icons/svg/pause-circle';
import { PlayCircleRegular } from '@fluentui/react-icons/svg/play-circle';
import type {
  ConnectionView,
  NamedRecord,
} from '../../shared/contracts/answers/connection-answers.ts';
import { late } from '../base/lazy-part.tsx';
import { useTooNarrowForColumns } from '../base/media-queries.ts';
import { MenuOpener } from '../base/menu-opener.tsx';
import { useMay, useSession } from '../sign-in/use-session.ts';
import { connectionsText } from '../text/connections-text.ts';
import type { Command } from './command-menus.tsx';
import { type Action, applies } from './connection-actions.ts';

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
  /** Opens the dialog, for "To Me" with the user's own record. */
  readonly onConnect: (me?: NamedRecord) => void;
  readonly filterCount: number;
  readonly filtersShown: boolean;
  readonly onFilters: () => void;
}

export function CommandBar(props: Props) {
  const { commands, filterCount } = props;
  const styles = useStyles();
  const narrow = useTooNarrowForColumns();
  const mayWrite = useMay('write');
  const arrows = useArrowNavigationGroup({ axis: 'horizontal' });
  return (
    <div {...arrows} className={styles.bar} role="toolbar" aria-label={connectionsText.commands}>
      {mayWrite && (
        <MenuOpener
          label={connectionsText.connect}
          icon={<LinkAddRegular />}
          showsLabel
          className={styles.button}
        >
          {(button) => <ConnectMenu button={button} onConnect={props.onConnect} />}
        </MenuOpener>
      )}
      {narrow ? (
        <MenuOpener
          label={connectionsText.more}
          icon={<MoreHorizontalRegular />}
          className={styles.button}
        >
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

interface Deeds {
  readonly edit: (connection: ConnectionView) => void;
  /** For the selected connections that the action applies to; `leftOut` counts the others. */
  readonly act: (action: Action, to: readonly ConnectionView[], leftOut: number) => void;
  readonly refresh: () => void;
  readonly exportAll: () => void;
}

/**
 * The commands for the selection, each with the reason why it cannot be used now.
 * @param selected the selected rows, or else the open one
 */
export function useCommands(selected: readonly ConnectionView[], deeds: Deeds): Command[] {
  const { person } = useSession();
  const doer = { sub: person.sub, isAdministrator: person.rights.has('admin') };
  const [first] = selected;
  const acting = (action: Action, icon: Command['icon'], otherwise: string): Command => {
    const to = selected.filter((each) => applies(action, each, doer));
    return {
      label: connectionsText[action],
      icon,
      destroys: action === 'delete',
      reason: !first ? connectionsText.nothingSelected : to.length === 0 ? otherwise : undefined,
      run: () => deeds.act(action, to, selected.length - to.length),
    };
  };
  const writing: Command[] = [
    {
      label: connectionsText.edit,
      icon: <EditRegular />,
      reason: !first
        ? connectionsText.nothingSelected
        : selected.length > 1
          ? connectionsText.oneOnly
          : first.state === 'inactive'
            ? connectionsText.activateFirst
            : undefined,
      run: () => first && deeds.edit(first),
    },
    acting('activate', <PlayCircleRegular />, connectionsText.allActive),
    acting('deactivate', <PauseCircleRegular />, connectionsText.allInactive),
    acting('delete', <DeleteRegular />, connectionsText.notOwner),
  ];
  return [
    ...(person.rights.has('write') ? writing : []),
    { label: connectionsText.refresh, icon: <ArrowClockwiseRegular />, run: deeds.refresh },
    { label: connectionsText.export, icon: <DocumentCsvRegular />, run: deeds.exportAll },
  ];
}
