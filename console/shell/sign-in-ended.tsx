// Says that the sign-in has ended, and leads to a new one.
import { Confirm } from '../parts/confirm.tsx';
import { useSession } from '../sign-in/use-session.ts';
import { shellText } from '../text/shell.ts';

export default function SignInEnded() {
  const { signIn, signOut } = useSession();
  return (
    <Confirm
      open
      title={shellText.endedTitle}
      confirm={shellText.signIn}
      cancel={shellText.signOut}
      onConfirm={signIn}
      onCancel={signOut}
    >
      {shellText.ended}
    </Confirm>
  );
}
