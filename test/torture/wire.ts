// DynamoDB's protocol between the SDK and the engine.
import type { Table } from '../../shared/table/engine/open-table.ts';

/** The transport below the SDK's client: the real one uses HTTP. */
export type RequestHandler = Table['db']['config']['requestHandler'];
export type Request = Parameters<RequestHandler['handle']>[0];
export type Answered = Awaited<ReturnType<RequestHandler['handle']>>;

/** A parsed body of the protocol. */
// biome-ignore lint/suspicious/noExplicitAny: the torture run reads messages that it does not define
export type Json = any;

/** The operation of a request. */
export const operationOf = (request: Request): string =>
  request.headers['x-amz-target']?.split('.')[1] ?? '';

export function bodyOf({ body }: Request): Json {
  return JSON.parse(typeof body === 'string' ? body : new TextDecoder().decode(body));
}

/** The same request with another body. */
export function withBody(request: Request, json: Json, operation?: string): Request {
  const body = JSON.stringify(json);
  const headers = {
    ...request.headers,
    'content-length': String(Buffer.byteLength(body)),
    ...(operation && { 'x-amz-target': `DynamoDB_20120810.${operation}` }),
  };
  return Object.assign(Object.create(Object.getPrototypeOf(request)), request, { body, headers });
}

const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': 'torture' };

export const answer = (body: Json, statusCode = 200): Answered =>
  ({
    response: { statusCode, headers, body: Buffer.from(JSON.stringify(body)) },
  }) as unknown as Answered;

/** An error in the form in which DynamoDB returns it. */
export const failed = (type: string, more: object = {}, status = 400): Answered =>
  answer({ __type: `com.amazonaws.dynamodb.v20120810#${type}`, message: type, ...more }, status);

/** The error that the SDK receives when a connection breaks. */
export const broken = () =>
  Object.assign(new Error('socket hang up'), { code: 'ECONNRESET', syscall: 'read' });

/** The whole body of an answer, so that reading it takes no time. */
export async function whole({ response }: Answered): Promise<{ json: Json; status: number }> {
  const { body, statusCode: status } = response;
  if (Buffer.isBuffer(body)) return { json: JSON.parse(body.toString()), status };
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(Buffer.from(chunk));
  return { json: JSON.parse(Buffer.concat(chunks).toString()), status };
}
