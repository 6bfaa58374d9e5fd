// The menus of the command bar, loaded when one is first opened.
import { MenuItem } from '@fluentui/react-components';
import type { ReactElement, RefAttributes } from 'react';
import type { NamedRecord } from '../../shared/contracts/connection-schemas.ts';
import { OpenMenu } from '../parts/open-menu.tsx';
import { connectionsText } from '../text/connections.ts';
import type { Command } from './command.ts';
import { useMe } from './use-me.ts';

interface Props {
  /** What opens it; the menu is open at first. */
  readonly button: ReactElement<RefAttributes<HTMLButtonElement>>;
}

interface ConnectProps extends Props {
  /** Told of the record that stands for the person, where it is to be that. */
  readonly onConnect: (me?: NamedRecord) => void;
}

export function ConnectMenu({ button, onConnect }: ConnectProps) {
  const { record: me, reason } = useMe();
  return (
    <OpenMenu button={button}>
      <MenuItem onClick={() => onConnect()}>{connectionsText.toAnother}</MenuItem>
      <MenuItem
        disabled={!me}
        subText={reason ?? me?.name ?? null}
        onClick={() => me && onConnect(me)}
      >
        {connectionsText.toMe}
      </MenuItem>
    </OpenMenu>
  );
}

interface MoreProps extends Props {
  readonly commands: readonly Command[];
}

export function MoreMenu({ button, commands }: MoreProps) {
  return (
    <OpenMenu button={button}>
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
    </OpenMenu>
  );
}
