// A role that matches: both ways, its rank here and there, and how to move and remove it.
import { Badge, Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { ArrowDownRegular } from '@fluentui/react-icons/svg/arrow-down';
import { ArrowUpRegular } from '@fluentui/react-icons/svg/arrow-up';
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss';
import { administerText } from '../text/administer.ts';

const useStyles = makeStyles({
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

interface Props {
  readonly own: string;
  readonly name: string;
  /** How the match stands with the other role. */
  readonly seenThere: string | undefined;
  readonly isActive: boolean;
  readonly isDefault: boolean;
  /** Left out where it cannot go further. */
  readonly onUp: (() => void) | undefined;
  readonly onDown: (() => void) | undefined;
  readonly onRemove: () => void;
}

export function MatchRow(props: Props) {
  const { own, name, seenThere, isActive, isDefault, onUp, onDown, onRemove } = props;
  const styles = useStyles();
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
