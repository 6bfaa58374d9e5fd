// The end of a list, which loads more when it scrolls into view.
import { Spinner } from '@fluentui/react-components';
import { useEffect, useRef } from 'react';
import type { LiaisonProblem } from '../../shared/client/liaison-problem.ts';
import { commonText } from '../text/common-text.ts';
import { RestFailure } from './failure-bars.tsx';

interface Props {
  /** Number of loaded items: a change checks the position again. */
  readonly loaded: number;
  readonly hasMore: boolean;
  readonly isLoadingMore: boolean;
  readonly onMore: () => unknown;
  /** Why more could not be loaded: shown with a button to try again. */
  readonly error: LiaisonProblem | null;
}

export function MoreOnScroll({ loaded, hasMore, isLoadingMore, onMore, error }: Props) {
  const mark = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a mark that stays in view fires no event
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
