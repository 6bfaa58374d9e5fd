// Beneath the grid: how many rows, how many are selected, and what has just been done.
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
  /** Where the counts tell. */
  readonly total: number | undefined;
  readonly filtered: boolean;
  readonly ticked: number;
  readonly onUntick: () => void;
  /** What has just been done, in a sentence, or ''. */
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
