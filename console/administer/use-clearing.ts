// Whether a role is being taken off its connections, followed until it is gone.
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { ConnectionRole } from '../../shared/contracts/role-schemas.ts';
import { usePages } from '../api/read-hooks.ts';

/** How often it is looked at while it goes on, in ms. */
const every = 1500;

const followed = ['getConnectionRole', 'getConnectionRoleSummary', 'listConnectionRoleHistory'];

/** Its history, newest first. */
export const useRoleHistory = (id: string, enabled = true) =>
  usePages('listConnectionRoleHistory', { params: { id }, query: { limit: 50 } }, { enabled });

/** `begin` says that it was just asked for: its history tells of it only a moment later. */
export function useClearing(id: string, role: ConnectionRole | undefined) {
  const client = useQueryClient();
  const [asked, setAsked] = useState(false);
  const [latest] = useRoleHistory(id, role !== undefined).items;
  // Whoever activates a role ends its clearing.
  const isClearing = role?.state === 'inactive' && (asked || latest?.event === 'clearing');
  useEffect(() => {
    if (!isClearing) return;
    const timer = setInterval(() => {
      for (const name of followed) client.invalidateQueries({ queryKey: [name] });
    }, every);
    return () => clearInterval(timer);
  }, [isClearing, client]);
  return { isClearing, begin: () => setAsked(true) };
}
