// Cuts entries into batches that the service takes, and sends a few at a time.
import type { Api } from './api.ts';
import type { Entry } from './lines.ts';
import type { Result } from './report.ts';

/** 100 items is the contract's limit; 900,000 bytes leave room below its 1 MB for a body. */
export const batchLimits = { items: 100, bytes: 900_000 } as const;

/** What a body adds to its items, and each item's comma. Bytes. */
const frame = { body: '{"items":[]}'.length, item: ','.length };

/**
 * Groups entries by number and bytes of the body they make. Bad lines stay in their place, so that
 * the report keeps the order of the file.
 */
export async function* batchesOf<Value>(
  entries: AsyncIterable<Entry<Value>> | Iterable<Entry<Value>>,
  limits: { items: number; bytes: number } = batchLimits,
): AsyncGenerator<Entry<Value>[]> {
  let batch: Entry<Value>[] = [];
  let bytes = frame.body;
  for await (const entry of entries) {
    const size = 'value' in entry ? entry.bytes + frame.item : 0;
    if (batch.length === limits.items || (batch.length > 0 && bytes + size > limits.bytes)) {
      yield batch;
      batch = [];
      bytes = frame.body;
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

/** Sends the items of one batch; an empty one is not sent. */
export async function sendItems(
  api: Api,
  name: 'batchConnectionRoles' | 'batchRecords' | 'batchConnections',
  items: readonly unknown[],
): Promise<readonly Result[]> {
  if (items.length === 0) return [];
  const { body } = await api.call(name, { body: { items: [...items] } });
  return body.results;
}
