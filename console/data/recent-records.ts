// The records that a user opened last, stored in this browser.
import { useState } from 'react';
import type { NamedRecord } from '../../shared/contracts/answers/connection-answers.ts';
import type { RecordReference } from '../../shared/contracts/identifiers.ts';
import { kept } from '../base/stored-value.ts';
import { useSession } from '../sign-in/use-session.ts';

const atMost = 10;

const keptFor = (sub: string) =>
  kept<readonly NamedRecord[]>(`liaison.recent.${sub}`, [], Array.isArray);

const isSame = (one: RecordReference) => (other: RecordReference) =>
  one.type === other.type && one.id === other.id;

/** On sign-out, so that the next user of this browser does not see them. */
export const forgetRecentRecords = (sub: string) => keptFor(sub).drop();

/** Latest first; `note` moves a record to the top, `drop` removes a deleted one, `replace` a merged one. */
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
    drop(record: RecordReference) {
      change(store.read().filter((each) => !isSame(record)(each)));
    },
    replace(record: RecordReference, now: NamedRecord) {
      const others = store.read().filter((each) => !isSame(now)(each));
      change(others.map((each) => (isSame(record)(each) ? now : each)));
    },
    clear: () => change([]),
  };
}
