// The commands for a role: activate, deactivate, delete.
import {
  Button,
  Field,
  MessageBar,
  MessageBarBody,
  makeStyles,
  Radio,
  RadioGroup,
  Text,
  tokens,
} from '@fluentui/react-components';
import { DeleteRegular } from '@fluentui/react-icons/svg/delete';
import { PauseRegular } from '@fluentui/react-icons/svg/pause';
import { PlayRegular } from '@fluentui/react-icons/svg/play';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { LiaisonProblem } from '../../shared/client/liaison-problem.ts';
import type { ConnectionRoleSummary } from '../../shared/contracts/answers/count-answers.ts';
import type { ConnectionRole } from '../../shared/contracts/role-schemas.ts';
import { useChange } from '../api/write-hooks.ts';
import { rolesLink } from '../base/addresses.ts';
import { Confirm } from '../base/confirm.tsx';
import { RefusalBar } from '../base/failure-bars.tsx';
import { administerText } from '../text/administer-text.ts';
import { failureHelp } from '../text/common-text.ts';

const useStyles = makeStyles({
  root: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalXS },
});

interface Props {
  readonly role: ConnectionRole;
  readonly counts: ConnectionRoleSummary | undefined;
  /** Called when the removal of the role from its connections has started. */
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

const useDialogStyles = makeStyles({
  root: { display: 'grid', gap: tokens.spacingVerticalM },
  hint: { color: tokens.colorNeutralForeground2 },
});

interface DeleteRoleProps {
  readonly role: ConnectionRole;
  readonly counts: ConnectionRoleSummary | undefined;
  readonly onClear: () => void;
  readonly onClose: () => void;
}

type Policy = 'restrict' | 'clear';

function DeleteRoleDialog({ role, counts, onClear, onClose }: DeleteRoleProps) {
  const styles = useDialogStyles();
  const navigate = useNavigate();
  const [policy, setPolicy] = useState<Policy>('restrict');
  const remove = useChange('deleteConnectionRole');
  const inUse = counts?.connections;
  const choice = (label: string, hint: string) => (
    <>
      {label}
      <Text block size={200} className={styles.hint}>
        {hint}
      </Text>
    </>
  );
  return (
    <Confirm
      open
      destroys
      title={administerText.deleteTitle(role.name)}
      confirm={administerText.delete}
      busy={remove.isPending}
      onCancel={onClose}
      onConfirm={() =>
        remove.mutate(
          { params: { id: role.id }, query: { policy }, ifMatch: role.version },
          {
            onSuccess: () => {
              onClose();
              if (policy === 'clear') onClear();
              else navigate(rolesLink, { replace: true });
            },
          },
        )
      }
    >
      <div className={styles.root}>
        <Text>{administerText.deleteRole(inUse)}</Text>
        <Field>
          <RadioGroup
            aria-label={administerText.deleteTitle(role.name)}
            value={policy}
            onChange={(_, { value }) => {
              remove.reset();
              setPolicy(value as Policy);
            }}
          >
            <Radio
              value="restrict"
              label={choice(administerText.restrict, administerText.restrictHint(inUse))}
            />
            <Radio
              value="clear"
              label={choice(administerText.clear, administerText.clearHint(inUse))}
            />
          </RadioGroup>
        </Field>
        {remove.error && (
          <MessageBar intent="error" layout="multiline">
            <MessageBarBody>{messageOf(remove.error)}</MessageBarBody>
          </MessageBar>
        )}
      </div>
    </Confirm>
  );
}

function messageOf({ code, message, problem }: LiaisonProblem): string {
  if (code === 'ConnectionRoleInUse') return administerText.refusedInUse(problem.count ?? 0);
  return failureHelp[code] ?? message;
}
