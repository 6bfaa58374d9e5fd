// Signing out, which also deletes the user's recent records from this browser.
import { forgetRecentRecords } from '../data/recent-records.ts';
import { useSession } from '../sign-in/use-session.ts';

export function useSignOut() {
  const { person, signOut } = useSession();
  return () => {
    forgetRecentRecords(person.sub);
    return signOut();
  };
}
