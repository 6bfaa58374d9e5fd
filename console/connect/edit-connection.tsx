// The form that changes a connection.
import {
  Button,
  MessageBar,
  MessageBarBody,
  makeStyles,
  Spinner,
  tokens,
} from '@fluentui/react-components';
import { type ComponentProps, useEffect, useRef } from 'react';
import type { ConnectionView } from '../../shared/contracts/connection-schemas.ts';
import { useTypeNames } from '../find/record-types.ts';
import { useRoleNames } from '../find/roles.ts';
import { useFocusOnWrong } from '../parts/focus-wrong.ts';
import { useMay } from '../sign-in/use-session.ts';
import { connectText } from '../text/connect.ts';
import { ConflictChoice } from './conflict-choice.tsx';
import { ConnectionForm } from './connection-form.tsx';
import { FailureBar } from './failure-bar.tsx';
import { fieldErrors, noErrors, type Sent, sentenceOf } from './refusal.ts';
import { type ConnectionField, typedOf } from './typed-connection.ts';
import { useEdit } from './use-edit.ts';

const useStyles = makeStyles({
  root: { display: 'grid', gap: tokens.spacingVerticalM, minWidth: 0 },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
});

interface Props extends Omit<Parameters<typeof useEdit>[0], 'connection'> {
  readonly connection: ConnectionView;
  /** Told whether something is typed and not saved. */
  readonly onUnsaved: (unsaved: boolean) => void;
  readonly onShow: ComponentProps<typeof FailureBar>['onShow'];
}

export function EditConnection({ connection, side, seen, onUnsaved, onShow, onGone }: Props) {
  const styles = useStyles();
  const mayWrite = useMay('write');
  const roleName = useRoleNames();
  const typeNames = useTypeNames();
  const form = useRef<HTMLFormElement>(null);
  const edit = useEdit({ connection, side, seen, onGone });
  const { typed, changed, failure, conflict, isPending } = edit;
  const { record1: record, record2: other } = connection;

  useEffect(() => onUnsaved(changed), [changed, onUnsaved]);
  useEffect(() => () => onUnsaved(false), [onUnsaved]);
  useFocusOnWrong(form, failure);

  const sent: Sent = {
    ...{ typed, record, other, roleName },
    typeName: (type) => typeNames(type).one,
  };
  const errors = failure ? fieldErrors(failure.problem, sent, side) : noErrors;
  const label = (field: ConnectionField) =>
    ({
      roleThere: connectText.roleThere,
      roleHere: connectText.roleHere(record.name),
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
    return (
      <ConflictChoice
        label={label}
        roleName={roleName}
        latest={conflict.latest}
        theirs={typedOf(conflict.latest)}
        mine={typed}
        choices={conflict.choices}
        onChoose={conflict.choose}
        busy={isPending}
        onSave={conflict.save}
        onDiscard={conflict.discard}
      />
    );
  }
  return (
    <form
      ref={form}
      className={styles.root}
      aria-label={connectText.edit}
      onSubmit={(event) => {
        event.preventDefault();
        edit.save();
      }}
    >
      {reason && (
        <MessageBar intent="info" layout="multiline">
          <MessageBarBody>{reason}</MessageBarBody>
        </MessageBar>
      )}
      {failure && (errors.whole || failure.status === 0) && (
        <FailureBar error={failure} sentence={sentenceOf(failure.problem, sent)} onShow={onShow} />
      )}
      <ConnectionForm
        value={typed}
        onChange={edit.type}
        record={record}
        others={[other]}
        now={connection}
        errors={errors}
        disabled={reason !== undefined}
      />
      {!reason && (
        <div className={styles.actions}>
          <Button
            type="submit"
            appearance="primary"
            disabledFocusable={!changed || isPending}
            icon={isPending ? <Spinner size="tiny" /> : null}
          >
            {connectText.save}
          </Button>
          <Button disabledFocusable={!changed || isPending} onClick={edit.discard}>
            {connectText.discard}
          </Button>
          <span role="status">{edit.saved && connectText.saved}</span>
        </div>
      )}
    </form>
  );
}
