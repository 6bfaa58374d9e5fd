// The connection that the address names, seen from a record; undefined while it is not known.
import type { StoredRecord } from '../../shared/contracts/record-schemas.ts';
import { useCall } from '../api/read-hooks.ts';
import { seenFrom } from '../api/seen-from.ts';

export function useOpened(record: StoredRecord, id: string) {
  const { data, error } = useCall('getConnection', { params: { id } }, { enabled: id !== '' });
  return data && !error ? seenFrom(data, record) : undefined;
}
