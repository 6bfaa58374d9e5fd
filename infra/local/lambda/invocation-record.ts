// What Lambda tells the destinations of a function that is invoked asynchronously.

import { arnOf } from '../host/template.ts';
import type { FunctionFailure } from './functions.ts';

/** An asynchronous invocation that is not done. */
export interface Pending {
  readonly functionName: string;
  readonly event: unknown;
  /** What it comes from, for people. */
  readonly cause: string;
  /** Epoch milliseconds. */
  readonly acceptedAt: number;
  readonly attempts: number;
}

export interface InvocationEnd {
  readonly condition: 'Success' | 'RetriesExhausted' | 'EventAgeExceeded';
  /** Of the last attempt; neither when there was none. */
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
