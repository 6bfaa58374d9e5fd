// The pages shown for failures and unknown addresses; the layout around them still works.

import { Button } from '@fluentui/react-components';
import { ErrorCircleRegular } from '@fluentui/react-icons/svg/error-circle';
import { useRouteError } from 'react-router';
import { Page } from '../base/page.tsx';
import { PageLink } from '../base/page-link.tsx';
import { EmptyState } from '../base/page-states.tsx';
import { commonText } from '../text/common-text.ts';
import { layoutText } from '../text/layout-text.ts';

export function PageError() {
  const error = useRouteError();
  return (
    <Page title={layoutText.brokenTitle}>
      <EmptyState icon={<ErrorCircleRegular />} title={layoutText.broken} hint={String(error)}>
        <Button appearance="primary" onClick={() => location.reload()}>
          {commonText.reload}
        </Button>
      </EmptyState>
    </Page>
  );
}

export function NotFoundPage() {
  return (
    <Page title={layoutText.notFoundTitle}>
      <EmptyState title={layoutText.notFound}>
        <PageLink to="/">{layoutText.toHome}</PageLink>
      </EmptyState>
    </Page>
  );
}
