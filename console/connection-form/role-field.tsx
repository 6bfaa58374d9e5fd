// The field for a role of a connection, and the roles that can be selected in it.
import { Button, Field, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useQueries } from '@tanstack/react-query';
import type { LiaisonProblem } from '../../shared/client/liaison-problem.ts';
import type { ConnectionRole } from '../../shared/contracts/role-schemas.ts';
import { useApi } from '../api/console-client.ts';
import { keyOf } from '../api/read-hooks.ts';
import { Choice, type ChoiceGroup } from '../base/searchable-choice.tsx';
import { categoryName } from '../text/category-text.ts';
import { connectionFormText } from '../text/connection-form-text.ts';

const useStyles = makeStyles({
  valid: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalXS,
    marginTop: tokens.spacingVerticalXS,
  },
});

interface Props {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly groups: readonly ChoiceGroup[];
  /** The roles of this side, for the names of `validRoleIds`. */
  readonly roles: readonly ConnectionRole[];
  readonly value: string;
  /** Name of the value if it is not among the options. */
  readonly valueText?: string | undefined;
  readonly onChange: (roleId: string) => void;
  readonly error: string | undefined;
  readonly validRoleIds: readonly string[] | undefined;
  readonly disabled?: boolean;
}

export function RoleField(props: Props) {
  const { label, hint, error, validRoleIds = [], roles, onChange } = props;
  const styles = useStyles();
  const nameOf = (id: string) => roles.find((role) => role.id === id)?.name ?? id;
  return (
    <div>
      <Field
        label={label}
        {...(hint && !error ? { hint } : {})}
        {...(error ? { validationState: 'error', validationMessage: error } : {})}
      >
        <Choice
          groups={props.groups}
          value={props.value}
          valueText={props.valueText}
          onChange={onChange}
          none={connectionFormText.noRole}
          noneFits={connectionFormText.noRoleFits}
          disabled={props.disabled ?? false}
        />
      </Field>
      {validRoleIds.length > 0 && (
        <div className={styles.valid}>
          <Text size={200}>{connectionFormText.wouldMatch}</Text>
          {validRoleIds.map((id) => (
            <Button
              key={id}
              size="small"
              aria-label={connectionFormText.use(nameOf(id))}
              onClick={() => onChange(id)}
            >
              {nameOf(id)}
            </Button>
          ))}
        </div>
      )}
    </div>
  );
}

interface Roles {
  /** Roles that the service accepts for all of the types, ordered by name. */
  readonly roles: readonly ConnectionRole[];
  readonly settled: boolean;
  readonly error: LiaisonProblem | null;
}

/** Active roles that are allowed for each of these record types. */
export function useRolesFor(types: readonly string[]): Roles {
  const api = useApi();
  const different = [...new Set(types)];
  const results = useQueries({
    queries: different.map((recordType) => {
      const query = { recordType, state: 'active', limit: 100 } as const;
      return {
        queryKey: [...keyOf('listConnectionRoles', { query }), 'all'],
        queryFn: async ({ signal }: { signal: AbortSignal }) => {
          const roles: ConnectionRole[] = [];
          let cursor: string | undefined;
          do {
            const asked = cursor === undefined ? query : { ...query, cursor };
            const page = await api.listConnectionRoles({ query: asked, signal });
            roles.push(...page.items);
            cursor = page.nextCursor;
          } while (cursor !== undefined);
          return roles;
        },
      };
    }),
  });
  const lists = results.map(({ data }) => data ?? []);
  const [first = [], ...others] = lists;
  return {
    roles: first.filter(({ id }) => others.every((list) => list.some((role) => role.id === id))),
    settled: results.every(({ isSuccess }) => isSuccess),
    error: (results.find(({ error }) => error)?.error ?? null) as LiaisonProblem | null,
  };
}

/** Whether the service accepts both roles together: they match, or neither has matching roles. */
export const goTogether = (one: ConnectionRole, other: ConnectionRole) =>
  one.matchingRoleIds.includes(other.id) ||
  (one.matchingRoleIds.length === 0 && other.matchingRoleIds.length === 0);

/** The role that is filled in for the other record: the first match that is allowed there. */
export function defaultMatch(
  role: ConnectionRole | undefined,
  others: readonly ConnectionRole[],
): string | undefined {
  return role?.matchingRoleIds.find((id) => others.some((other) => other.id === id));
}

const optionOf = ({ id, name, category }: ConnectionRole) => ({
  value: id,
  text: name,
  note: categoryName(category),
});

/**
 * Roles to select from: first those that match the other side's role, or, while that is empty, those
 * with any match there.
 */
export function roleGroups(
  roles: readonly ConnectionRole[],
  other: ConnectionRole | undefined,
  others: readonly ConnectionRole[],
): ChoiceGroup[] {
  const fits = (role: ConnectionRole) =>
    other
      ? goTogether(role, other)
      : role.matchingRoleIds.length === 0 || defaultMatch(role, others) !== undefined;
  const matching = roles.filter(fits);
  const rest = roles.filter((role) => !fits(role));
  // In the order of the other role, whose first match is the default.
  if (other) {
    const order = other.matchingRoleIds;
    matching.sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id));
  }
  return [
    { label: rest.length > 0 ? connectionFormText.matching : '', options: matching.map(optionOf) },
    { label: connectionFormText.otherRoles, options: rest.map(optionOf) },
  ].filter(({ options }) => options.length > 0);
}
