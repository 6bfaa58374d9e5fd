// The period of a connection in words.
import type { ConnectionView } from '../../shared/contracts/connection-schemas.ts';
import { formatDate } from '../parts/format.ts';
import { connectionsText } from '../text/connections.ts';

/** '' when it is open at both ends. */
export function periodOf({
  effectiveStart,
  effectiveEnd,
}: Pick<ConnectionView, 'effectiveStart' | 'effectiveEnd'>): string {
  if (effectiveStart && effectiveEnd) {
    return connectionsText.period(formatDate(effectiveStart), formatDate(effectiveEnd));
  }
  if (effectiveStart) return connectionsText.from(formatDate(effectiveStart));
  return effectiveEnd ? connectionsText.until(formatDate(effectiveEnd)) : '';
}
