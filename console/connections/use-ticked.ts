// Which rows are ticked: those of them that are there.
import { useMemo, useState } from 'react';
import type { ConnectionView } from '../../shared/contracts/connection-schemas.ts';

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
