// What the service said of a connection as a whole, with the way to the one that exists already.
import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
} from '@fluentui/react-components';
import type { LiaisonProblem } from '../../shared/client/liaison-problem.ts';
import { failureHelp, failureTitles } from '../text/common-text.ts';
import { connectionFormText } from '../text/connection-form-text.ts';

interface Props {
  readonly error: LiaisonProblem;
  /** What happened, in the console's words. */
  readonly sentence: string;
  /** Shows a connection by its id. */
  readonly onShow: (id: string) => void;
}

export function FailureBar({ error, sentence, onShow }: Props) {
  const { code, problem } = error;
  const { existingId } = problem;
  return (
    <MessageBar intent="error" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>
          {failureTitles[code] ?? problem.title ?? connectionFormText.notSaved}
        </MessageBarTitle>
        {failureHelp[code] ?? sentence}
      </MessageBarBody>
      {existingId && (
        <MessageBarActions>
          <Button onClick={() => onShow(existingId)}>{connectionFormText.openExisting}</Button>
        </MessageBarActions>
      )}
    </MessageBar>
  );
}
