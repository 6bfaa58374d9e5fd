// The records that were opened last, kept by this browser for each person.
import { useState } from 'react';
import type { NamedRecord } from '../../shared/contracts/connection-schemas.ts';
import { kept } from '../base/stored-value.ts';
import { useSession } from '../sign-in/use-session.ts';

const atMost = 10;

const keptFor = (sub: string) =>
  kept<readonly NamedRecord[]>(`liaison.recent.${sub}`, [], Array.isArray);

const isSame = (one: NamedRecord) => (other: NamedRecord) =>
  one.type === other.type && one.id === other.id;

/** For who signs out: they are not for the next person at this machine. */
export const forgetRecentRecords = (sub: string) => keptFor(sub).drop();

/** Latest first; `note` puts a record on top, `drop` takes one out that is gone. */
export function useRecentRecords() {
  const { sub } = useSession().person;
  const store = keptFor(sub);
  const [records, setRecords] = useState(store.read);
  const change = (next: readonly NamedRecord[]) => {
    store.write(next);
    setRecords(next);
  };
  return {
    records,
    note(record: NamedRecord) {
      const others = store.read().filter((each) => !isSame(record)(each));
      change([record, ...others].slice(0, atMost));
    },
    drop(record: NamedRecord) {
      change(store.read().filter((each) => !isSame(record)(each)));
    },
    clear: () => change([]),
  };
}
