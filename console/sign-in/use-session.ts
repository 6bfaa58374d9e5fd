// The session in React.
import { createContext, useContext, useSyncExternalStore } from 'react';
import { setup } from '../base/required-context.ts';
import type { Right } from './person.ts';
import type { Session } from './session.ts';

export const SessionContext = createContext<Session | undefined>(undefined);

export const useSession = () => setup(useContext(SessionContext));

/** Whether the person may do what needs this right; what they may not is not offered. */
export const useMay = (right: Right) => useSession().person.rights.has(right);

/** Whether the sign-in has ended. */
export function useEnded(): boolean {
  const session = useSession();
  return useSyncExternalStore(session.onEnded, () => session.ended);
}
