// Which effects of a workflow have happened, and their results: one item for each, in a table of the workflow.
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { openTable } from '../engine/open-table.ts';
import { expiryAttribute, onceKey } from '../schema.ts';

/** Days that a mark is kept: an event waits in queues for up to 14 days, and as long again after a replay. */
const onceDays = 30;

/** A run's claim on an effect. */
export interface OnceClaim {
  /** Unique for each claim. */
  readonly token: string;
  /** When the run that claims has certainly ended, in ms since 1970. */
  readonly until: number;
}

/** What a claim found. */
type OnceFound =
  | { readonly is: 'claimed' }
  | { readonly is: 'done'; readonly result: string | undefined }
  | { readonly is: 'running'; readonly until: number };

/** Stores the marks. Each operation may be repeated by the same claim. */
export interface OnceMarks {
  /** Claims an effect, unless it is done, or another run has claimed it and has time left. */
  readonly claim: (id: string, claim: OnceClaim, now: number) => Promise<OnceFound>;
  /** Stores the result, JSON or none. Returns false if another run has taken over the claim. */
  readonly complete: (id: string, token: string, result: string | undefined) => Promise<boolean>;
  /** Gives a claim up, so that another run may claim the effect at once. */
  readonly release: (id: string, token: string) => Promise<void>;
}

interface Mark {
  readonly token: string;
  readonly claimedUntil: number;
  readonly isDone?: boolean;
  readonly result?: string;
}

/**
 * The marks in a table of DynamoDB. An effect takes 2 writes, a repetition 1, of 1 unit for each KB of its result.
 * @throws Refusal Busy if the table does not answer
 */
export function openOnceMarks(TableName: string): OnceMarks {
  // Retries repeat each of these calls safely, because its condition accepts what it has written itself.
  const { db } = openTable(TableName, 1);
  return {
    async claim(id, { token, until }, now) {
      const put = new PutCommand({
        TableName,
        Item: {
          [onceKey]: id,
          token,
          claimedUntil: until,
          [expiryAttribute]: Math.ceil(until / 1000) + onceDays * 86_400,
        },
        ConditionExpression:
          'attribute_not_exists(#id) OR #token = :token OR #expires < :seconds ' +
          'OR (attribute_not_exists(isDone) AND claimedUntil < :now)',
        ExpressionAttributeNames: {
          '#id': onceKey,
          '#token': 'token',
          '#expires': expiryAttribute,
        },
        ExpressionAttributeValues: {
          ':token': token,
          ':now': now,
          ':seconds': Math.floor(now / 1000),
        },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      });
      try {
        await db.send(put);
        return { is: 'claimed' };
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException) || !error.Item) throw error;
        const { isDone, result, claimedUntil } = unmarshall(error.Item) as Mark;
        return isDone ? { is: 'done', result } : { is: 'running', until: claimedUntil };
      }
    },

    async complete(id, token, result) {
      const update = new UpdateCommand({
        TableName,
        Key: { [onceKey]: id },
        UpdateExpression: `SET isDone = :done${result === undefined ? '' : ', #result = :result'}`,
        ConditionExpression: '#token = :token',
        ExpressionAttributeNames: {
          '#token': 'token',
          ...(result !== undefined && { '#result': 'result' }),
        },
        ExpressionAttributeValues: {
          ':done': true,
          ':token': token,
          ...(result !== undefined && { ':result': result }),
        },
      });
      return applied(() => db.send(update));
    },

    async release(id, token) {
      const remove = new DeleteCommand({
        TableName,
        Key: { [onceKey]: id },
        ConditionExpression: '#token = :token',
        ExpressionAttributeNames: { '#token': 'token' },
        ExpressionAttributeValues: { ':token': token },
      });
      await applied(() => db.send(remove));
    },
  };
}

async function applied(write: () => Promise<unknown>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
