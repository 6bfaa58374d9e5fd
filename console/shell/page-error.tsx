// What stands where a page has failed; the shell around it still works.
import { Button } from '@fluentui/react-components';
import { ErrorCircleRegular } from '@fluentui/react-icons/svg/error-circle';
import { useRouteError } from 'react-router';
import { EmptyState } from '../parts/empty-state.tsx';
import { shellText } from '../text/shell.ts';
import { Page } from './page.tsx';

export function PageError() {
  const error = useRouteError();
  // A chunk that cannot be had: no network, or the console was deployed anew since it was opened.
  const notLoaded = error instanceof TypeError && error.message.includes('module');
  return (
    <Page title={shellText.brokenTitle}>
      <EmptyState
        icon={<ErrorCircleRegular />}
        title={notLoaded ? shellText.notLoaded : shellText.broken}
        hint={String(error)}
      >
        <Button appearance="primary" onClick={() => location.reload()}>
          {shellText.reload}
        </Button>
      </EmptyState>
    </Page>
  );
}
