// A row of small tags, each with a button that removes it.
import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss';

const useStyles = makeStyles({
  list: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: tokens.spacingHorizontalXS,
    listStyle: 'none',
    margin: 0,
    padding: 0,
    minWidth: 0,
  },
  chip: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalXXS,
    maxWidth: '100%',
    minWidth: 0,
    paddingLeft: tokens.spacingHorizontalS,
    borderRadius: tokens.borderRadiusMedium,
    background: tokens.colorBrandBackground2,
    color: tokens.colorNeutralForeground1,
  },
  text: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  note: { color: tokens.colorNeutralForeground2, marginLeft: tokens.spacingHorizontalXS },
});

interface Chip {
  readonly key: string;
  readonly text: string;
  /** After the text, less prominent. */
  readonly note?: string;
}

interface Props {
  readonly label: string;
  readonly chips: readonly Chip[];
  /** Accessible name of the button. */
  readonly dismissLabel: (text: string) => string;
  readonly onDismiss: (key: string) => void;
}

export function Chips({ label, chips, dismissLabel, onDismiss }: Props) {
  const styles = useStyles();
  return (
    <ul className={styles.list} aria-label={label}>
      {chips.map(({ key, text, note }) => (
        <li key={key} className={styles.chip}>
          <Text size={200} className={styles.text} title={text}>
            {text}
            {note && <span className={styles.note}>{note}</span>}
          </Text>
          <Button
            size="small"
            appearance="transparent"
            icon={<DismissRegular />}
            aria-label={dismissLabel(text)}
            onClick={() => onDismiss(key)}
          />
        </li>
      ))}
    </ul>
  );
}
