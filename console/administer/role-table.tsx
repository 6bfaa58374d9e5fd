// Connection roles as a table; each name leads to the role's page.
import { Badge, Link, mergeClasses } from '@fluentui/react-components';
import { useHref } from 'react-router';
import type { ConnectionRole } from '../../shared/contracts/role-schemas.ts';
import { useTypeNames } from '../find/record-types.ts';
import { useRoleNames } from '../find/roles.ts';
import { roleLink } from '../links.ts';
import { administerText } from '../text/administer.ts';
import { categoryName } from '../text/categories.ts';
import { useTableStyles } from './table-styles.ts';

export function RoleTable({ roles }: { readonly roles: readonly ConnectionRole[] }) {
  const styles = useTableStyles();
  const typeNames = useTypeNames();
  const roleName = useRoleNames();
  const wide = mergeClasses(styles.cell, styles.clipped, styles.wide);
  const wideHead = mergeClasses(styles.head, styles.wide);
  return (
    <div className={styles.card}>
      <table className={styles.table} aria-label={administerText.roles}>
        <thead>
          <tr>
            <th className={styles.head}>{administerText.name}</th>
            <th className={wideHead}>{administerText.category}</th>
            <th className={wideHead}>{administerText.recordTypes}</th>
            <th className={wideHead}>{administerText.matches}</th>
            <th className={styles.head} style={{ width: '7rem' }}>
              {administerText.state}
            </th>
          </tr>
        </thead>
        <tbody>
          {roles.map((role) => {
            const types =
              role.recordTypes.length === 0
                ? administerText.allTypes
                : role.recordTypes.map((type) => typeNames(type).one).join(', ');
            const matches = role.matchingRoleIds.map(roleName).join(', ');
            return (
              <tr key={role.id} className={styles.row}>
                <td className={styles.cell}>
                  <RoleName role={role} />
                </td>
                <td className={wide}>{categoryName(role.category)}</td>
                <td className={wide} title={types}>
                  {types}
                </td>
                <td className={wide} title={matches}>
                  {matches}
                </td>
                <td className={styles.cell}>
                  <Badge
                    appearance="tint"
                    color={role.state === 'active' ? 'success' : 'informative'}
                  >
                    {administerText.states[role.state]}
                  </Badge>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function RoleName({ role }: { readonly role: ConnectionRole }) {
  return <Link href={useHref(roleLink(role.id))}>{role.name}</Link>;
}
