// Idempotency-Key on POST: a request that is repeated with the same key gets the first answer again.
import { Refusal } from '../../shared/contracts/error-codes.ts';
import { isBusy } from '../../shared/table/engine/busy.ts';
import { ConditionsFailed } from '../../shared/table/engine/commit.ts';
import {
  answerWrite,
  claimKey,
  keyUse,
  releaseKey,
  type StoredAnswer,
  storeAnswer,
  storedAnswer,
} from '../../shared/table/engine/idempotency.ts';
import type { Table } from '../../shared/table/engine/open-table.ts';
import { problemResult, result, securityHeaders } from './http-answer.ts';
import type { HttpContext, HttpEvent, HttpResult, IdempotencyState } from './http-exchange.ts';

interface Exchange {
  readonly event: HttpEvent;
  readonly context: HttpContext;
  readonly response?: HttpResult | undefined;
  readonly error?: Error | null;
}

/** Temporary refusals: the same request may succeed later, so their answers are not stored. */
const temporary = new Set(['Busy', 'InternalError']);

/**
 * The middleware. It stores the answer of an operation, whether the operation succeeds or refuses.
 * Answers to unreadable requests and failures of the service are not stored.
 */
export function idempotencyKeys(table: Table) {
  return {
    async before({ event, context }: Exchange): Promise<HttpResult | undefined> {
      const key = event.headers['idempotency-key'];
      if (key === undefined || event.requestContext.http.method !== 'POST') return undefined;
      if (key.length === 0 || key.length > 255) {
        throw Refusal.at(
          'Idempotency-Key',
          'ValidationFailed',
          `has ${key.length} characters; 1 to 255 are allowed`,
        );
      }
      const use = keyUse(context.request.caller.actor, key, {
        method: event.requestContext.http.method,
        path: event.rawPath,
        body: event.body ?? '',
      });
      const kept = await storedAnswer(table, use);
      if (kept) return unpacked(kept);
      const state: IdempotencyState = { use, isStored: false, isClaimed: false };
      context.idempotencyKey = state;
      context.request.idempotency = {
        actionsToStore(answer) {
          state.isStored = true;
          return [answerWrite(table, use, packed(result(answer)))];
        },
        async claim() {
          await claimKey(table, use);
          state.isClaimed = true;
        },
      };
      return undefined;
    },

    async after({ context, response }: Exchange): Promise<HttpResult | undefined> {
      const state = context.idempotencyKey;
      if (!state || state.isStored || !response) return undefined;
      try {
        return unpacked(await storeAnswer(table, state.use, packed(response)));
      } catch (error) {
        // The operation has succeeded, so its answer is valid even if it cannot be stored.
        if (isBusy(error)) return response;
        throw error;
      }
    },

    async onError({ event, context, error }: Exchange): Promise<HttpResult | undefined> {
      const { requestId } = event.requestContext;
      const state = context.idempotencyKey;
      if (!state) return undefined;
      try {
        if (error instanceof ConditionsFailed) {
          // The same request was sent twice at the same time, and the other one was first.
          const kept = await storedAnswer(table, state.use);
          return kept && unpacked(kept);
        }
        if (error instanceof Refusal && !temporary.has(error.code)) {
          const answer = packed(problemResult(error, requestId));
          return unpacked(await storeAnswer(table, state.use, answer));
        }
        if (state.isClaimed) await releaseKey(table, state.use);
        return undefined;
      } catch (thrown) {
        // No other middleware would answer an error that is thrown here.
        return problemResult(thrown, requestId);
      }
    },
  };
}

/** Leaves out the headers that every answer has. */
function packed({ statusCode = 200, headers = {}, body }: HttpResult): StoredAnswer {
  return {
    status: statusCode,
    headers: Object.fromEntries(
      Object.entries(headers as Record<string, string>).filter(
        ([name]) => !(name in securityHeaders),
      ),
    ),
    ...(body !== undefined && { body }),
  };
}

const unpacked = ({ status, headers, body }: StoredAnswer): HttpResult => ({
  statusCode: status,
  headers: { ...securityHeaders, ...headers },
  ...(body !== undefined && { body }),
});
