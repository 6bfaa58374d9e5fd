// The HTTP endpoint where AWS SDKs reach this machine's queues, bus and functions.
import type { IncomingMessage, RequestListener } from 'node:http';
import { buffer } from 'node:stream/consumers';

/** An error in the format of AWS services. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** Operations by `X-Amz-Target`, such as `AmazonSQS.SendMessage`. They throw AwsError. */
export type JsonOperations = Readonly<Record<string, (input: Input) => unknown>>;
type Input = Readonly<Record<string, unknown>>;

interface RestAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
/** Returns undefined if the request is for another operation. */
export type RestOperation = (
  message: IncomingMessage,
  body: Buffer,
) => Promise<RestAnswer | undefined> | undefined;

/** Signatures are not verified, because only this machine can reach the endpoint. */
export function awsEndpoint(
  operations: JsonOperations,
  rest: readonly RestOperation[],
): RequestListener {
  const answer = async (message: IncomingMessage): Promise<RestAnswer> => {
    const body = await buffer(message);
    const target = message.headers['x-amz-target'];
    if (typeof target !== 'string') {
      for (const operation of rest) {
        const found = await operation(message, body);
        if (found) return found;
      }
      throw new AwsError('UnknownOperationException', `${message.method} ${message.url}`, 404);
    }
    const operation = Object.hasOwn(operations, target) ? operations[target] : undefined;
    if (!operation) {
      throw new AwsError('UnknownOperationException', `The local host does not support ${target}.`);
    }
    return {
      status: 200,
      headers: { 'content-type': message.headers['content-type'] ?? 'application/x-amz-json-1.0' },
      body: JSON.stringify((await operation(inputOf(body))) ?? {}),
    };
  };
  return async (message, response) => {
    const { status, headers, body } = await answer(message).catch(refusalOf);
    response.writeHead(status, headers).end(body);
  };
}

function inputOf(body: Buffer): Input {
  try {
    return JSON.parse(body.toString() || '{}');
  } catch {
    throw new AwsError('SerializationException', 'The body is not valid JSON.');
  }
}

function refusalOf(error: unknown): RestAnswer {
  const { code, message, status } =
    error instanceof AwsError ? error : new AwsError('InternalFailure', `${error}`, 500);
  return {
    status,
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-errortype': code },
    body: JSON.stringify({ __type: code, message }),
  };
}
