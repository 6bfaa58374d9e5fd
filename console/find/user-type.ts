// The record type whose records are the people who sign in (docs/decisions/0028).
import { useRecordTypes } from './record-types.ts';

/** The first that is enabled: Dataverse's, and plain. */
const userTypes = ['systemuser', 'user'];

/** undefined: there is none, or that is not known while not `isKnown`. */
export function useUserType() {
  const { items, isSuccess } = useRecordTypes();
  const type = userTypes
    .map((each) => items.find((one) => one.type === each && one.connectionsEnabled))
    .find((found) => found !== undefined);
  return { type, isKnown: isSuccess };
}
