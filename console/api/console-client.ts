// The console's client of the service: at the page's own origin, with the token of the session.
import { createContext, useContext } from 'react';
import { type Client, createClient } from '../../shared/client/create-client.ts';
import { setup } from '../base/required-context.ts';
import type { Session } from '../sign-in/session.ts';

export const ApiContext = createContext<Client | undefined>(undefined);

/** The client; inside the shell only. */
export const useApi = () => setup(useContext(ApiContext));

/**
 * When the sign-in has ended, an operation waits, as long as that takes, for the person to sign in
 * again and then continues: nothing that was typed is lost. It does not retry: React Query does that
 * for reads, and people do it for writes.
 */
export function openApi(session: Session): Client {
  return createClient({
    url: '',
    attempts: 1,
    async getToken(refusals) {
      // The service may know sooner than the console that a token has expired.
      const needsPerson = refusals > 1 || (refusals === 1 && !(await session.renew()));
      if (needsPerson) await session.end();
      return session.token();
    },
  });
}
