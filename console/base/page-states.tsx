// What a page shows instead of content: empty, error and loading states.
import {
  Button,
  makeStyles,
  Skeleton,
  SkeletonItem,
  Text,
  tokens,
} from '@fluentui/react-components';
import { ErrorCircleRegular } from '@fluentui/react-icons/svg/error-circle';
import { PlugDisconnectedRegular } from '@fluentui/react-icons/svg/plug-disconnected';
import type { ReactNode } from 'react';
import type { LiaisonProblem } from '../../shared/client/liaison-problem.ts';
import { commonText, failureHelp, failureTitles } from '../text/common-text.ts';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    gap: tokens.spacingVerticalS,
    padding: `${tokens.spacingVerticalXXXL} ${tokens.spacingHorizontalL}`,
    textAlign: 'center',
  },
  icon: { fontSize: '40px', lineHeight: 1, color: tokens.colorNeutralForeground3 },
  hint: { color: tokens.colorNeutralForeground2, maxWidth: '60ch' },
  actions: { display: 'flex', gap: tokens.spacingHorizontalS, marginTop: tokens.spacingVerticalS },
});

interface Props {
  readonly icon?: ReactNode;
  readonly title: string;
  readonly hint?: string | undefined;
  /** Buttons or links. */
  readonly children?: ReactNode;
}

export function EmptyState({ icon, title, hint, children }: Props) {
  const styles = useStyles();
  return (
    <div className={styles.root}>
      {icon && (
        <span className={styles.icon} aria-hidden>
          {icon}
        </span>
      )}
      <Text size={400} weight="semibold">
        {title}
      </Text>
      {hint && <Text className={styles.hint}>{hint}</Text>}
      {children && <div className={styles.actions}>{children}</div>}
    </div>
  );
}

const useErrorStateStyles = makeStyles({ id: { color: tokens.colorNeutralForeground3 } });

interface ErrorStateProps {
  readonly error: LiaisonProblem;
  /** Left out if trying again cannot help. */
  readonly onRetry?: () => unknown;
  /** Titles for codes that have a special meaning here. */
  readonly titles?: Partial<Record<LiaisonProblem['code'], string>>;
}

export function ErrorState({ error, onRetry, titles = {} }: ErrorStateProps) {
  const styles = useErrorStateStyles();
  const { code, problem } = error;
  const title = titles[code] ?? failureTitles[code] ?? problem.title ?? code;
  return (
    <div role="alert">
      <EmptyState
        icon={code === 'Unreachable' ? <PlugDisconnectedRegular /> : <ErrorCircleRegular />}
        title={title}
        hint={failureHelp[code] ?? error.message}
      >
        {onRetry && (
          <Button appearance="primary" onClick={onRetry}>
            {commonText.retry}
          </Button>
        )}
      </EmptyState>
      {code === 'InternalError' && problem.requestId && (
        <Text block align="center" size={200} className={styles.id}>
          {commonText.requestId(problem.requestId)}
        </Text>
      )}
    </div>
  );
}

const useLoadingStyles = makeStyles({
  root: { display: 'grid', gap: tokens.spacingVerticalM, padding: tokens.spacingVerticalM },
});

/** Skeleton rows; screen readers announce that the page is loading. */
export function Loading({ rows = 6 }: { readonly rows?: number }) {
  const styles = useLoadingStyles();
  return (
    <Skeleton className={styles.root} aria-label={commonText.loading}>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all alike
        <SkeletonItem key={row} size={24} />
      ))}
    </Skeleton>
  );
}
