// Processes one batch of stream records as Lambda does: retries it, splits it, or gives it up.
import type { StreamRecord } from './stream-source.ts';

/** Settings of an AWS::Lambda::EventSourceMapping; -1 means no limit. */
export interface BatchPolicy {
  readonly bisect: boolean;
  readonly partialFailures: boolean;
  readonly maximumRetryAttempts: number;
  readonly maximumRecordAgeSeconds: number;
}

export interface GivenUp {
  readonly records: readonly StreamRecord[];
  readonly condition: 'RetryAttemptsExhausted' | 'RecordAgeExceeded';
  readonly invokeCount: number;
  /** Whether the last invocation failed as a whole, rather than naming records that failed. */
  readonly functionFailed: boolean;
}

export interface BatchSteps {
  /** @throws if the function failed. */
  readonly invoke: (records: readonly StreamRecord[]) => Promise<unknown>;
  /** Records up to this one are never read again. */
  readonly checkpoint: (sequenceNumber: string) => void;
  readonly giveUp: (batch: GivenUp) => void;
  /** Waits before the nth retry. */
  readonly backOff: (retry: number) => Promise<unknown>;
  /** Epoch seconds. */
  readonly now: () => number;
  /** Whether to leave the rest of the batch for the next start. */
  readonly stopped: () => boolean;
}

/** An unfinished part of the batch. */
interface Part {
  readonly records: readonly StreamRecord[];
  readonly retries: number;
  readonly invokeCount: number;
  readonly functionFailed: boolean;
}

/** Resolves when every record is processed or given up, in order, or when the host stops. */
export async function processBatch(
  records: readonly StreamRecord[],
  policy: BatchPolicy,
  steps: BatchSteps,
): Promise<void> {
  const parts: Part[] = [{ records, retries: 0, invokeCount: 0, functionFailed: false }];
  const giveUp = (part: Part, condition: GivenUp['condition']) => {
    const { records, invokeCount, functionFailed } = part;
    if (!records.length) return;
    steps.giveUp({ records, condition, invokeCount, functionFailed });
    steps.checkpoint(last(records));
  };
  for (let part = parts.shift(); part && !steps.stopped(); part = parts.shift()) {
    const young = part.records.findIndex((record) => !isTooOld(record, policy, steps.now()));
    const fresh = young < 0 ? part.records.length : young;
    giveUp({ ...part, records: part.records.slice(0, fresh) }, 'RecordAgeExceeded');
    const tried = { ...part, records: part.records.slice(fresh) };
    if (!tried.records.length) continue;

    const { failedFrom, functionFailed } = await attempt(tried.records, policy, steps);
    if (failedFrom > 0) steps.checkpoint(last(tried.records.slice(0, failedFrom)));
    const rest: Part = {
      records: tried.records.slice(failedFrom),
      retries: tried.retries,
      invokeCount: tried.invokeCount + 1,
      functionFailed,
    };
    if (!rest.records.length || steps.stopped()) continue;
    // Splitting does not count as a try; it ends, as each part is smaller than what it is from.
    if (policy.bisect && failedFrom > 0) parts.unshift(rest);
    else if (policy.bisect && rest.records.length > 1) {
      const middle = Math.ceil(rest.records.length / 2);
      parts.unshift(
        { ...rest, records: rest.records.slice(0, middle) },
        { ...rest, records: rest.records.slice(middle) },
      );
    } else {
      const limit = policy.maximumRetryAttempts;
      if (limit >= 0 && rest.retries >= limit) giveUp(rest, 'RetryAttemptsExhausted');
      else {
        await steps.backOff(rest.retries + 1);
        parts.unshift({ ...rest, retries: rest.retries + 1 });
      }
    }
  }
}

/** `failedFrom` is the number of leading records that succeeded. */
async function attempt(
  records: readonly StreamRecord[],
  policy: BatchPolicy,
  steps: BatchSteps,
): Promise<{ failedFrom: number; functionFailed: boolean }> {
  try {
    const result = await steps.invoke(records);
    const failedFrom = policy.partialFailures ? firstFailed(records, result) : records.length;
    return { failedFrom, functionFailed: false };
  } catch {
    return { failedFrom: 0, functionFailed: true };
  }
}

/** A missing identifier, or one of no record in the batch, means that the whole batch failed. */
function firstFailed(records: readonly StreamRecord[], result: unknown): number {
  const failures = (result as { batchItemFailures?: unknown } | null)?.batchItemFailures ?? [];
  if (!Array.isArray(failures)) return 0;
  const positions = failures.map((failure) =>
    records.findIndex(({ dynamodb }) => dynamodb.SequenceNumber === failure?.itemIdentifier),
  );
  return Math.max(0, Math.min(records.length, ...positions));
}

function isTooOld({ dynamodb }: StreamRecord, policy: BatchPolicy, now: number): boolean {
  const limit = policy.maximumRecordAgeSeconds;
  return limit >= 0 && now - dynamodb.ApproximateCreationDateTime > limit;
}

function last(records: readonly StreamRecord[]): string {
  return records.at(-1)?.dynamodb.SequenceNumber ?? '';
}
