// The fields of a new or existing connection; each role can be filled in from the other one.
import { Field, Input, makeStyles, Text, Textarea, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import type {
  ConnectionView,
  NamedRecord,
} from '../../shared/contracts/answers/connection-answers.ts';
import { connectionFormText } from '../text/connection-form-text.ts';
import type { AttributeRules } from './attribute-rules.ts';
import { AttributesSection } from './attributes-section.tsx';
import type { FieldErrors } from './connection-refusal.ts';
import { DateField } from './date-field.tsx';
import { Disclosure } from './disclosure.tsx';
import { MorePart } from './more-part.tsx';
import { OwnerField } from './owner-field.tsx';
import { defaultMatch, goTogether, RoleField, roleGroups, useRolesFor } from './role-field.tsx';
import type { TypedConnection } from './typed-connection.ts';

const useStyles = makeStyles({
  form: { display: 'grid', gap: tokens.spacingVerticalM },
  dates: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(136px, 1fr))',
    gap: tokens.spacingHorizontalM,
    alignItems: 'start',
  },
  failure: { color: tokens.colorStatusDangerForeground3 },
});

interface Props {
  readonly value: TypedConnection;
  readonly onChange: (value: TypedConnection) => void;
  /** The record whose page this is. */
  readonly record: NamedRecord;
  /** The connected records; while empty, their role cannot be selected. */
  readonly others: readonly NamedRecord[];
  /** The stored connection, for names of roles that can no longer be selected. */
  readonly now?: ConnectionView;
  /** What the chosen roles say about attributes. */
  readonly rules: AttributeRules | undefined;
  readonly errors: FieldErrors;
  readonly disabled?: boolean;
}

export function ConnectionForm(props: Props) {
  const { value, onChange, record, others, now, rules, errors, disabled = false } = props;
  const styles = useStyles();
  const [details, setDetails] = useState(now !== undefined);
  const [byHand, setByHand] = useState(false);
  const here = useRolesFor([record.type]);
  const there = useRolesFor(others.map(({ type }) => type));
  const change = (part: Partial<TypedConnection>) => onChange({ ...value, ...part });
  const roleOf = (roles: typeof here.roles, id: string) => roles.find((role) => role.id === id);
  const { fields, validRoleIds } = errors;

  function chooseThere(connectedRole: string) {
    const role = roleOf(there.roles, connectedRole);
    const own = roleOf(here.roles, value.ownRole);
    const keeps = byHand || (role && own && goTogether(role, own));
    const filled = keeps ? value.ownRole : (defaultMatch(role, here.roles) ?? '');
    change({ connectedRole, ownRole: filled });
  }

  function chooseHere(ownRole: string) {
    setByHand(ownRole !== '');
    const role = roleOf(here.roles, ownRole);
    const filled = value.connectedRole || (defaultMatch(role, there.roles) ?? '');
    change({ ownRole, connectedRole: filled });
  }

  const [first] = others;
  const hint = !first
    ? connectionFormText.chooseFirst
    : others.length > 1
      ? connectionFormText.roleThereHintMany(record.name)
      : connectionFormText.roleThereHint(first.name, record.name);
  const detailsOpen = details || fields.ownRole !== undefined;
  const ownRoleSummary =
    value.ownRole === ''
      ? ''
      : `${connectionFormText.ownRole(record.name)} – ${roleOf(here.roles, value.ownRole)?.name ?? value.ownRole}`;
  return (
    <div className={styles.form}>
      <RoleField
        label={connectionFormText.connectedRole}
        hint={hint}
        roles={there.roles}
        groups={roleGroups(
          there.roles,
          byHand ? roleOf(here.roles, value.ownRole) : undefined,
          here.roles,
        )}
        value={value.connectedRole}
        valueText={nowName(now?.record2RoleId, now?.record2RoleName, value.connectedRole)}
        onChange={chooseThere}
        error={fields.connectedRole}
        validRoleIds={validRoleIds.connectedRole}
        disabled={disabled || !first}
      />
      {(here.error || there.error) && (
        <Text className={styles.failure} role="alert">
          {connectionFormText.rolesFailed}
        </Text>
      )}
      <Field
        label={connectionFormText.connectionTitle}
        hint={connectionFormText.titleHint}
        {...(fields.title ? { validationState: 'error', validationMessage: fields.title } : {})}
      >
        <Input
          maxLength={200}
          value={value.title}
          disabled={disabled}
          onChange={(_, { value: title }) => change({ title })}
        />
      </Field>
      <Field
        label={connectionFormText.description}
        {...(fields.description
          ? { validationState: 'error', validationMessage: fields.description }
          : {})}
      >
        <Textarea
          resize="vertical"
          maxLength={2000}
          value={value.description}
          disabled={disabled}
          onChange={(_, { value: description }) => change({ description })}
        />
      </Field>
      <div className={styles.dates}>
        <DateField
          label={connectionFormText.start}
          value={value.effectiveStart}
          onChange={(effectiveStart) => change({ effectiveStart })}
          error={fields.effectiveStart}
          disabled={disabled}
        />
        <DateField
          label={connectionFormText.end}
          value={value.effectiveEnd}
          onChange={(effectiveEnd) => change({ effectiveEnd })}
          error={fields.effectiveEnd}
          disabled={disabled}
        />
      </div>
      {rules && (
        <AttributesSection
          value={value}
          onChange={onChange}
          rules={rules}
          errors={fields}
          disabled={disabled}
        />
      )}
      <OwnerField
        value={value.ownerId}
        onChange={(ownerId) => change({ ownerId })}
        now={now?.ownerId}
        error={fields.ownerId}
        disabled={disabled}
      />
      {now === undefined && (
        <Disclosure
          open={detailsOpen}
          label={connectionFormText.details}
          summary={ownRoleSummary}
          onToggle={() => setDetails(!detailsOpen)}
        />
      )}
      {detailsOpen && (
        <RoleField
          label={connectionFormText.ownRole(record.name)}
          hint={now === undefined ? connectionFormText.roleHereHint : undefined}
          roles={here.roles}
          groups={roleGroups(here.roles, roleOf(there.roles, value.connectedRole), there.roles)}
          value={value.ownRole}
          valueText={nowName(now?.record1RoleId, now?.record1RoleName, value.ownRole)}
          onChange={chooseHere}
          error={fields.ownRole}
          validRoleIds={validRoleIds.ownRole}
          disabled={disabled}
        />
      )}
      <MorePart
        value={value}
        onChange={onChange}
        hasRules={rules !== undefined}
        errors={fields}
        disabled={disabled}
      />
    </div>
  );
}

const nowName = (
  id: string | null | undefined,
  name: string | null | undefined,
  chosen: string,
): string | undefined => (id === chosen && name ? name : undefined);
