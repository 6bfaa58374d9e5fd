// Step 3 of a role: the roles that match it, in order, as both sides will see it.
import {
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  Text,
  tokens,
} from '@fluentui/react-components';
import { useRoles } from '../find/roles.ts';
import { administerText } from '../text/administer.ts';
import { MatchAdder } from './match-adder.tsx';
import { MatchRow } from './match-row.tsx';
import { Step } from './step.tsx';
import { type RoleErrors, self, type TypedRole } from './typed-role.ts';

const useStyles = makeStyles({
  list: { listStyle: 'none', margin: 0, padding: 0, maxWidth: '880px' },
  quiet: { color: tokens.colorNeutralForeground2 },
  gone: { margin: 0, paddingInlineStart: tokens.spacingHorizontalL },
});

interface Props {
  readonly value: TypedRole;
  /** As it is in the service; none when it is new. */
  readonly before: TypedRole | undefined;
  readonly errors: RoleErrors;
  readonly onChange: (part: Partial<TypedRole>) => void;
}

export function MatchingStep({ value, before, errors, onChange }: Props) {
  const styles = useStyles();
  const { items: roles } = useRoles();
  const ownId = before ? value.id : self;
  const own = value.name.trim() || administerText.role;
  const matches = value.matchingRoleIds;
  const roleOf = (id: string) => roles.find((role) => role.id === id && id !== ownId);
  const nameOf = (id: string) => (id === ownId ? administerText.itself : (roleOf(id)?.name ?? id));
  const isActive = (id: string) => id === ownId || roleOf(id)?.state === 'active';
  const first = matches.find(isActive);
  const put = (next: readonly string[]) => onChange({ matchingRoleIds: next });
  const move = (at: number, by: number) => {
    const next = matches.filter((_, place) => place !== at);
    next.splice(at + by, 0, matches[at] as string);
    put(next);
  };
  const gone = (before?.matchingRoleIds ?? []).filter((id) => !matches.includes(id));
  const seenThere = (id: string) => {
    const other = roleOf(id);
    if (!other) return undefined;
    const rank = other.matchingRoleIds.indexOf(ownId) + 1;
    return rank === 0
      ? administerText.willMatch(own, other.name)
      : administerText.ranksThere(own, other.name, rank, other.matchingRoleIds.length);
  };
  return (
    <Step number={3} heading={administerText.chooseMatches} hint={administerText.chooseMatchesHint}>
      {matches.length === 0 ? (
        <Text className={styles.quiet}>{administerText.noMatches}</Text>
      ) : (
        <ol className={styles.list} aria-label={administerText.matches}>
          {matches.map((id, at) => (
            <MatchRow
              key={id}
              own={own}
              name={nameOf(id)}
              seenThere={seenThere(id)}
              isActive={isActive(id)}
              isDefault={id === first}
              onUp={at > 0 ? () => move(at, -1) : undefined}
              onDown={at < matches.length - 1 ? () => move(at, 1) : undefined}
              onRemove={() => put(matches.filter((each) => each !== id))}
            />
          ))}
        </ol>
      )}
      <MatchAdder
        own={{ id: ownId, name: own }}
        roles={roles}
        taken={matches}
        error={errors.matchingRoleIds}
        onAdd={(id) => put([...matches, id])}
      />
      {gone.length > 0 && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>{administerText.unmatchedTitle}</MessageBarTitle>
            <ul className={styles.gone}>
              {gone.map((id) => (
                <li key={id}>{administerText.unmatched(own, nameOf(id))}</li>
              ))}
            </ul>
          </MessageBarBody>
        </MessageBar>
      )}
    </Step>
  );
}
