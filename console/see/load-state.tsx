// How far the loading of a record's connections is, and that there are more than are loaded.
import {
  MessageBar,
  MessageBarBody,
  makeStyles,
  ProgressBar,
  Text,
  tokens,
} from '@fluentui/react-components';
import { seeText } from '../text/see.ts';
import { connectionCap, type useAllConnections } from './all-connections.ts';

const useStyles = makeStyles({
  root: { padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalL}` },
});

type Loaded = Pick<
  ReturnType<typeof useAllConnections>,
  'items' | 'total' | 'isCapped' | 'isComplete' | 'error'
>;

/** Nothing once all have come. */
export function LoadState({ items, total, isCapped, isComplete, error }: Loaded) {
  const styles = useStyles();
  if (isCapped) {
    return (
      <div className={styles.root}>
        <MessageBar intent="warning">
          <MessageBarBody>{seeText.capped(connectionCap)}</MessageBarBody>
        </MessageBar>
      </div>
    );
  }
  if (isComplete || error) return null;
  const text = seeText.loadingSome(items.length, total);
  return (
    <div className={styles.root}>
      <Text size={200}>{text}</Text>
      <ProgressBar
        aria-label={text}
        {...(total === undefined
          ? {}
          : { value: items.length, max: Math.max(total, items.length) })}
      />
    </div>
  );
}
