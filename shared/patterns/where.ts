// The type of a workflow's `where`: a pattern of EventBridge that fits the details of certain types of events.
import type { EventDetail, EventType } from '../contracts/event-schemas.ts';
import type { Json } from '../contracts/json-value.ts';

/**
 * A pattern for the detail of events of these types: every field must match one value of its list. If there are
 * several types, the fields are those that all of them have; in `$or`, those of each.
 */
export type Where<Type extends EventType = EventType> = Pattern<EventDetail<Type>> & {
  readonly [isFor]?: (type: Type) => boolean;
};

/** The key of a function that says for which types of events a pattern is: one that `becomes` made is not for all. */
export const isFor = Symbol('isFor');

type Pattern<Detail> = {
  // Not homomorphic in Detail: only the fields that every type has.
  readonly [Field in Exclude<keyof Detail, never>]?: FieldPattern<
    Exclude<Detail[Field], undefined>
  >;
} & Either<Detail>;

interface Either<Detail> {
  /** At least two patterns, of which one must match. */
  readonly $or?: readonly Alternative<Detail>[];
}

type Alternative<Detail> = Detail extends unknown ? Pattern<Detail> : never;

/** The pattern of one field, by its type. A list matches if one of its elements does. */
type FieldPattern<Value> = Json extends Value
  ? AnyPattern
  : [Value] extends [null]
    ? readonly Matcher<null>[]
    : [Exclude<Value, null>] extends [readonly (infer Element)[]]
      ? FieldPattern<Element>
      : [Exclude<Value, null>] extends [object]
        ? ObjectPattern<Exclude<Value, null>> | (null extends Value ? readonly null[] : never)
        : readonly Matcher<Value>[];

type ObjectPattern<Value> = string extends keyof Value
  ? { readonly [name: string]: AnyPattern }
  : Pattern<Value>;

/** For fields with any JSON, such as attributes. */
type AnyPattern = readonly Matcher<string | number | boolean | null>[] | AnyFields;
interface AnyFields {
  readonly [name: string]: AnyPattern;
}

/** One element of a list: a value, or an operator. */
type Matcher<Value> =
  | ([Extract<Value, string>] extends [never] ? never : TextMatcher<Extract<Value, string>>)
  | ([Extract<Value, number>] extends [never] ? never : NumberMatcher)
  | Extract<Value, boolean | null>
  | { readonly exists: boolean };

type TextMatcher<Value extends string> =
  | Value
  | { readonly prefix: string | IgnoringCase }
  | { readonly suffix: string | IgnoringCase }
  | IgnoringCase
  | { readonly wildcard: string }
  | { readonly 'anything-but': Value | readonly Value[] | NoneOf };

interface IgnoringCase {
  readonly 'equals-ignore-case': string;
}

type NoneOf = {
  [Operator in 'prefix' | 'suffix' | 'wildcard' | 'equals-ignore-case']: {
    readonly [One in Operator]: string | readonly string[];
  };
}['prefix' | 'suffix' | 'wildcard' | 'equals-ignore-case'];

type NumberMatcher =
  | number
  | { readonly numeric: NumericRange }
  | { readonly 'anything-but': number | readonly number[] };

type NumericRange =
  | readonly ['=' | '<' | '<=' | '>' | '>=', number]
  | readonly ['>' | '>=', number, '<' | '<=', number];
