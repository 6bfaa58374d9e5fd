// Asks how a role is to be deleted, with what that does, and says what went wrong.
import {
  Field,
  MessageBar,
  MessageBarBody,
  makeStyles,
  Radio,
  RadioGroup,
  Text,
  tokens,
} from '@fluentui/react-components';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { LiaisonProblem } from '../../shared/client/liaison-problem.ts';
import type { ConnectionRoleSummary } from '../../shared/contracts/count-schemas.ts';
import type { ConnectionRole } from '../../shared/contracts/role-schemas.ts';
import { useChange } from '../api/write-hooks.ts';
import { rolesLink } from '../links.ts';
import { Confirm } from '../parts/confirm.tsx';
import { administerText } from '../text/administer.ts';
import { failureHelp } from '../text/common.ts';

const useStyles = makeStyles({
  root: { display: 'grid', gap: tokens.spacingVerticalM },
  hint: { color: tokens.colorNeutralForeground2 },
});

interface Props {
  readonly role: ConnectionRole;
  readonly counts: ConnectionRoleSummary | undefined;
  readonly onClear: () => void;
  readonly onClose: () => void;
}

type Policy = 'restrict' | 'clear';

export function DeleteRoleDialog({ role, counts, onClear, onClose }: Props) {
  const styles = useStyles();
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
