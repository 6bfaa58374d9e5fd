// What stands where a page has failed; the shell around it still works.
import { Button } from '@fluentui/react-components';
import { ErrorCircleRegular } from '@fluentui/react-icons/svg/error-circle';
import { useRouteError } from 'react-router';
import { EmptyState } from '../parts/empty-state.tsx';
import { commonText } from '../text/common.ts';
import { shellText } from '../text/shell.ts';
import { Page } from './page.tsx';

export function PageError() {
  const error = useRouteError();
  return (
    <Page title={shellText.brokenTitle}>
      <EmptyState icon={<ErrorCircleRegular />} title={shellText.broken} hint={String(error)}>
        <Button appearance="primary" onClick={() => location.reload()}>
          {commonText.reload}
        </Button>
      </EmptyState>
    </Page>
  );
}
