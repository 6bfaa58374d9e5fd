// The error message for a connection as a whole, with a button that shows an existing duplicate.
import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
} from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { LiaisonProblem } from '../../shared/client/liaison-problem.ts';
import { failureHelp, failureTitles } from '../text/common-text.ts';
import { connectionFormText } from '../text/connection-form-text.ts';

interface Props {
  readonly error: LiaisonProblem;
  /** What happened, in the console's own words. */
  readonly sentence: string;
  /** Instead of the sentence. */
  readonly children?: ReactNode;
  /** Shows a connection by its id. */
  readonly onShow: (id: string) => void;
}

export function FailureBar({ error, sentence, children, onShow }: Props) {
  const { code, problem } = error;
  const { existingId } = problem;
  return (
    <MessageBar intent="error" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>
          {failureTitles[code] ?? problem.title ?? connectionFormText.notSaved}
        </MessageBarTitle>
        {children ?? failureHelp[code] ?? sentence}
      </MessageBarBody>
      {existingId && (
        <MessageBarActions>
          <Button onClick={() => onShow(existingId)}>{connectionFormText.openExisting}</Button>
        </MessageBarActions>
      )}
    </MessageBar>
  );
}
