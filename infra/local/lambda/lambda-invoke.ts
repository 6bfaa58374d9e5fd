// The Invoke operation of Lambda's API.
import { AwsError, type RestOperation } from '../base/aws-endpoint.ts';
import { nameOf } from '../base/template.ts';
import type { AsyncInvocations } from './async-invocations.ts';
import { FunctionFailure, type LocalFunction } from './local-function.ts';

/** POST /2015-03-31/functions/NAME/invocations, of type RequestResponse or Event. */
export function lambdaInvoke(
  functions: ReadonlyMap<string, LocalFunction>,
  invocations: AsyncInvocations,
): RestOperation {
  return async ({ method, url = '', headers }, body) => {
    const [, encoded] = /^\/2015-03-31\/functions\/([^/?]+)\/invocations/.exec(url) ?? [];
    if (method !== 'POST' || encoded === undefined) return undefined;
    const name = nameOf(decodeURIComponent(encoded));
    const fn = functions.get(name);
    if (!fn) throw new AwsError('ResourceNotFoundException', `There is no function ${name}.`, 404);
    const event = eventOf(body);
    const version = { 'x-amz-executed-version': '$LATEST' };
    const type = headers['x-amz-invocation-type'] ?? 'RequestResponse';
    if (type === 'Event') {
      invocations.accept(name, event, 'an operator');
      return { status: 202, headers: version, body: '' };
    }
    if (type !== 'RequestResponse') {
      throw new AwsError('InvalidParameterValueException', `There is no invocation type ${type}.`);
    }
    try {
      return { status: 200, headers: version, body: JSON.stringify(await fn.invoke(event)) };
    } catch (error) {
      if (!(error instanceof FunctionFailure)) throw error;
      return {
        status: 200,
        headers: { ...version, 'x-amz-function-error': 'Unhandled' },
        body: JSON.stringify(error.payload),
      };
    }
  };
}

function eventOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString() || '{}');
  } catch {
    throw new AwsError('InvalidRequestContentException', 'The payload is not valid JSON.');
  }
}
