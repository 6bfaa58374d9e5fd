// What stands where something could not be read: what happened, what to do, and a way to try again.
import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { ErrorCircleRegular } from '@fluentui/react-icons/svg/error-circle';
import { PlugDisconnectedRegular } from '@fluentui/react-icons/svg/plug-disconnected';
import type { LiaisonProblem } from '../../shared/client/liaison-problem.ts';
import { commonText, failureHelp, failureTitles } from '../text/common.ts';
import { EmptyState } from './empty-state.tsx';

const useStyles = makeStyles({ id: { color: tokens.colorNeutralForeground3 } });

interface Props {
  readonly error: LiaisonProblem;
  /** Left out: trying again is of no use here. */
  readonly onRetry?: () => unknown;
  /** Titles of codes that mean something particular here. */
  readonly titles?: Partial<Record<LiaisonProblem['code'], string>>;
}

export function ErrorState({ error, onRetry, titles = {} }: Props) {
  const styles = useStyles();
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
