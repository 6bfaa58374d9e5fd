// A page for administrators; tells other users why they cannot see it.
import { LockClosedRegular } from '@fluentui/react-icons/svg/lock-closed';
import type { ComponentProps } from 'react';
import { Page } from '../base/page.tsx';
import { EmptyState } from '../base/page-states.tsx';
import type { Right } from '../sign-in/person.ts';
import { useSession } from '../sign-in/use-session.ts';
import { administerText } from '../text/administer-text.ts';

interface Props extends ComponentProps<typeof Page> {
  /** Rights that the page requires. Default: `admin`. */
  readonly needs?: readonly Right[];
}

export function AdminPage({ needs = ['admin'], ...page }: Props) {
  const { rights } = useSession().person;
  const missing = needs.filter((right) => !rights.has(right));
  if (missing.length === 0) return <Page {...page} />;
  return (
    <Page title={page.title}>
      <EmptyState
        icon={<LockClosedRegular />}
        title={administerText.refusedTitle}
        hint={administerText.refused(missing)}
      />
    </Page>
  );
}
