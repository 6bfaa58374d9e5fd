// Reading the body of a request: its bytes, its text, its JSON, and what its schema says.
import { isUtf8 } from 'node:buffer';
import * as z from 'zod';
import { Refusal } from '../../shared/contracts/error-codes.ts';
import { maxBodyBytes, type Route } from '../../shared/contracts/route-definition.ts';
import { readInput, Sent } from '../../shared/contracts/sent-input.ts';
import { type ExactJson, readExactJson } from '../../shared/text/exact-json.ts';
import type { HttpEvent } from './http-exchange.ts';

/** The schema of a part of the request for which the route has none. */
export const nothing = z.strictObject({});

/** The body of a request without one. */
const noBody = new Sent<unknown>({}, []);

/**
 * The body as far as it is valid, with all its faults. The items of a batch are read one by one, so
 * that the fault of an item is reported as its result.
 * @throws Refusal PayloadTooLarge, UnsupportedMediaType
 */
export function readBody(route: Route, event: HttpEvent): Sent<unknown> {
  const bytes = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > maxBodyBytes) {
    throw new Refusal(
      'PayloadTooLarge',
      `the body has ${bytes.length} bytes; at most ${maxBodyBytes} are allowed`,
    );
  }
  if (!route.body && bytes.length === 0) return noBody;
  assertPlain(event);
  assertJson(route, event.headers['content-type'] ?? '');
  const json = jsonOf(textOf(event, bytes));
  if ('fault' in json) return new Sent({}, [{ path: '', message: json.fault }]);
  return route.item
    ? readBatch(route, json)
    : readInput(route.body ?? nothing, json.value, {
        resource: route.resource,
        jsonFaults: json.faults,
      });
}

function readBatch(route: Route, json: ExactJson) {
  const { body = nothing, item = nothing, resource, readItem } = route;
  const inItem = ({ keys }: ExactJson['faults'][number]) =>
    keys[0] === 'items' && typeof keys[1] === 'number' ? keys[1] : undefined;
  const faultsOf = Map.groupBy(json.faults, inItem);
  const batch = readInput(body, json.value, { jsonFaults: faultsOf.get(undefined) ?? [] });
  if (batch.faults.length > 0) return batch;
  const { items, ...fields } = batch.value as { items: readonly unknown[] };
  const read = items.map((one, index) => {
    const jsonFaults = (faultsOf.get(index) ?? []).map(({ keys, message }) => ({
      keys: keys.slice(2),
      message,
    }));
    if (readItem) return readItem(one, jsonFaults);
    return readInput(item, one, { resource, jsonFaults, subject: 'the item' });
  });
  return new Sent<unknown>({ ...fields, items: read }, []);
}

/** API Gateway passes a compressed body on as it is. */
function assertPlain({ headers }: HttpEvent): void {
  const encoding = headers['content-encoding'];
  if (encoding === undefined) return;
  throw new Refusal(
    'UnsupportedMediaType',
    `the body has the Content-Encoding "${encoding.slice(0, 100)}"; send it without one`,
  );
}

/** A body in another charset than UTF-8 would be misread (RFC 8259, 8.1: JSON is UTF-8). */
function assertJson({ method }: Route, contentType: string): void {
  const [type = '', ...parameters] = contentType
    .split(';')
    .map((part) => part.trim().toLowerCase());
  const isJson =
    type === 'application/json' || (type === 'application/merge-patch+json' && method === 'PATCH');
  const isUtf8 = parameters.every((one) => !/^charset=(?!"?utf-?8"?$)/.test(one));
  if (isJson && isUtf8) return;
  const given = contentType === '' ? 'missing' : `"${contentType.slice(0, 100)}"`;
  throw new Refusal(
    'UnsupportedMediaType',
    `the Content-Type is ${given}; send "application/json" in UTF-8`,
  );
}

/**
 * The text of a body. API Gateway passes on JSON as text, with U+FFFD for bytes that are not UTF-8:
 * then the text is longer than the Content-Length. See
 * docs/decisions/0037-data-comes-back-as-it-was-sent.md.
 */
function textOf({ isBase64Encoded, headers, body = '' }: HttpEvent, bytes: Buffer) {
  if (isBase64Encoded) return isUtf8(bytes) ? bytes.toString() : notUtf8;
  if (!body.includes('\ufffd')) return body;
  const length = headers['content-length'];
  if (length === undefined) return uncertain;
  return Number(length) === bytes.length ? body : notUtf8;
}

const notUtf8 = { fault: 'is not UTF-8' } as const;
const uncertain = {
  fault:
    'contains U+FFFD, and has no Content-Length to tell it from bytes that are not UTF-8; ' +
    'send the length, or U+FFFD as \\ufffd',
} as const;

function jsonOf(text: ReturnType<typeof textOf>): ExactJson | { readonly fault: string } {
  if (typeof text !== 'string') return text;
  if (text.trim() === '') return { fault: 'is empty; send JSON' };
  try {
    return readExactJson(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { fault: `is not valid JSON: ${error.message}` };
  }
}
