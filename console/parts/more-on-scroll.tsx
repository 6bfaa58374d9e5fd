// The end of a list that is drawn whole: has more loaded as it comes into view.
import { Spinner } from '@fluentui/react-components';
import { useEffect, useRef } from 'react';
import { commonText } from '../text/common.ts';

interface Props {
  /** How many there are so far: with each page that comes it looks again. */
  readonly loaded: number;
  readonly hasMore: boolean;
  readonly isLoadingMore: boolean;
  readonly onMore: () => unknown;
}

export function MoreOnScroll({ loaded, hasMore, isLoadingMore, onMore }: Props) {
  const mark = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a mark still in view tells nothing anew
  useEffect(() => {
    if (!hasMore || isLoadingMore || !mark.current) return;
    const watch = new IntersectionObserver((seen) => {
      if (seen.some(({ isIntersecting }) => isIntersecting)) onMore();
    });
    watch.observe(mark.current);
    return () => watch.disconnect();
  }, [loaded, hasMore, isLoadingMore]);
  return (
    <div ref={mark} style={{ minHeight: 1 }}>
      {isLoadingMore && <Spinner size="tiny" label={commonText.loadingMore} />}
    </div>
  );
}
