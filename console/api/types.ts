// What a call takes and answers, by the contract's schemas.
import type * as z from 'zod';
import type { Routes } from '../../shared/contracts/routes.ts';
import type { CalledRoute } from './paths.ts';

type Schema<Name extends CalledRoute, Part extends string> = Routes[Name] extends {
  readonly [Key in Part]: infer Type extends z.ZodType;
}
  ? Type
  : never;

/** A query as it goes into an address: whole numbers may be numbers. */
type QueryOf<Type extends z.ZodType> = {
  [Key in keyof z.input<Type>]?:
    | Extract<z.input<Type>[Key] | z.output<Type>[Key & keyof z.output<Type>], string | number>
    | undefined;
};

type Params<Type> = [Type] extends [never]
  ? { readonly params?: never }
  : { readonly params: z.input<Type & z.ZodType> };
type Query<Type> = [Type] extends [never]
  ? { readonly query?: never }
  : { readonly query?: QueryOf<Type & z.ZodType> };
/** Of a batch, each item is typed, though the schema of its body leaves them open. */
type Body<Type, Item> = [Item] extends [never]
  ? [Type] extends [never]
    ? { readonly body?: never }
    : { readonly body: z.input<Type & z.ZodType> }
  : { readonly body: { readonly items: readonly z.input<Item & z.ZodType>[] } };

/** What a read of a route asks. */
export type Asked<Name extends CalledRoute> = Params<Schema<Name, 'params'>> &
  Query<Schema<Name, 'query'>>;

/** What a call of a route sends. */
export type Request<Name extends CalledRoute> = Asked<Name> &
  Body<Schema<Name, 'body'>, Schema<Name, 'item'>> & {
    /** `version` of what is to be changed: 412 when it has changed since. */
    readonly ifMatch?: number;
    /** The same for the same submission, tried again or not; see `newKey`. */
    readonly idempotencyKey?: string;
    readonly signal?: AbortSignal;
  };

type AnswerSchema<Name extends CalledRoute> =
  Routes[Name]['answers'][keyof Routes[Name]['answers']];

/** What a call of a route answers; `undefined` where there is no body. */
export type Answer<Name extends CalledRoute> =
  AnswerSchema<Name> extends infer Type
    ? Type extends z.ZodType
      ? z.output<Type>
      : undefined
    : never;

/** Routes that answer pages. */
export type PagedRoute = {
  [Name in CalledRoute]: Routes[Name] extends { method: 'GET' }
    ? Answer<Name> extends { items: unknown[]; nextCursor?: string | undefined }
      ? Schema<Name, 'query'> extends z.ZodType<unknown, { cursor?: string | undefined }>
        ? Name
        : never
      : never
    : never;
}[CalledRoute];

export type ItemOf<Name extends PagedRoute> =
  Answer<Name> extends { items: (infer Item)[] } ? Item : never;
