// Leads from a role back to all of them.
import { Link } from '@fluentui/react-components';
import { useHref } from 'react-router';
import { rolesLink } from '../links.ts';
import { administerText } from '../text/administer.ts';

export function RolesLink() {
  return <Link href={useHref(rolesLink)}>{administerText.roles}</Link>;
}
