// What stands before there is a session: it starts, or could not.
import { Button, makeStyles, Spinner } from '@fluentui/react-components';
import { ErrorCircleRegular } from '@fluentui/react-icons/svg/error-circle';
import { EmptyState } from '../parts/empty-state.tsx';
import { commonText } from '../text/common.ts';
import { shellText } from '../text/shell.ts';

const useStyles = makeStyles({
  root: { display: 'grid', placeContent: 'center', minHeight: '100dvh' },
});

export function Starting() {
  return (
    <main className={useStyles().root}>
      <Spinner label={shellText.starting} />
    </main>
  );
}

/** In a window that another page of the console has opened for signing in; closes by itself. */
export function SignedInForOther() {
  return (
    <main className={useStyles().root}>
      <EmptyState title={shellText.signedInForOther} hint={shellText.signedInForOtherHint} />
    </main>
  );
}

interface Props {
  readonly error: Error;
  readonly onRetry: () => unknown;
}

export function StartFailed({ error, onRetry }: Props) {
  return (
    <main className={useStyles().root} role="alert">
      <EmptyState
        icon={<ErrorCircleRegular />}
        title={shellText.startFailedTitle}
        hint={shellText.startFailed(error.message)}
      >
        <Button appearance="primary" onClick={onRetry}>
          {commonText.retry}
        </Button>
      </EmptyState>
    </main>
  );
}
