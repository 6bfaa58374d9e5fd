// Step 3 of a role: its matching roles in order, and its rank for each of them.
import {
  Badge,
  Button,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  Text,
  tokens,
} from '@fluentui/react-components';
import { ArrowDownRegular } from '@fluentui/react-icons/svg/arrow-down';
import { ArrowUpRegular } from '@fluentui/react-icons/svg/arrow-up';
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss';
import { useRoles } from '../data/all-roles.ts';
import { administerText } from '../text/administer-text.ts';
import { MatchAdder } from './role-match-adder.tsx';
import { Step } from './role-step.tsx';
import { type RoleErrors, self, type TypedRole } from './typed-role.ts';

const useStyles = makeStyles({
  list: { listStyle: 'none', margin: 0, padding: 0, maxWidth: '880px' },
  quiet: { color: tokens.colorNeutralForeground2 },
  gone: { margin: 0, paddingInlineStart: tokens.spacingHorizontalL },
});

interface Props {
  readonly value: TypedRole;
  /** The stored role; undefined for a new one. */
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

const useRowStyles = makeStyles({
  root: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    padding: `${tokens.spacingVerticalS} 0`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  about: { flexGrow: 1, minWidth: 0, overflowWrap: 'anywhere' },
  names: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalS,
  },
  quiet: { color: tokens.colorNeutralForeground2 },
  buttons: { display: 'flex', flexShrink: 0 },
});

interface MatchRowProps {
  readonly own: string;
  readonly name: string;
  /** The rank of this role among the matches of the other one. */
  readonly seenThere: string | undefined;
  readonly isActive: boolean;
  readonly isDefault: boolean;
  /** undefined: cannot be moved further. */
  readonly onUp: (() => void) | undefined;
  readonly onDown: (() => void) | undefined;
  readonly onRemove: () => void;
}

function MatchRow(props: MatchRowProps) {
  const { own, name, seenThere, isActive, isDefault, onUp, onDown, onRemove } = props;
  const styles = useRowStyles();
  return (
    <li className={styles.root}>
      <div className={styles.about}>
        <div className={styles.names}>
          <Text>
            <span className={styles.quiet}>{own} ⇄ </span>
            <Text weight="semibold">{name}</Text>
          </Text>
          {isDefault && (
            <Badge appearance="tint" color="brand">
              {administerText.defaultMatch}
            </Badge>
          )}
          {!isActive && (
            <Badge appearance="tint" color="informative">
              {administerText.states.inactive}
            </Badge>
          )}
        </div>
        {seenThere && (
          <Text size={200} block className={styles.quiet}>
            {seenThere}
          </Text>
        )}
      </div>
      <div className={styles.buttons}>
        <Button
          appearance="subtle"
          icon={<ArrowUpRegular />}
          aria-label={administerText.moveUp(name)}
          disabledFocusable={!onUp}
          onClick={onUp}
        />
        <Button
          appearance="subtle"
          icon={<ArrowDownRegular />}
          aria-label={administerText.moveDown(name)}
          disabledFocusable={!onDown}
          onClick={onDown}
        />
        <Button
          appearance="subtle"
          icon={<DismissRegular />}
          aria-label={administerText.remove(name)}
          onClick={onRemove}
        />
      </div>
    </li>
  );
}
