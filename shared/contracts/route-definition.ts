// What a route is: method, path, scope, what it takes and answers, and the function that serves it.
import * as z from 'zod';
import type { Code } from './error-codes.ts';
import type { Scope } from './scopes.ts';

/** Which Lambda function serves a route. One capability, one function, one set of rights. */
export type Capability = 'queries' | 'connections' | 'records' | 'administration' | 'service';

/** A body larger than this is refused with PayloadTooLarge. */
export const maxBodyBytes = 1_048_576;

/** An idempotency key is kept this long. */
export const idempotencyHours = 24;

export interface Route {
  readonly method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';
  /** Path parameters in braces, as API Gateway and OpenAPI write them. */
  readonly path: string;
  /** The scope a token needs; null = open to all, without a token. */
  readonly scope: Scope | null;
  readonly capability: Capability;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  /** Of a batch: what each of its items must be. */
  readonly item?: z.ZodType;
  /** A failed write may be repeated with the same Idempotency-Key. */
  readonly idempotent?: true;
  /** The answer carries an ETag, or the request may carry If-Match. */
  readonly etag?: true;
  readonly ifMatch?: true;
  /**
   * One request may read or write hundreds of items, or walk what has no bound: it is throttled on
   * its own, below the API as a whole.
   */
  readonly costly?: true;
  /** Media types that the answer can have beside JSON; the request's Accept chooses. */
  readonly formats?: readonly string[];
  /** Body of each success status; null = no body. */
  readonly answers: Readonly<Record<number, z.ZodType | null>>;
  /** Codes beyond those that every route of its kind may answer. */
  readonly refusals: readonly Code[];
}

/** How many items a batch may hold. */
export const maxBatchItems = 100;

/** Body of every batch. Its items are read one by one, so that a bad one does not cost the good ones. */
export const batch = z.strictObject({
  items: z
    .array(z.unknown())
    .min(1, `must contain 1 to ${maxBatchItems} items`)
    .max(maxBatchItems, `must contain 1 to ${maxBatchItems} items`),
});

/** Holds routes to their type and keeps what each of them is exactly. */
export const routesAreOf = <Routes extends Record<string, Route>>(routes: Routes) => routes;
