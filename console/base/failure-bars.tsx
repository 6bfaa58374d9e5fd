// Message bars for failed requests.
import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  makeStyles,
} from '@fluentui/react-components';
import type { LiaisonProblem } from '../../shared/client/liaison-problem.ts';
import { commonText, failureHelp, failureTitles } from '../text/common-text.ts';

const useStyles = makeStyles({ bar: { flexShrink: 0 } });

interface Props {
  readonly what: string;
  readonly error: LiaisonProblem;
  readonly onRetry: () => unknown;
}

export function RestFailure({ what, error, onRetry }: Props) {
  return (
    <MessageBar intent="warning" layout="multiline" className={useStyles().bar}>
      <MessageBarBody>
        {what} {failureTitles[error.code] ?? error.message}
      </MessageBarBody>
      <MessageBarActions>
        <Button onClick={onRetry}>{commonText.retry}</Button>
      </MessageBarActions>
    </MessageBar>
  );
}

/** Nothing when there is no error. */
export function RefusalBar({ error }: { readonly error: LiaisonProblem | null }) {
  if (!error) return null;
  return (
    <MessageBar intent="error" layout="multiline">
      <MessageBarBody>{failureHelp[error.code] ?? error.message}</MessageBarBody>
    </MessageBar>
  );
}
