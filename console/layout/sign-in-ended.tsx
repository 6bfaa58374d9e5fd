// The dialog for an expired session: signs in again without leaving the page.
import { Button } from '@fluentui/react-components';
import { useState } from 'react';
import { Confirm } from '../base/confirm.tsx';
import { useSession } from '../sign-in/use-session.ts';
import { layoutText } from '../text/layout-text.ts';
import { useSignOut } from './use-sign-out.ts';

export default function SignInEnded() {
  const { person, signIn, signInHere } = useSession();
  const signOut = useSignOut();
  const [failure, setFailure] = useState<string | undefined>();
  const again = () => {
    setFailure(undefined);
    signIn().then(
      (other) => other !== undefined && setFailure(layoutText.endedOther(other, person.sub)),
      (error: Error) => setFailure(error.message),
    );
  };
  return (
    <Confirm
      open
      title={layoutText.endedTitle}
      confirm={layoutText.signIn}
      cancel={layoutText.signOut}
      onConfirm={again}
      onCancel={signOut}
    >
      {failure === undefined ? layoutText.ended : layoutText.endedWindow(failure)}
      {failure !== undefined && (
        <Button appearance="transparent" onClick={signInHere}>
          {layoutText.signInHere}
        </Button>
      )}
    </Confirm>
  );
}
