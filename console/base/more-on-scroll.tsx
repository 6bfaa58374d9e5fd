// The end of a list that is drawn whole: has more loaded as it comes into view.
import { Spinner } from '@fluentui/react-components';
import { useEffect, useRef } from 'react';
import type { LiaisonProblem } from '../../shared/client/liaison-problem.ts';
import { commonText } from '../text/common-text.ts';
import { RestFailure } from './failure-bars.tsx';

interface Props {
  /** How many there are so far: with each page that comes it looks again. */
  readonly loaded: number;
  readonly hasMore: boolean;
  readonly isLoadingMore: boolean;
  readonly onMore: () => unknown;
  /** Why more could not be had: shown, and not asked for again but by a click. */
  readonly error: LiaisonProblem | null;
}

export function MoreOnScroll({ loaded, hasMore, isLoadingMore, onMore, error }: Props) {
  const mark = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a mark still in view tells nothing anew
  useEffect(() => {
    if (!hasMore || isLoadingMore || error || !mark.current) return;
    const watch = new IntersectionObserver((seen) => {
      if (seen.some(({ isIntersecting }) => isIntersecting)) onMore();
    });
    watch.observe(mark.current);
    return () => watch.disconnect();
  }, [loaded, hasMore, isLoadingMore, error]);
  return (
    <div ref={mark} style={{ minHeight: 1 }}>
      {isLoadingMore && <Spinner size="tiny" label={commonText.loadingMore} />}
      {error && !isLoadingMore && (
        <RestFailure what={commonText.notMore} error={error} onRetry={onMore} />
      )}
    </div>
  );
}
