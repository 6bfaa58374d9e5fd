// What stands at an address that no page has.
import { Link } from '@fluentui/react-components';
import { useHref } from 'react-router';
import { EmptyState } from '../parts/empty-state.tsx';
import { shellText } from '../text/shell.ts';
import { Page } from './page.tsx';

export function NotFoundPage() {
  const home = useHref('/');
  return (
    <Page title={shellText.notFoundTitle}>
      <EmptyState title={shellText.notFound}>
        <Link href={home}>{shellText.toHome}</Link>
      </EmptyState>
    </Page>
  );
}
