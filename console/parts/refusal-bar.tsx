// Why the service did not do what was asked, in the console's words where it has any.
import { MessageBar, MessageBarBody } from '@fluentui/react-components';
import type { LiaisonProblem } from '../../shared/client/liaison-problem.ts';
import { failureHelp } from '../text/common.ts';

/** Nothing when there is no error. */
export function RefusalBar({ error }: { readonly error: LiaisonProblem | null }) {
  if (!error) return null;
  return (
    <MessageBar intent="error" layout="multiline">
      <MessageBarBody>{failureHelp[error.code] ?? error.message}</MessageBarBody>
    </MessageBar>
  );
}
