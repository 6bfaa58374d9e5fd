// React hooks for the session.
import { createContext, useContext, useSyncExternalStore } from 'react';
import { setup } from '../base/required-context.ts';
import type { Right } from './person.ts';
import type { Session } from './session.ts';

export const SessionContext = createContext<Session | undefined>(undefined);

export const useSession = () => setup(useContext(SessionContext));

/** Whether the user has this right; commands that need a missing right are not shown. */
export const useMay = (right: Right) => useSession().person.rights.has(right);

/** Whether the session has expired. */
export function useEnded(): boolean {
  const session = useSession();
  return useSyncExternalStore(session.onEnded, () => session.ended);
}
