// Ticking rows one by one, or by Shift a range of them.
import { useRef } from 'react';
import type { ConnectionView } from '../../shared/contracts/connection-schemas.ts';

export function useTicking(
  items: readonly ConnectionView[],
  ticked: ReadonlySet<string>,
  onTick: (ids: readonly string[], ticked: boolean) => void,
) {
  const last = useRef('');
  /** @param range with all rows from the one ticked last to this one: they become as it becomes */
  return (connection: ConnectionView, range: boolean) => {
    const to = items.indexOf(connection);
    const before = range ? items.findIndex(({ id }) => id === last.current) : to;
    const from = before < 0 ? to : before;
    last.current = connection.id;
    const rows = items.slice(Math.min(from, to), Math.max(from, to) + 1);
    onTick(
      rows.map(({ id }) => id),
      !ticked.has(connection.id),
    );
  };
}
