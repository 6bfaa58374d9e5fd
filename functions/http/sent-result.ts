// How a result is sent: compressed if it is large and the caller allows that; without a body for HEAD and 304.
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { prefersGzip } from './accept-header.ts';
import type { HttpEvent, HttpResult } from './http-exchange.ts';

/** Bytes. A smaller answer travels in a few packets anyway. */
const largestPlain = 16_384;

/** The result as it is sent. For a large one, `Vary` says that it depends on Accept-Encoding. */
export async function sentResult(
  { headers, requestContext }: HttpEvent,
  result: HttpResult,
): Promise<HttpResult> {
  const { body = '', ...answer } = result;
  const isLarge = Buffer.byteLength(body) > largestPlain;
  const vary = [answer.headers?.vary, isLarge && 'Accept-Encoding'].filter(Boolean).join(', ');
  const sent = { ...answer, headers: { ...answer.headers, ...(vary && { vary }) } };
  if (requestContext.http.method === 'HEAD' || answer.statusCode === 304) return sent;
  if (!isLarge || !prefersGzip(headers['accept-encoding']))
    return { ...sent, ...(body && { body }) };
  return {
    ...sent,
    headers: { ...sent.headers, 'content-encoding': 'gzip' },
    body: (await promisify(gzip)(body)).toString('base64'),
    isBase64Encoded: true,
  };
}
