// Groups lines into batches that the service accepts; does work a few inputs at a time.
import { type Entry, isValid } from './import-lines.ts';

/** 100 items is the service's limit; 900,000 bytes leave room below its 1 MB for a body. */
export const batchLimits = { items: 100, bytes: 900_000 } as const;

/** Bytes that a body adds to its items, and the comma of each item. */
export const bodyBytes = { empty: '{"items":[]}'.length, perItem: ','.length } as const;

/**
 * Groups lines by number and by the bytes of the body they make. Invalid lines stay in their place,
 * so that the report keeps the order of the file.
 */
export async function* batchesOf<Each extends Entry>(
  entries: AsyncIterable<Each> | Iterable<Each>,
  limits: { items: number; bytes: number } = batchLimits,
): AsyncGenerator<Each[]> {
  let batch: Each[] = [];
  let bytes = bodyBytes.empty;
  for await (const entry of entries) {
    const size = isValid(entry) ? entry.bytes + bodyBytes.perItem : 0;
    if (batch.length === limits.items || (batch.length > 0 && bytes + size > limits.bytes)) {
      yield batch;
      batch = [];
      bytes = bodyBytes.empty;
    }
    batch.push(entry);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

/** Calls `work` on each input, up to `width` at a time; yields the results in the order of the inputs. */
export async function* inOrder<Input, Output>(
  inputs: AsyncIterable<Input>,
  width: number,
  work: (input: Input) => Promise<Output>,
): AsyncGenerator<Output> {
  const running: Promise<Output>[] = [];
  for await (const input of inputs) {
    const task = work(input);
    // A failure is thrown when its turn comes; until then it must not count as unhandled.
    task.catch(() => {});
    running.push(task);
    const oldest = running.length === width ? running.shift() : undefined;
    if (oldest !== undefined) yield await oldest;
  }
  for (const task of running) yield await task;
}
