// The screens before the session exists: starting, and failed to start.
import { Button, makeStyles, Spinner } from '@fluentui/react-components';
import { ErrorCircleRegular } from '@fluentui/react-icons/svg/error-circle';
import { EmptyState } from '../base/page-states.tsx';
import { commonText } from '../text/common-text.ts';
import { layoutText } from '../text/layout-text.ts';

const useStyles = makeStyles({
  root: { display: 'grid', placeContent: 'center', minHeight: '100dvh' },
});

export function Starting() {
  return (
    <main className={useStyles().root}>
      <Spinner label={layoutText.starting} />
    </main>
  );
}

/** In the window that another page opened for signing in; it closes automatically. */
export function SignedInForOther() {
  return (
    <main className={useStyles().root}>
      <EmptyState title={layoutText.signedInForOther} hint={layoutText.signedInForOtherHint} />
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
        title={layoutText.startFailedTitle}
        hint={layoutText.startFailed(error.message)}
      >
        <Button appearance="primary" onClick={onRetry}>
          {commonText.retry}
        </Button>
      </EmptyState>
    </main>
  );
}
