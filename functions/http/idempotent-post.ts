// Idempotency-Key on POST: a request that is repeated with the same key gets the first answer again.
import { Refusal } from '../../shared/contracts/error-codes.ts';
import { isBusy } from '../../shared/table/engine/busy.ts';
import { ConditionsFailed } from '../../shared/table/engine/commit.ts';
import {
  answerWrites,
  claimKey,
  keyUse,
  releaseKey,
  type StoredAnswer,
  storeAnswer,
  storedAnswer,
} from '../../shared/table/engine/idempotency.ts';
import type { Table } from '../../shared/table/engine/open-table.ts';
import { problemResult, result, securityHeaders } from './http-answer.ts';
import {
  type HttpContext,
  type HttpEvent,
  type HttpResult,
  type IdempotencyState,
  isDryRun,
} from './http-exchange.ts';

interface Exchange {
  readonly event: HttpEvent;
  readonly context: HttpContext;
  readonly response?: HttpResult | undefined;
  readonly error?: Error | null;
}

/** Marks an answer that was given before. */
const replayed = { 'idempotent-replayed': 'true' };

/**
 * The middleware. It stores the answer of an operation that wrote something, or had nothing to change. A
 * refusal is not stored: it depends on the current data, so a repeated request is evaluated again. Nor
 * is the answer to a batch of which no item was written. A dry run neither uses nor stores a key.
 */
export function idempotencyKeys(table: Table) {
  return {
    async before({ event, context }: Exchange): Promise<HttpResult | undefined> {
      const key = event.headers['idempotency-key'];
      if (key === undefined || event.requestContext.http.method !== 'POST') return undefined;
      if (!context.request.sent.isWhole) return undefined;
      if (isDryRun(context.request)) return undefined;
      const use = keyUse(context.request.caller.actor, key, {
        method: event.requestContext.http.method,
        address: addressOf(event),
        body: event.body ?? '',
      });
      const kept = await storedAnswer(table, use);
      if (kept) return again(kept);
      const state: IdempotencyState = { use, isStored: false, isClaimed: false };
      context.idempotencyKey = state;
      context.request.idempotency = {
        actionsToStore(answer) {
          state.isStored = true;
          return answerWrites(table, use, packed(result(answer)));
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
        if (state.isClaimed && context.answer?.wroteNothing) {
          await releaseKey(table, state.use);
          return response;
        }
        const stored = await storeAnswer(table, state.use, packed(response));
        return stored && again(stored);
      } catch (error) {
        // The operation has succeeded, so its answer is valid even if it cannot be stored.
        if (isBusy(error)) return response;
        throw error;
      }
    },

    async onError({ event, context, error }: Exchange): Promise<HttpResult | undefined> {
      const state = context.idempotencyKey;
      if (!state) return undefined;
      try {
        if (state.isClaimed) await releaseKey(table, state.use);
        else if (error instanceof ConditionsFailed || error instanceof Refusal) {
          // If the same request was sent twice at the same time, the other one may have been first; and a
          // write that was not confirmed may have been applied.
          const kept = await storedAnswer(table, state.use);
          return kept && again(kept);
        }
        return undefined;
      } catch (thrown) {
        if (error instanceof Refusal && isBusy(thrown)) return undefined;
        // No other middleware would answer an error that is thrown here.
        return problemResult(thrown, event.requestContext.requestId);
      }
    },
  };
}

const addressOf = ({ rawPath, rawQueryString }: HttpEvent) =>
  rawQueryString === '' ? rawPath : `${rawPath}?${rawQueryString}`;

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

/** A stored answer, as it is given once more. */
const again = ({ status, headers, body }: StoredAnswer): HttpResult => ({
  statusCode: status,
  headers: { ...securityHeaders, ...headers, ...replayed },
  ...(body !== undefined && { body }),
});
