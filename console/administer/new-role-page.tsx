// The page that creates a connection role.

import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useChange } from '../api/write-hooks.ts';
import { roleLink, rolesLink } from '../base/addresses.ts';
import { PageLink } from '../base/page-link.tsx';
import { useRoles } from '../data/all-roles.ts';
import { administerText } from '../text/administer-text.ts';
import { AdminPage } from './admin-page.tsx';
import { RoleForm } from './role-form.tsx';
import { blankRole, bodyOf, roleIdFrom } from './typed-role.ts';

export function NewRolePage() {
  return (
    <AdminPage
      title={administerText.newRole}
      above={<PageLink to={rolesLink}>{administerText.roles}</PageLink>}
    >
      <NewRole />
    </AdminPage>
  );
}

function NewRole() {
  const navigate = useNavigate();
  const [typed, setTyped] = useState(blankRole);
  const { items: roles } = useRoles();
  const create = useChange('createConnectionRole');
  const id = typed.id.trim() || roleIdFrom(typed.name);
  return (
    <RoleForm
      value={typed}
      onChange={setTyped}
      untouched={blankRole}
      isNew
      error={create.error}
      busy={create.isPending}
      idTaken={roles.some((role) => role.id === id)}
      onSave={(then, saved) =>
        create.mutate(
          { body: bodyOf(typed, id) },
          {
            onSuccess: (role) => {
              saved();
              navigate(then === 'close' ? rolesLink : roleLink(role.id), { replace: true });
            },
          },
        )
      }
    />
  );
}
