// Which record stands for who is signed in (docs/decisions/0028).
import type { NamedRecord } from '../../shared/contracts/connection-schemas.ts';
import { useCall } from '../api/read-hooks.ts';
import { useUserType } from '../find/user-type.ts';
import { useSession } from '../sign-in/use-session.ts';
import { connectionsText } from '../text/connections.ts';

/** As the service has ids of records: who signs in by another name has no record. */
const recordId = /^[A-Za-z0-9][A-Za-z0-9._:@~-]{0,127}$/;

/** The record, or why there is none; neither while that is not known. */
export function useMe(): { readonly record?: NamedRecord; readonly reason?: string } {
  const { sub } = useSession().person;
  const { type, isKnown } = useUserType();
  const { data, error } = useCall(
    'getRecord',
    { params: { type: type?.type ?? '', id: sub } },
    { enabled: type !== undefined && recordId.test(sub) },
  );
  if (isKnown && !type) return { reason: connectionsText.noMeTypes };
  if (type && (error?.code === 'NotFound' || !recordId.test(sub))) {
    return { reason: connectionsText.noMe(sub, type.displayName) };
  }
  if (error) return { reason: error.message };
  return data ? { record: { type: data.type, id: data.id, name: data.name } } : {};
}
