// The form that changes a connection: only over the version that one saw.
import {
  Button,
  MessageBar,
  MessageBarBody,
  makeStyles,
  Spinner,
  tokens,
} from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import type { ConnectionView } from '../../shared/contracts/connections.ts';
import { ApiError } from '../api/api-error.ts';
import { useChange } from '../api/changes.ts';
import { useApi } from '../api/queries.ts';
import { useRoles } from '../find/roles.ts';
import { useMay } from '../sign-in/use-session.ts';
import { connectText } from '../text/connect.ts';
import { type Choices, conflicting, firstChoices, merged } from './conflict.ts';
import { ConflictChoice } from './conflict-choice.tsx';
import { ConnectionForm } from './connection-form.tsx';
import { FailureBar } from './failure-bar.tsx';
import { fieldErrors, noErrors } from './field-errors.ts';
import {
  type ConnectionField,
  changedFields,
  patchOf,
  type TypedConnection,
  typedOf,
} from './typed-connection.ts';

const useStyles = makeStyles({
  root: { display: 'grid', gap: tokens.spacingVerticalM, minWidth: 0 },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
});

interface Props {
  /** As it was last read, seen from the record one looks from. */
  readonly connection: ConnectionView;
  /** Which side of the connection, as it was created, that record is. */
  readonly side: 'record1' | 'record2';
  /** Sees a connection, as the service answers it, from that record. */
  readonly seen: (connection: ConnectionView) => ConnectionView;
  /** Told whether something is typed and not saved. */
  readonly onUnsaved: (unsaved: boolean) => void;
  readonly onShow: (id: string) => void;
  /** Told when it turns out to have been deleted. */
  readonly onGone: () => void;
}

interface Conflict {
  readonly latest: ConnectionView;
  readonly choices: Choices;
}

export function EditConnection({ connection, side, seen, onUnsaved, onShow, onGone }: Props) {
  const styles = useStyles();
  const api = useApi();
  const mayWrite = useMay('write');
  const { items: roles } = useRoles();
  /** What the form began with: a later reading does not change it under somebody's hands. */
  const [base, setBase] = useState(connection);
  const [typed, setTyped] = useState(() => typedOf(connection));
  const [failure, setFailure] = useState<ApiError | undefined>();
  const [conflict, setConflict] = useState<Conflict | undefined>();
  const [saved, setSaved] = useState(false);
  const patch = useChange('patchConnection');
  const changed = changedFields(typedOf(base), typed).length > 0;

  useEffect(() => onUnsaved(changed), [changed, onUnsaved]);
  useEffect(() => () => onUnsaved(false), [onUnsaved]);
  useEffect(() => {
    if (connection.version <= base.version || changed) return;
    setBase(connection);
    setTyped(typedOf(connection));
  }, [connection, base, changed]);

  function begin(from: ConnectionView) {
    setBase(from);
    setTyped(typedOf(from));
    setConflict(undefined);
    setFailure(undefined);
  }

  async function save(from: ConnectionView, wanted: TypedConnection) {
    if (patch.isPending) return;
    setFailure(undefined);
    setSaved(false);
    try {
      const body = patchOf(typedOf(from), wanted, side);
      if (Object.keys(body).length > 0) {
        begin(
          seen(await patch.mutateAsync({ params: { id: from.id }, body, ifMatch: from.version })),
        );
      } else begin(from);
      setSaved(true);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.code === 'PreconditionFailed') await compare(wanted);
      else if (error.code === 'NotFound') onGone();
      else {
        // Back to the form: there the fields are that the service speaks of.
        if (conflict) {
          setBase(from);
          setTyped(wanted);
          setConflict(undefined);
        }
        setFailure(error);
      }
    }
  }

  async function compare(mine: TypedConnection) {
    try {
      const latest = seen(await api.call('getConnection', { params: { id: base.id } }));
      // What was wanted is there: the answer to an earlier try was lost on the way.
      if (conflicting(typedOf(latest), mine).length === 0) {
        begin(latest);
        setSaved(true);
        return;
      }
      const choices = firstChoices(typedOf(base), typedOf(latest), mine);
      setTyped(mine);
      setConflict({ latest, choices });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.code === 'NotFound') onGone();
      else setFailure(error);
    }
  }

  const errors = failure ? fieldErrors(failure.problem, side) : noErrors;
  const label = (field: ConnectionField) =>
    ({
      roleThere: connectText.roleThere,
      roleHere: connectText.roleHere(connection.record1.name),
      description: connectText.description,
      effectiveStart: connectText.start,
      effectiveEnd: connectText.end,
      ownerId: connectText.owner,
    })[field];
  const reason = !mayWrite
    ? connectText.mayNotWrite
    : connection.state === 'inactive'
      ? connectText.inactive
      : undefined;

  if (conflict) {
    const theirs = typedOf(conflict.latest);
    return (
      <ConflictChoice
        label={label}
        roleName={(id) => roles.find((role) => role.id === id)?.name ?? id}
        latest={conflict.latest}
        theirs={theirs}
        mine={typed}
        choices={conflict.choices}
        onChoose={(choices) => setConflict({ ...conflict, choices })}
        busy={patch.isPending}
        onSave={() => save(conflict.latest, merged(theirs, typed, conflict.choices))}
        onDiscard={() => begin(conflict.latest)}
      />
    );
  }
  return (
    <form
      className={styles.root}
      aria-label={connectText.edit}
      onSubmit={(event) => {
        event.preventDefault();
        save(base, typed);
      }}
    >
      {reason && (
        <MessageBar intent="info" layout="multiline">
          <MessageBarBody>{reason}</MessageBarBody>
        </MessageBar>
      )}
      {failure && (errors.whole || failure.status === 0) && (
        <FailureBar error={failure} onShow={onShow} />
      )}
      <ConnectionForm
        value={typed}
        onChange={(next) => {
          setTyped(next);
          setFailure(undefined);
          setSaved(false);
        }}
        record={connection.record1}
        others={[connection.record2]}
        now={connection}
        errors={errors}
        disabled={reason !== undefined}
      />
      {!reason && (
        <div className={styles.actions}>
          <Button
            type="submit"
            appearance="primary"
            disabledFocusable={!changed || patch.isPending}
            icon={patch.isPending ? <Spinner size="tiny" /> : null}
          >
            {connectText.save}
          </Button>
          <Button disabledFocusable={!changed || patch.isPending} onClick={() => begin(connection)}>
            {connectText.discard}
          </Button>
          <span role="status">{saved && !changed && connectText.saved}</span>
        </div>
      )}
    </form>
  );
}
