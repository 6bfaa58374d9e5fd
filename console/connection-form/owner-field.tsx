// The owner of a connection, by sign-in name. There is no user directory, so the field suggests known
// names: the user, the current owner, owners of loaded connections, and records that represent users.

import { Combobox, Field, makeStyles, Option } from '@fluentui/react-components';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ConnectionView } from '../../shared/contracts/answers/connection-answers.ts';
import { foldText } from '../../shared/text/fold-text.ts';
import { useCall } from '../api/read-hooks.ts';
import { wrong } from '../base/form-errors.ts';
import { useDelayed } from '../base/typed-text.ts';
import { useUserType } from '../data/all-record-types.tsx';
import { useSession } from '../sign-in/use-session.ts';
import { connectionFormText } from '../text/connection-form-text.ts';

const useStyles = makeStyles({ root: { width: '100%', minWidth: 0 }, list: { maxHeight: '40vh' } });

interface Props {
  readonly value: string;
  readonly onChange: (ownerId: string) => void;
  /** The current owner; undefined for a new connection. */
  readonly now: string | undefined;
  readonly error: string | undefined;
  readonly disabled?: boolean;
}

export function OwnerField({ value, onChange, now, error, disabled = false }: Props) {
  const styles = useStyles();
  const { sub } = useSession().person;
  // The initial value does not filter: all names are suggested until the user types.
  const [typed, setTyped] = useState('');
  const users = useUsers(typed.trim());
  const seen = useSeenOwners();
  const notes = new Map<string, string>();
  for (const { id, name } of users) notes.set(id, name);
  for (const id of seen) if (!notes.has(id)) notes.set(id, connectionFormText.ownerSeen);
  if (now !== undefined) notes.set(now, connectionFormText.ownerNow);
  notes.set(sub, connectionFormText.ownerMe);
  const wanted = foldText(typed.trim());
  const offered = [sub, ...(now === undefined ? [] : [now]), ...notes.keys()].filter(
    (id, at, all) => {
      const text = foldText(`${id} ${notes.get(id)}`);
      return all.indexOf(id) === at && text.includes(wanted);
    },
  );
  return (
    <Field label={connectionFormText.owner} hint={connectionFormText.ownerHint} {...wrong(error)}>
      <Combobox
        className={styles.root}
        listbox={{ className: styles.list }}
        freeform
        value={value}
        selectedOptions={[value]}
        disabled={disabled}
        autoComplete="off"
        onChange={({ target }) => {
          setTyped(target.value);
          onChange(target.value.slice(0, 256));
        }}
        onOptionSelect={(_, { optionValue }) => {
          setTyped('');
          if (optionValue !== undefined) onChange(optionValue);
        }}
        onOpenChange={(_, { open }) => !open && setTyped('')}
      >
        {offered.map((id) => (
          <Option key={id} value={id} text={id}>
            {`${id} · ${notes.get(id)}`}
          </Option>
        ))}
        {offered.length === 0 && (
          <Option value={value} text={value}>
            {connectionFormText.ownerTyped(value)}
          </Option>
        )}
      </Combobox>
    </Field>
  );
}

/** Records that represent users, by words of the name; none if no such record type exists. */
function useUsers(name: string) {
  const { type } = useUserType();
  const search = useDelayed(name.trim());
  const { data } = useCall(
    'listRecords',
    {
      params: { type: type?.type ?? '' },
      query: { search: search || undefined, limit: 10 },
    },
    { enabled: type !== undefined, keepPrevious: true },
  );
  return data?.items ?? [];
}

type Pages = { readonly pages: readonly { readonly items: readonly ConnectionView[] }[] };

/** Those of the most connections first; ten at most. */
function useSeenOwners(): string[] {
  const counts = new Map<string, number>();
  const lists = useQueryClient().getQueriesData<Pages>({ queryKey: ['listConnectionsOfRecord'] });
  for (const [, list] of lists) {
    for (const { ownerId } of list?.pages.flatMap(({ items }) => items) ?? []) {
      counts.set(ownerId, (counts.get(ownerId) ?? 0) + 1);
    }
  }
  const most = [...counts].sort(([, one], [, other]) => other - one);
  return most.slice(0, 10).map(([ownerId]) => ownerId);
}
