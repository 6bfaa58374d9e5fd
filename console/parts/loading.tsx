// What stands where something is on its way.
import { makeStyles, Skeleton, SkeletonItem, tokens } from '@fluentui/react-components';
import { commonText } from '../text/common.ts';

const useStyles = makeStyles({
  root: { display: 'grid', gap: tokens.spacingVerticalM, padding: tokens.spacingVerticalM },
});

/** Rows in the make; the reader of a screen hears that it loads. */
export function Loading({ rows = 6 }: { readonly rows?: number }) {
  const styles = useStyles();
  return (
    <Skeleton className={styles.root} aria-label={commonText.loading}>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all alike
        <SkeletonItem key={row} size={24} />
      ))}
    </Skeleton>
  );
}
