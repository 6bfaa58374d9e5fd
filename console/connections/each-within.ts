// Runs something for each of many, a few at a time.

/**
 * Starts the next when one of at most `limit` has ended; starts no more once `signal` is aborted.
 * `run` must not throw.
 */
export async function eachWithin<Item>(
  limit: number,
  items: readonly Item[],
  run: (item: Item) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const left = items.values();
  const worker = async () => {
    for (const item of left) {
      if (signal.aborted) return;
      await run(item);
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
}
