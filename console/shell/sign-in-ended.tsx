// Says that the sign-in has ended, and leads to a new one without leaving the page.
import { Button } from '@fluentui/react-components';
import { useState } from 'react';
import { Confirm } from '../parts/confirm.tsx';
import { useSession } from '../sign-in/use-session.ts';
import { shellText } from '../text/shell.ts';
import { useSignOut } from './use-sign-out.ts';

export default function SignInEnded() {
  const { person, signIn, signInHere } = useSession();
  const signOut = useSignOut();
  const [failure, setFailure] = useState<string | undefined>();
  const again = () => {
    setFailure(undefined);
    signIn().then(
      (other) => other !== undefined && setFailure(shellText.endedOther(other, person.sub)),
      (error: Error) => setFailure(error.message),
    );
  };
  return (
    <Confirm
      open
      title={shellText.endedTitle}
      confirm={shellText.signIn}
      cancel={shellText.signOut}
      onConfirm={again}
      onCancel={signOut}
    >
      {failure === undefined ? shellText.ended : shellText.endedWindow(failure)}
      {failure !== undefined && (
        <Button appearance="transparent" onClick={signInHere}>
          {shellText.signInHere}
        </Button>
      )}
    </Confirm>
  );
}
