// Idempotency-Key on POST: a request that is repeated with its key gets the first answer again.
import { Refusal } from '../../shared/contracts/error-codes.ts';
import { isBusy } from '../../shared/table/engine/busy.ts';
import { ConditionsFailed } from '../../shared/table/engine/commit.ts';
import {
  claimKey,
  type KeptAnswer,
  keepAnswer,
  keepLater,
  keptAnswer,
  keyUse,
  releaseKey,
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

/** Refusals invite the same request again with better luck: they are not kept. */
const passing = new Set(['Busy', 'InternalError']);

/**
 * The middleware. What an operation refuses is kept like what it does; a request that could not
 * even be read is not, and neither is a failure of the service.
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
      const kept = await keptAnswer(table, use);
      if (kept) return unpacked(kept);
      const state: IdempotencyState = { use, isKept: false, isClaimed: false };
      context.idempotencyKey = state;
      context.request.idempotency = {
        alongside(answer) {
          state.isKept = true;
          return [keepAnswer(table, use, packed(result(answer)))];
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
      if (!state || state.isKept || !response) return undefined;
      try {
        return unpacked(await keepLater(table, state.use, packed(response)));
      } catch (error) {
        // It is done: an answer that cannot be kept is still the answer.
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
          // The same request, sent twice at once: the other one was first.
          const kept = await keptAnswer(table, state.use);
          return kept && unpacked(kept);
        }
        if (error instanceof Refusal && !passing.has(error.code)) {
          const answer = packed(problemResult(error, requestId));
          return unpacked(await keepLater(table, state.use, answer));
        }
        if (state.isClaimed) await releaseKey(table, state.use);
        return undefined;
      } catch (thrown) {
        // What is thrown here would pass by all that answers errors.
        return problemResult(thrown, requestId);
      }
    },
  };
}

/** What every answer has is not kept with each. */
function packed({ statusCode = 200, headers = {}, body }: HttpResult): KeptAnswer {
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

const unpacked = ({ status, headers, body }: KeptAnswer): HttpResult => ({
  statusCode: status,
  headers: { ...securityHeaders, ...headers },
  ...(body !== undefined && { body }),
});
