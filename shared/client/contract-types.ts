// The types of the contract that the client uses, derived from its schemas. Types only: in the package, plain types
// that npm pack writes take their place (docs/contract/client-types.ts), so that they do not need zod.
import type * as z from 'zod';
import type { Answers, DryRunAnswers } from '../contracts/answers/answers.ts';
import type {
  Connection as ConnectionSchema,
  NamedRecord as NamedRecordSchema,
} from '../contracts/answers/connection-answers.ts';
import type { Graph as GraphSchema } from '../contracts/answers/graph-answers.ts';
import type { HistoryEntry as HistoryEntrySchema } from '../contracts/answers/history-answers.ts';
import type {
  Problem as AnyProblem,
  ProblemOf as OneProblem,
} from '../contracts/answers/problem.ts';
import type { StoredRecord as StoredRecordSchema } from '../contracts/answers/record-answers.ts';
import type { NewConnection as NewConnectionSchema } from '../contracts/connection-schemas.ts';
import type { Code as AnyCode } from '../contracts/error-codes.ts';
import type { RecordReference as RecordReferenceSchema } from '../contracts/identifiers.ts';
import type { Json } from '../contracts/json-value.ts';
import type { RecordType as RecordTypeSchema } from '../contracts/record-type-schemas.ts';
import type { ConnectionRole as ConnectionRoleSchema } from '../contracts/role-schemas.ts';
import type { Routes } from '../contracts/routes.ts';
import type { OperationName } from './operations.ts';

export type { Json };
export type Code = AnyCode;
/** The problem of each code. */
export type Problems = { [C in Code]: OneProblem<C> };
/** A problem with what those of any code may have in addition. */
export type Problem = AnyProblem;

/** A connection as answers show it. */
export type Connection = z.output<typeof ConnectionSchema>;
/** The body that creates one. */
export type NewConnection = z.input<typeof NewConnectionSchema>;
export type ConnectionRole = z.output<typeof ConnectionRoleSchema>;
export type RecordType = z.output<typeof RecordTypeSchema>;
export type RecordReference = z.output<typeof RecordReferenceSchema>;
export type NamedRecord = z.output<typeof NamedRecordSchema>;
/** A record as answers show it. */
export type StoredRecord = z.output<typeof StoredRecordSchema>;
export type HistoryEntry = z.output<typeof HistoryEntrySchema>;
export type Graph = z.output<typeof GraphSchema>;

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

/** Path parameters and query of each operation. */
export type Targets = {
  [Name in OperationName]: Params<Schema<Name, 'params'>> & Query<Schema<Name, 'query'>>;
};

/** The body of each operation. */
export type Bodies = {
  [Name in OperationName]: Body<Schema<Name, 'body'>, Schema<Name, 'item'>>;
};

type AnswerSchema<Name extends OperationName> = Answers[Name][keyof Answers[Name]];

/** What each operation returns; `undefined` where the response has no body. */
export type Returned = {
  [Name in OperationName]: AnswerSchema<Name> extends infer Type
    ? Type extends z.ZodType
      ? z.output<Type>
      : undefined
    : never;
};

/** What each operation returns for a dry run, if it has one. */
export type DryReturned = {
  [Name in keyof DryRunAnswers]: z.output<DryRunAnswers[Name]>;
};

/** Operations that return pages. */
export type PagedOperation = {
  [Name in OperationName]: Routes[Name] extends { method: 'GET' }
    ? Returned[Name] extends { items: unknown[]; nextCursor?: string | undefined }
      ? Schema<Name, 'query'> extends z.ZodType<unknown, { cursor?: string | undefined }>
        ? Name
        : never
      : never
    : never;
}[OperationName];
