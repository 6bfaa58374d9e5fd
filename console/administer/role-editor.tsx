// Edits an existing role: sends only the changed fields, and fails if someone else changed the role.
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { ConnectionRoleSummary } from '../../shared/contracts/answers/count-answers.ts';
import type { ConnectionRole } from '../../shared/contracts/role-schemas.ts';
import { useChange } from '../api/write-hooks.ts';
import { rolesLink } from '../base/addresses.ts';
import { typedSince } from '../base/unsaved-input.tsx';
import { RoleForm } from './role-form.tsx';
import { bodyOf, isSame, typedOf } from './typed-role.ts';

interface Props {
  /** The stored role; updates are taken over while there are no unsaved changes. */
  readonly role: ConnectionRole;
  readonly counts: ConnectionRoleSummary | undefined;
}

export function RoleEditor({ role, counts }: Props) {
  const navigate = useNavigate();
  const [base, setBase] = useState(role);
  const [typed, setTyped] = useState(() => typedOf(role));
  const patch = useChange('patchConnectionRole');
  const begin = (from: ConnectionRole) => {
    setBase(from);
    setTyped(typedOf(from));
  };
  if (role.version > base.version && isSame(typed, typedOf(base))) begin(role);
  // The state is not part of the form: it has its own commands.
  if (role.version > base.version && isSame(typedOf(role), typedOf(base))) setBase(role);
  return (
    <RoleForm
      value={typed}
      onChange={setTyped}
      untouched={typedOf(base)}
      isNew={false}
      counts={counts}
      error={patch.error}
      busy={patch.isPending}
      onLoadCurrent={() => {
        patch.reset();
        begin(role);
      }}
      onSave={(then, saved) =>
        patch.mutate(
          { params: { id: role.id }, body: changesOf(), ifMatch: base.version },
          {
            onSuccess: (now) => {
              if (then === 'close') saved();
              setBase(now);
              setTyped((later) => typedSince(typed, later, typedOf(now)));
              if (then === 'close') navigate(rolesLink);
            },
          },
        )
      }
    />
  );

  /** Only the fields that differ. */
  function changesOf() {
    const { id: _, ...now } = bodyOf(typed, role.id);
    const { id: __, ...before } = bodyOf(typedOf(base), role.id);
    return Object.fromEntries(
      Object.entries(now).filter(
        ([key, value]) =>
          JSON.stringify(value) !== JSON.stringify(before[key as keyof typeof before]),
      ),
    ) as Partial<typeof now>;
  }
}
