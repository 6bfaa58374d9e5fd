// The menus of the command bar, loaded when they are first opened.

import { MenuItem } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import type { NamedRecord } from '../../shared/contracts/answers/connection-answers.ts';
import { isRecordId } from '../../shared/text/record-id.ts';
import { useCall } from '../api/read-hooks.ts';
import type { MenuButton } from '../base/menu-opener.tsx';
import { OpenMenu } from '../base/open-menu.tsx';
import { useUserType } from '../data/all-record-types.tsx';
import { useSession } from '../sign-in/use-session.ts';
import { connectionsText } from '../text/connections-text.ts';

interface Props {
  /** The button that opens the menu, which is open at first. */
  readonly button: MenuButton;
}

interface ConnectProps extends Props {
  /** For "To Me", receives the user's own record. */
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

export interface Command {
  readonly label: string;
  readonly icon: ReactElement;
  readonly run: () => void;
  /** Deletes something permanently. */
  readonly destroys?: boolean;
  /** Why the command cannot be used now. */
  readonly reason?: string | undefined;
}

/**
 * The record of the signed-in user (docs/decisions/0028), or why there is none; neither until known.
 * Users whose sign-in name cannot be the id of a record have none.
 */
function useMe(): { readonly record?: NamedRecord; readonly reason?: string } {
  const { sub } = useSession().person;
  const { type, isKnown } = useUserType();
  const { data, error } = useCall(
    'getRecord',
    { params: { type: type?.type ?? '', id: sub } },
    { enabled: type !== undefined && isRecordId(sub) },
  );
  if (isKnown && !type) return { reason: connectionsText.noMeTypes };
  if (type && (error?.code === 'NotFound' || !isRecordId(sub))) {
    return { reason: connectionsText.noMe(sub, type.displayName) };
  }
  if (error) return { reason: error.message };
  return data ? { record: { type: data.type, id: data.id, name: data.name } } : {};
}
