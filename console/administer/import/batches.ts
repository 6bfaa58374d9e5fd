// Cuts the lines of a file into batches that the service takes, and sends a few at a time.
import type { Entry } from './lines.ts';

/** 100 items is the service's limit; 900,000 bytes leave room below its 1 MB for a body. */
const limits = { items: 100, bytes: 900_000 };

/**
 * Groups entries by number and bytes. Bad lines stay in their place, so that what is said of a file
 * keeps its order.
 */
export async function* batchesOf<Each extends Entry>(
  entries: AsyncIterable<Each> | Iterable<Each>,
  items = limits.items,
): AsyncGenerator<Each[]> {
  let batch: Each[] = [];
  let bytes = 0;
  for await (const entry of entries) {
    const size = 'bytes' in entry ? entry.bytes + 1 : 0;
    if (batch.length === items || (batch.length > 0 && bytes + size > limits.bytes)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(entry);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

/** Does `work` on each input, up to `width` at a time; answers in the order of the inputs. */
export async function* inOrder<Input, Output>(
  inputs: AsyncIterable<Input>,
  width: number,
  work: (input: Input) => Promise<Output>,
): AsyncGenerator<Output> {
  const running: Promise<Output>[] = [];
  for await (const input of inputs) {
    const task = work(input);
    // A failure is met when its turn comes; until then it must not count as unhandled.
    task.catch(() => {});
    running.push(task);
    const oldest = running.length === width ? running.shift() : undefined;
    if (oldest !== undefined) yield await oldest;
  }
  for (const task of running) yield await task;
}
