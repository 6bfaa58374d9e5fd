// The selected rows of the grid, among those that are loaded.
import { useMemo, useRef, useState } from 'react';
import type { ConnectionView } from '../../shared/contracts/answers/connection-answers.ts';

export function useTicked(items: readonly ConnectionView[]) {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const connections = useMemo(
    () => (ids.size === 0 ? [] : items.filter(({ id }) => ids.has(id))),
    [items, ids],
  );
  const tick = (changed: readonly string[], ticked: boolean) =>
    setIds((before) => {
      const next = new Set(before);
      for (const id of changed) {
        if (ticked) next.add(id);
        else next.delete(id);
      }
      return next;
    });
  return { ids, connections, tick, clear: () => setIds(new Set()) };
}

export function useTicking(
  items: readonly ConnectionView[],
  ticked: ReadonlySet<string>,
  onTick: (ids: readonly string[], ticked: boolean) => void,
) {
  const last = useRef('');
  /** @param range also changes all rows between the last changed one and this one, as with Shift */
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
