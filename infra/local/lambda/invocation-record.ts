// The record that Lambda sends to the destinations of an asynchronous invocation.
import { arnOf } from '../base/template.ts';
import type { FunctionFailure } from './local-function.ts';

/** An unfinished asynchronous invocation. */
export interface Pending {
  readonly functionName: string;
  readonly event: unknown;
  /** What caused the invocation, for the trace. */
  readonly cause: string;
  /** Epoch milliseconds. */
  readonly acceptedAt: number;
  readonly attempts: number;
}

export interface InvocationEnd {
  readonly condition: 'Success' | 'RetriesExhausted' | 'EventAgeExceeded';
  /** Result or error of the last attempt; neither if there was no attempt. */
  readonly result?: unknown;
  readonly error?: FunctionFailure;
}

/** The record, as JSON. */
export function invocationRecord(
  requestId: string,
  { functionName, attempts, event }: Pending,
  { condition, result, error }: InvocationEnd,
): string {
  const response = {
    responseContext: {
      statusCode: 200,
      executedVersion: '$LATEST',
      ...(error ? { functionError: 'Unhandled' } : {}),
    },
    responsePayload: error ? error.payload : result,
  };
  return JSON.stringify({
    version: '1.0',
    timestamp: new Date().toISOString(),
    requestContext: {
      requestId,
      functionArn: `${arnOf('AWS::Lambda::Function', functionName)}:$LATEST`,
      condition,
      approximateInvokeCount: attempts,
    },
    requestPayload: event,
    ...(condition === 'EventAgeExceeded' ? {} : response),
  });
}
