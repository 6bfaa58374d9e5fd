// Simulated lag of the indexes: those of the local engine never lag.
import type { Json } from './wire.ts';

/** The maximum lag of an index, in ms of the world's time. */
const window = 1000;

type Image = Record<string, { S?: string; N?: string }>;

/** The key of the half of record1, as the index by connection id contains it. */
interface Placed {
  readonly at: number;
  readonly item: Image | null;
}

export interface IndexLag {
  /** Records the writes of a transaction. */
  note(transaction: Json): void;
  /** The answer of an index before the last writes, computed from the current answer. */
  stale(query: Json, answer: Json): Json | undefined;
}

export function indexLag(time: { readonly now: number }): IndexLag {
  const places = new Map<string, Placed[]>();
  const written = new Map<string, number>();
  const key = ({ pk, sk }: Image) => `${pk?.S} ${sk?.S}`;
  const isYoung = (at: number | undefined) => at !== undefined && time.now - at < window;

  return {
    note({ TransactItems = [] }) {
      const moved = new Map<string, Image | null>();
      for (const { Put, Delete } of TransactItems) {
        if (Put) written.set(key(Put.Item), time.now);
        const id = Delete?.ExpressionAttributeValues?.[':id']?.S ?? Put?.Item.id?.S;
        if (!id) continue;
        if (Delete && !moved.has(id)) moved.set(id, null);
        if (Put?.Item.source) {
          const { pk, sk, source } = Put.Item;
          moved.set(id, { pk, sk, source, id: Put.Item.id });
        }
      }
      for (const [id, item] of moved) {
        places.set(id, [...(places.get(id) ?? []), { at: time.now, item }]);
      }
    },

    stale(query, answer) {
      if (query.IndexName === 'by-connection-id') {
        const known = places.get(query.ExpressionAttributeValues[':id'].S) ?? [];
        if (!isYoung(known.at(-1)?.at)) return undefined;
        const before = known.at(-2)?.item;
        const Items = before ? [before] : [];
        return { Items, Count: Items.length, ScannedCount: Items.length };
      }
      const Items = (answer.Items ?? []).filter((item: Image) => !isYoung(written.get(key(item))));
      if (Items.length === answer.Items?.length) return undefined;
      return { ...answer, Items, Count: Items.length };
    },
  };
}
