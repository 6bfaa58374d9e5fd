// How many records a type has; nothing until that is known, or when it cannot be.
import { useCall } from '../api/read-hooks.ts';
import { formatNumber } from '../parts/format.ts';

export function TypeCount({ type }: { readonly type: string }) {
  const { data } = useCall('getRecordTypeSummary', { params: { type } });
  return data ? formatNumber(data.records) : null;
}
