// Signing out, and what of the person must not stay behind at this machine.
import { forgetRecentRecords } from '../data/recent-records.ts';
import { useSession } from '../sign-in/use-session.ts';

export function useSignOut() {
  const { person, signOut } = useSession();
  return () => {
    forgetRecentRecords(person.sub);
    return signOut();
  };
}
