// The one way to reach the table for a write: a transaction, all or nothing, with its own retries.
import { randomUUID } from 'node:crypto';
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { partitionKey, sortKey } from '../schema.ts';
import { busy, isBusy, unconfirmed } from './busy.ts';
import type { Condition } from './conditions.ts';
import { mayHaveBeenApplied, type Table } from './open-table.ts';
import { backOff, mayTryAgain, retries } from './retries.ts';

export interface Key {
  readonly pk: string;
  readonly sk: string;
}
export type Item = Key & Readonly<Record<string, unknown>>;

/** One action of a transaction. */
export type Action =
  | { readonly put: Item; readonly when?: Condition }
  | { readonly remove: Key; readonly when?: Condition }
  | { readonly check: Key; readonly when: Condition }
  /** Adds to numbers of an item, which is created if it does not exist. */
  | { readonly add: Key; readonly amounts: Readonly<Record<string, number>> };

/** The most actions in one transaction (DynamoDB quota). */
export const maxActions = 100;

/** A key as one text. */
export const placeOf = ({ pk, sk }: Key) => `${pk} ${sk}`;

/** The key that an action writes or checks. */
export function keyOfAction(action: Action): Key {
  if ('put' in action) return action.put;
  if ('remove' in action) return action.remove;
  return 'check' in action ? action.check : action.add;
}

/** Some conditions failed, so nothing was written. */
export class ConditionsFailed extends Error {
  override readonly name: string = 'ConditionsFailed';
  /** By index of the action: the `id` of the stored item, or null if it has none. */
  readonly failed: ReadonlyMap<number, string | null>;

  constructor(failed: ReadonlyMap<number, string | null>, cause: unknown) {
    super('a condition of the transaction failed', { cause });
    this.failed = failed;
  }
}

const retriable = new Set([
  'None',
  'TransactionConflict',
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
]);

/**
 * Commits up to 100 actions on as many different items in one transaction. Retries after
 * contention, throttling and lost answers, under the same request token, so that an attempt whose
 * answer was lost is applied once. On the table of a dry run, nothing is sent.
 * @throws ConditionsFailed when a condition failed; nothing was written
 * @throws Refusal Busy when contention or lost answers outlast the retries; its message says whether
 *   nothing was written or that is not known
 */
export async function commit(table: Table, actions: readonly Action[]): Promise<void> {
  if (table.isDry) return;
  const command = new TransactWriteCommand({
    ClientRequestToken: randomUUID(),
    TransactItems: actions.map((action) => transactItem(table.name, action)),
  });
  const began = table.clock();
  let mayBeApplied = false;
  for (let attempt = 0; ; attempt += 1) {
    try {
      await table.db.send(command);
      return;
    } catch (error) {
      const isUncertain = mayHaveBeenApplied(error);
      mayBeApplied ||= isUncertain;
      if (!isUncertain && !isContention(error)) throw conditionsFailed(error) ?? error;
      if (!mayTryAgain(table, retries.commit, attempt, began)) {
        throw mayBeApplied ? unconfirmed(causeOf(error)) : busy(causeOf(error));
      }
      table.onRetry(isConflict(error) ? 'conflict' : 'trouble');
      await backOff(table, retries.commit, attempt);
    }
  }
}

/** Commits; false when a condition failed, so that nothing was written. @throws what commit throws */
export async function commitIf(table: Table, actions: readonly Action[]): Promise<boolean> {
  try {
    await commit(table, actions);
    return true;
  } catch (error) {
    if (!(error instanceof ConditionsFailed)) throw error;
    return false;
  }
}

/** What made the last attempt fail; an attempt that was throttled ends as Busy itself. */
const causeOf = (error: unknown) => (isBusy(error) ? (error.cause ?? error) : error);

function isContention(error: unknown): boolean {
  if (isBusy(error)) return true;
  return (
    error instanceof TransactionCanceledException &&
    (error.CancellationReasons ?? []).every((reason) => retriable.has(reason.Code ?? 'None'))
  );
}

const isConflict = (error: unknown): boolean =>
  error instanceof TransactionCanceledException &&
  (error.CancellationReasons ?? []).some(({ Code }) => Code === 'TransactionConflict');

function conditionsFailed(error: unknown): ConditionsFailed | undefined {
  if (!(error instanceof TransactionCanceledException)) return undefined;
  const failed = new Map<number, string | null>();
  for (const [index, reason] of (error.CancellationReasons ?? []).entries()) {
    if (reason.Code === 'ConditionalCheckFailed') failed.set(index, reason.Item?.id?.S ?? null);
  }
  return failed.size > 0 ? new ConditionsFailed(failed, error) : undefined;
}

type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

function transactItem(TableName: string, action: Action): TransactItem {
  if ('add' in action) return addition(TableName, action);
  const { expression, names, values } = action.when ?? {};
  const condition = {
    TableName,
    ...(expression && { ConditionExpression: expression }),
    ...(names && { ExpressionAttributeNames: prefixed('#', names) as Record<string, string> }),
    ...(values && { ExpressionAttributeValues: prefixed(':', values) }),
  };
  if ('put' in action) {
    return {
      Put: {
        ...condition,
        Item: action.put,
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      },
    };
  }
  if ('remove' in action) return { Delete: { ...condition, Key: keyOf(action.remove) } };
  return {
    ConditionCheck: {
      ...condition,
      ConditionExpression: action.when.expression,
      Key: keyOf(action.check),
    },
  };
}

function addition(
  TableName: string,
  { add, amounts }: Extract<Action, { add: Key }>,
): TransactItem {
  const terms = Object.entries(amounts).map(([name, amount], at) => ({ at, name, amount }));
  return {
    Update: {
      TableName,
      Key: keyOf(add),
      UpdateExpression: `ADD ${terms.map(({ at }) => `#${at} :${at}`).join(',')}`,
      ExpressionAttributeNames: Object.fromEntries(terms.map(({ at, name }) => [`#${at}`, name])),
      ExpressionAttributeValues: Object.fromEntries(
        terms.map(({ at, amount }) => [`:${at}`, amount]),
      ),
    },
  };
}

const keyOf = ({ pk, sk }: Key) => ({ [partitionKey]: pk, [sortKey]: sk });

const prefixed = (prefix: string, entries: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(entries).map(([name, value]) => [prefix + name, value]));
