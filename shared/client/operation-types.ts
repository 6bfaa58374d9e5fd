// What each operation takes and returns, derived from the contract's schemas. Types only.
import type * as z from 'zod';
import type { Answers, DryRunAnswers } from '../contracts/answers/answers.ts';
import type { Routes } from '../contracts/routes.ts';
import type { LiaisonProblem } from './liaison-problem.ts';
import type { OperationName } from './operations.ts';

type Schema<Name extends OperationName, Part extends string> = Routes[Name] extends {
  readonly [Key in Part]: infer Type extends z.ZodType;
}
  ? Type
  : never;

/** Query parameters; whole numbers and truth values may be given as such. */
type QueryOf<Type extends z.ZodType> = {
  [Key in keyof z.input<Type>]?:
    | Extract<
        z.input<Type>[Key] | z.output<Type>[Key & keyof z.output<Type>],
        string | number | boolean
      >
    | undefined;
};

type Params<Type> = [Type] extends [never]
  ? { readonly params?: never }
  : { readonly params: z.input<Type & z.ZodType> };
type Query<Type> = [Type] extends [never]
  ? { readonly query?: never }
  : { readonly query?: QueryOf<Type & z.ZodType> };
/** The items of a batch are typed, although the schema of its body accepts anything. */
type Body<Type, Item> = [Item] extends [never]
  ? [Type] extends [never]
    ? { readonly body?: never }
    : { readonly body: z.input<Type & z.ZodType> }
  : {
      readonly body: Omit<z.input<Type & z.ZodType>, 'items'> & {
        readonly items: readonly z.input<Item & z.ZodType>[];
      };
    };

/** Path parameters and query: what identifies a read. */
export type Target<Name extends OperationName> = Params<Schema<Name, 'params'>> &
  Query<Schema<Name, 'query'>>;

/** What every operation takes in addition. */
export interface CallOptions {
  /**
   * `version` of what is changed, sent as If-Match: PreconditionFailed when it has changed since. `absent` on a
   * PUT creates, and never replaces: PreconditionFailed when it exists.
   */
  readonly ifMatch?: number | 'absent';
  /** Of a POST: the same key never writes twice. Default: a new one for each call, kept by its retries. */
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
  /** How often the request is sent at most; overrides the client's `attempts`. */
  readonly attempts?: number;
  /** Instead of `attempts`: called after a failure that may be temporary; whether to send it again. */
  readonly mayRetry?: (problem: LiaisonProblem) => boolean;
}

/** The argument of an operation. */
export type RequestOf<Name extends OperationName> = Target<Name> &
  Body<Schema<Name, 'body'>, Schema<Name, 'item'>> &
  CallOptions;

type AnswerSchema<Name extends OperationName> = Answers[Name][keyof Answers[Name]];

/** What an operation returns; `undefined` where the response has no body. */
export type AnswerOf<Name extends OperationName> =
  AnswerSchema<Name> extends infer Type
    ? Type extends z.ZodType
      ? z.output<Type>
      : undefined
    : never;

/** Operations that return pages. */
export type PagedOperation = {
  [Name in OperationName]: Routes[Name] extends { method: 'GET' }
    ? AnswerOf<Name> extends { items: unknown[]; nextCursor?: string | undefined }
      ? Schema<Name, 'query'> extends z.ZodType<unknown, { cursor?: string | undefined }>
        ? Name
        : never
      : never
    : never;
}[OperationName];

export type ItemOf<Name extends PagedOperation> =
  AnswerOf<Name> extends { items: (infer Item)[] } ? Item : never;

/** What an operation returns for a dry run; `never` if it has none. */
type DryAnswerOf<Name extends OperationName> = Name extends keyof DryRunAnswers
  ? z.output<DryRunAnswers[Name]>
  : never;

/** An operation. The first form runs every check and writes nothing. */
export interface Operation<Name extends OperationName> {
  (
    request: RequestOf<Name> & { readonly query: { readonly dryRun: true } },
  ): Promise<DryAnswerOf<Name>>;
  (request: RequestOf<Name>): Promise<AnswerOf<Name>>;
}
