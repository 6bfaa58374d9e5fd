// The form that edits a connection.
import {
  Button,
  MessageBar,
  MessageBarBody,
  makeStyles,
  Spinner,
  tokens,
} from '@fluentui/react-components';
import { type ComponentProps, useEffect, useRef, useState } from 'react';
import type { ConnectionView } from '../../shared/contracts/answers/connection-answers.ts';
import { useFocusOnWrong } from '../base/form-errors.ts';
import { useTypeNames } from '../data/all-record-types.tsx';
import { useRoleNames } from '../data/all-roles.ts';
import { useMay } from '../sign-in/use-session.ts';
import { connectionFormText } from '../text/connection-form-text.ts';
import { attributeLabel } from '../text/format.ts';
import { attributeErrors } from './attribute-rules.ts';
import { ConflictChoice } from './conflict-choice.tsx';
import { FailureBar } from './connection-failure-bar.tsx';
import { ConnectionForm } from './connection-form.tsx';
import { fieldErrors, noErrors, type Sent, sentenceOf, withFields } from './connection-refusal.ts';
import { LimitList } from './limit-list.tsx';
import { type ConnectionField, typedOf } from './typed-connection.ts';
import { useAttributeRules } from './use-attribute-rules.ts';
import { useEdit } from './use-connection-edit.ts';

const useStyles = makeStyles({
  root: { display: 'grid', gap: tokens.spacingVerticalM, minWidth: 0 },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
});

interface Props extends Omit<Parameters<typeof useEdit>[0], 'connection'> {
  readonly connection: ConnectionView;
  /** Receives whether there are unsaved changes. */
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
  const { typed, before, changed, failure, conflict, isPending } = edit;
  /** How often the user tried to save. */
  const [tried, setTried] = useState(0);
  const { record1: record, record2: other } = connection;

  useEffect(() => onUnsaved(changed), [changed, onUnsaved]);
  useEffect(() => () => onUnsaved(false), [onUnsaved]);
  useFocusOnWrong(form, failure);
  useFocusOnWrong(form, tried);

  const sent: Sent = {
    ...{ typed, record, other, roleName },
    typeName: (type) => typeNames(type).one,
  };
  const rules = useAttributeRules(typed);
  const refused = failure ? fieldErrors(failure.problem, sent, side) : noErrors;
  const unfit = attributeErrors(rules, typed, before);
  const errors = tried > 0 ? withFields(refused, unfit) : refused;
  const labels: Partial<Record<ConnectionField, string>> = {
    connectedRole: connectionFormText.connectedRole,
    ownRole: connectionFormText.ownRole(record.name),
    title: connectionFormText.connectionTitle,
    description: connectionFormText.description,
    effectiveStart: connectionFormText.start,
    effectiveEnd: connectionFormText.end,
    ownerId: connectionFormText.owner,
    externalId: connectionFormText.externalId,
  };
  const label = (field: ConnectionField) =>
    labels[field] ?? attributeLabel(field.slice('attributes.'.length));
  const reason = !mayWrite
    ? connectionFormText.mayNotWrite
    : connection.state === 'inactive'
      ? connectionFormText.inactive
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
      aria-label={connectionFormText.edit}
      onSubmit={(event) => {
        event.preventDefault();
        setTried(tried + 1);
        if (Object.keys(unfit).length === 0) edit.save();
      }}
    >
      {reason && (
        <MessageBar intent="info" layout="multiline">
          <MessageBarBody>{reason}</MessageBarBody>
        </MessageBar>
      )}
      {failure && (errors.whole || failure.status === 0) && (
        <FailureBar error={failure} sentence={sentenceOf(failure.problem, sent)} onShow={onShow}>
          {failure.code === 'ConnectionLimitReached' ? (
            <>
              <LimitList problem={failure.problem} refused={{ ...typed, record, other }} />
              {connectionFormText.limit.edit}
            </>
          ) : undefined}
        </FailureBar>
      )}
      <ConnectionForm
        value={typed}
        onChange={edit.type}
        record={record}
        others={[other]}
        now={connection}
        rules={rules}
        errors={errors}
        disabled={reason !== undefined}
      />
      {!reason && (
        <div className={styles.actions}>
          <Button
            type="submit"
            appearance="primary"
            disabledFocusable={!changed || isPending}
            icon={isPending ? <Spinner size="tiny" aria-hidden /> : null}
          >
            {connectionFormText.save}
          </Button>
          <Button disabledFocusable={!changed || isPending} onClick={edit.discard}>
            {connectionFormText.discard}
          </Button>
          <span role="status">{edit.saved && connectionFormText.saved}</span>
        </div>
      )}
    </form>
  );
}
