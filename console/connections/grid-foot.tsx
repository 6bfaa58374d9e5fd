// The foot of the grid: number of rows, number of selected rows, result of the last command.
import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { connectionsText } from '../text/connections-text.ts';

const useStyles = makeStyles({
  foot: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: `${tokens.spacingVerticalXXS} ${tokens.spacingHorizontalL}`,
    minHeight: '40px',
    padding: `0 ${tokens.spacingHorizontalM}`,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    color: tokens.colorNeutralForeground2,
  },
  done: { marginLeft: 'auto' },
});

interface Props {
  readonly loaded: number;
  readonly hasMore: boolean;
  /** How many connections match; undefined if not known. */
  readonly total: number | undefined;
  readonly filtered: boolean;
  readonly ticked: number;
  readonly onUntick: () => void;
  /** Result of the last command as a sentence, or ''. */
  readonly done: string;
}

export function GridFoot({ loaded, hasMore, total, filtered, ticked, onUntick, done }: Props) {
  const styles = useStyles();
  return (
    <div className={styles.foot}>
      <Text size={200}>
        {!hasMore
          ? filtered
            ? connectionsText.countFound(loaded)
            : connectionsText.count(loaded, loaded)
          : total === undefined
            ? connectionsText.countSoFar(loaded)
            : connectionsText.count(loaded, Math.max(loaded, total))}
      </Text>
      {ticked > 0 && (
        <>
          <Text size={200} weight="semibold">
            {connectionsText.selected(ticked)}
          </Text>
          <Button size="small" appearance="subtle" onClick={onUntick}>
            {connectionsText.unselect}
          </Button>
        </>
      )}
      <Text size={200} className={styles.done} role="status">
        {done}
      </Text>
    </div>
  );
}
