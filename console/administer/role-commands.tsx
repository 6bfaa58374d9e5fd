// What can be done with a role as a whole: activate, deactivate, delete.
import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { DeleteRegular } from '@fluentui/react-icons/svg/delete';
import { PauseRegular } from '@fluentui/react-icons/svg/pause';
import { PlayRegular } from '@fluentui/react-icons/svg/play';
import { useState } from 'react';
import type { ConnectionRoleSummary } from '../../shared/contracts/count-schemas.ts';
import type { ConnectionRole } from '../../shared/contracts/role-schemas.ts';
import { useChange } from '../api/write-hooks.ts';
import { Confirm } from '../parts/confirm.tsx';
import { RefusalBar } from '../parts/refusal-bar.tsx';
import { administerText } from '../text/administer.ts';
import { DeleteRoleDialog } from './delete-role-dialog.tsx';

const useStyles = makeStyles({
  root: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalXS },
});

interface Props {
  readonly role: ConnectionRole;
  readonly counts: ConnectionRoleSummary | undefined;
  /** Told when it is to be taken off its connections. */
  readonly onClear: () => void;
}

export function RoleCommands({ role, counts, onClear }: Props) {
  const styles = useStyles();
  const [asking, setAsking] = useState<'deactivate' | 'delete' | undefined>();
  const activate = useChange('activateConnectionRole');
  const deactivate = useChange('deactivateConnectionRole');
  const request = { params: { id: role.id }, ifMatch: role.version };
  const close = () => {
    deactivate.reset();
    setAsking(undefined);
  };
  return (
    <div>
      <div className={styles.root}>
        {role.state === 'active' ? (
          <Button
            appearance="subtle"
            icon={<PauseRegular />}
            onClick={() => setAsking('deactivate')}
          >
            {administerText.deactivate}
          </Button>
        ) : (
          <Button
            appearance="subtle"
            icon={<PlayRegular />}
            disabledFocusable={activate.isPending}
            onClick={() => activate.mutate(request)}
          >
            {administerText.activate}
          </Button>
        )}
        <Button appearance="subtle" icon={<DeleteRegular />} onClick={() => setAsking('delete')}>
          {administerText.delete}
        </Button>
      </div>
      <RefusalBar error={activate.error} />
      <Confirm
        open={asking === 'deactivate'}
        title={administerText.deactivateTitle(role.name)}
        confirm={administerText.deactivate}
        busy={deactivate.isPending}
        onConfirm={() => deactivate.mutate(request, { onSuccess: close })}
        onCancel={close}
      >
        {administerText.deactivateAsk(counts?.connections)}
        <RefusalBar error={deactivate.error} />
      </Confirm>
      {asking === 'delete' && (
        <DeleteRoleDialog role={role} counts={counts} onClear={onClear} onClose={close} />
      )}
    </div>
  );
}
