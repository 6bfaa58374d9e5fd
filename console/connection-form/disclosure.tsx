// The button that opens and closes a part of the form, with a summary of what is closed.
import { Button, makeStyles, Text } from '@fluentui/react-components';
import { ChevronDownRegular } from '@fluentui/react-icons/svg/chevron-down';
import { ChevronRightRegular } from '@fluentui/react-icons/svg/chevron-right';

const useStyles = makeStyles({ button: { justifySelf: 'start', textAlign: 'start' } });

interface Props {
  readonly open: boolean;
  readonly label: string;
  /** '' for none. */
  readonly summary: string;
  readonly onToggle: () => void;
}

export function Disclosure({ open, label, summary, onToggle }: Props) {
  const styles = useStyles();
  return (
    <Button
      className={styles.button}
      appearance="subtle"
      size="small"
      icon={open ? <ChevronDownRegular /> : <ChevronRightRegular />}
      aria-expanded={open}
      onClick={onToggle}
    >
      {label}
      {!open && summary !== '' && <Text size={200}>: {summary}</Text>}
    </Button>
  );
}
