// The definition of a route: method, path, scope, input, and the function that serves it.
import * as z from 'zod';
import type { JsonFault } from '../text/exact-json.ts';
import type { Code } from './error-codes.ts';
import type { Resource } from './returned-fields.ts';
import type { Scope } from './scopes.ts';
import type { Sent } from './sent-input.ts';

/** Names the Lambda function that serves a route. Each has its own permissions. */
export type Capability =
  | 'queries'
  | 'connections'
  | 'records'
  | 'administration'
  | 'failures'
  | 'service';

/** A body with more bytes than this is refused with PayloadTooLarge. */
export const maxBodyBytes = 1_048_576;

/** How long an idempotency key is stored. */
export const idempotencyHours = 24;

/** Since when a route is deprecated, and when it will be removed: dates, YYYY-MM-DD, at least 12 months apart. */
export interface Deprecation {
  readonly since: string;
  readonly sunset: string;
}

export interface Route {
  readonly method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';
  /** Path parameters in braces, as API Gateway and OpenAPI write them. */
  readonly path: string;
  /** The scope that the token must have; null if the route needs no token. */
  readonly scope: Scope | null;
  readonly capability: Capability;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  /** Every answer then carries the headers `Deprecation` and `Sunset`. */
  readonly deprecated?: Deprecation;
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  /** The schema of each item of a batch. */
  readonly item?: z.ZodType;
  /** Reads an item whose parts have faults of their own. Default: it is read by its schema. */
  readonly readItem?: (input: unknown, jsonFaults: readonly JsonFault[]) => Sent<unknown>;
  /** Error codes of an item of a batch, in addition to those that any item may have. */
  readonly itemRefusals?: readonly Code[];
  /** What the body, or an item of it, describes: its other fields may be sent back unchanged. */
  readonly resource?: Resource;
  /** The request may carry an Idempotency-Key. */
  readonly idempotent?: true;
  /** The answer carries an ETag. A GET may carry If-None-Match. */
  readonly etag?: true;
  /** The request may carry If-Match; a PUT may also carry `If-None-Match: *`, to create only. */
  readonly ifMatch?: true;
  /** A page for people: the description and the client do not have it. */
  readonly page?: true;
  /** The path also has HEAD, which returns the headers alone. */
  readonly head?: true;
  /**
   * One request can read or write hundreds of items, so the route has its own throttling limit,
   * lower than that of the API as a whole.
   */
  readonly costly?: true;
  /** Media types of the answer in addition to JSON; the Accept header selects one. */
  readonly formats?: readonly string[];
  /** Error codes in addition to those that openapi.ts derives from the definition. */
  readonly refusals: readonly Code[];
}

/** Maximum number of items in a batch. */
export const maxBatchItems = 100;

/** Body of every batch. Items are parsed one by one, so that a bad item does not fail the others. */
export const batch = z.strictObject({
  items: z
    .array(z.unknown(), `must be a list of 1 to ${maxBatchItems} items`)
    .min(1, `must have 1 to ${maxBatchItems} items`)
    .max(maxBatchItems, `must have 1 to ${maxBatchItems} items`),
});

/** Checks routes against the type Route and preserves the exact type of each. */
export const defineRoutes = <Routes extends Record<string, Route>>(routes: Routes) => routes;
