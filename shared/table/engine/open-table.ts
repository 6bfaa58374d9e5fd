// The table as operations use it: the client, the name, and what a test can replace.
import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Catalog } from '../../domain/catalog.ts';
import { busy } from './busy.ts';
import { backOff, callTimeouts, hasTimeLeft, mayTryAgain, retries } from './retries.ts';

export interface Table {
  readonly db: DynamoDBDocumentClient;
  readonly name: string;
  /** How many shards the spread indexes have. */
  readonly shards: number;
  /** For a dry run: transactions are decided as usual, but not sent. */
  readonly isDry?: boolean;
  /** Waits between retries, in milliseconds. */
  readonly pause: (ms: number) => Promise<void>;
  /** From 0 to below 1; jitter of the retries. */
  readonly random: () => number;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** Called before each retry; `conflict` means that another client's write was faster. */
  readonly onRetry: (why: 'conflict' | 'trouble') => void;
  /** The record types and roles as last read; only catalog/ uses it. */
  readonly catalogMemory: { catalog?: Catalog; checkedAt?: number };
  /** The stored number of shards as last read, or the read in progress; only shard-count.ts uses it. */
  readonly shardMemory: { stored?: number; reading?: Promise<number> };
  /** What this instance knows of the feed; only feed/ uses it. */
  readonly feedMemory: FeedMemory;
}

/** The place in the feed where an instance wrote last, and the changes that wait for earlier ones. */
interface FeedMemory {
  place?: { readonly part: number; readonly number: number };
  /** When a change was first found waiting, in ms since 1970, by the place of its entry. */
  readonly waitingSince: Map<string, number>;
}

/** The same table for a dry run: every check runs, and nothing is written. */
export const withoutWrites = (table: Table): Table => ({ ...table, isDry: true });

/** Names of the errors that DynamoDB throttles with. */
const throttling = new Set([
  'ProvisionedThroughputExceededException',
  'ThrottlingException',
  'RequestLimitExceeded',
]);

/** Codes of the errors of a connection that broke, also in the middle of an answer. */
const brokenConnection = new Set([
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ERR_STREAM_PREMATURE_CLOSE',
]);

/**
 * Whether a request may have been applied in spite of this error: no answer came in time, the
 * connection broke, DynamoDB failed, or an earlier attempt is still in progress. Throttling belongs
 * here because it may follow such an attempt.
 */
export function mayHaveBeenApplied(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { $fault, code = '' } = error as { $fault?: string; code?: string };
  const { name } = error;
  return $fault !== undefined
    ? $fault === 'server' || name === 'TransactionInProgressException' || throttling.has(name)
    : 'syscall' in error || name === 'TimeoutError' || brokenConnection.has(code);
}

/** Whether the same call may succeed a moment later: as above, or with the clock as the SDK has corrected it. */
const isTemporary = (error: unknown): boolean =>
  mayHaveBeenApplied(error) ||
  (error as { $metadata?: { clockSkewCorrected?: boolean } }).$metadata?.clockSkewCorrected ===
    true;

const isWrite = ({ commandName }: { commandName?: string }): boolean =>
  commandName === 'TransactWriteItemsCommand';

/** Opens the table for one function instance. Endpoint, region and credentials come from the SDK's environment. */
export function openTable(
  name: string,
  shards: number,
  { client, ...replaced }: Partial<Table> & { client?: DynamoDBClientConfig } = {},
): Table {
  const requestHandler = {
    connectionTimeout: callTimeouts.connect,
    requestTimeout: callTimeouts.answer,
    throwOnRequestTimeout: true,
    socketTimeout: callTimeouts.answer,
  };
  const db = DynamoDBDocumentClient.from(new DynamoDBClient({ requestHandler, ...client }));
  withoutIdleWork(db);
  const table: Table = {
    db,
    name,
    shards,
    pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    random: Math.random,
    clock: Date.now,
    onRetry: () => {},
    catalogMemory: {},
    shardMemory: {},
    feedMemory: { waitingSince: new Map() },
    ...replaced,
  };
  withOwnRetries(table);
  return table;
}

/**
 * Replaces the SDK's retries: reads are retried here, writes by `commit`, which knows whether an earlier
 * attempt may have been applied. A call without an answer ends as Busy; for a write that may have been
 * applied, the refusal tells the caller that it is unknown.
 */
function withOwnRetries(table: Table): void {
  const { middlewareStack } = table.db;
  middlewareStack.add(
    (next, context) => async (args) => {
      const began = table.clock();
      for (let attempt = 0; ; attempt += 1) {
        if (!hasTimeLeft()) throw busy(new Error('the function is running out of time'));
        try {
          return await next(args);
        } catch (error) {
          const isLast = isWrite(context) || !mayTryAgain(table, retries.read, attempt, began);
          if (isLast || !isTemporary(error)) throw error;
        }
        table.onRetry('trouble');
        await backOff(table, retries.read, attempt);
      }
    },
    { step: 'finalizeRequest', priority: 'high', name: 'retryMiddleware', override: true },
  );
  middlewareStack.add(
    (next, context) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        const isInDoubt =
          isWrite(context) && mayHaveBeenApplied(error) && !throttling.has((error as Error).name);
        throw isTemporary(error) && !isInDoubt ? busy(error) : error;
      }
    },
    { step: 'initialize', name: 'noAnswer' },
  );
}

/**
 * Removes work that the SDK does for each call without use here, a quarter of a call's CPU time:
 * it copies input and output for a log that is not written, and builds the user agent again.
 */
function withoutIdleWork({ middlewareStack }: DynamoDBDocumentClient): void {
  middlewareStack.remove('loggerMiddleware');
  middlewareStack.add(
    (next) => (args) => {
      (args.request as { headers: Record<string, string> }).headers['user-agent'] = 'liaison';
      return next(args);
    },
    { step: 'build', priority: 'low', name: 'getUserAgentMiddleware', override: true },
  );
}
