// The commands on the selected connections: what each does, and why it cannot be done now.
import { ArrowClockwiseRegular } from '@fluentui/react-icons/svg/arrow-clockwise';
import { DeleteRegular } from '@fluentui/react-icons/svg/delete';
import { DocumentCsvRegular } from '@fluentui/react-icons/svg/document-csv';
import { EditRegular } from '@fluentui/react-icons/svg/edit';
import { PauseCircleRegular } from '@fluentui/react-icons/svg/pause-circle';
import { PlayCircleRegular } from '@fluentui/react-icons/svg/play-circle';
import type { ConnectionView } from '../../shared/contracts/connection-schemas.ts';
import { useSession } from '../sign-in/use-session.ts';
import { connectionsText } from '../text/connections.ts';
import { type Action, applies } from './actions.ts';
import type { Command } from './command.ts';

interface Deeds {
  readonly edit: (connection: ConnectionView) => void;
  /** To those of the selection that it can be done to; `leftOut` of them it cannot. */
  readonly act: (action: Action, to: readonly ConnectionView[], leftOut: number) => void;
  readonly refresh: () => void;
  readonly exportAll: () => void;
}

/** @param selected the ticked rows, or else the open one */
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
