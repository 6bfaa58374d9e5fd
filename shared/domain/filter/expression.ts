// The syntax tree of a filter.
import type { Moment } from './moment.ts';

export const comparisons = ['eq', 'ne', 'gt', 'ge', 'lt', 'le'] as const;
export const textFunctions = ['contains', 'startswith', 'endswith'] as const;

export type Comparison = (typeof comparisons)[number];
export type TextFunction = (typeof textFunctions)[number];

export interface Literal {
  readonly kind: 'literal';
  readonly value: string | number | boolean | null | Moment;
}

export type Expression =
  | Literal
  /** `name`, an attribute or a nested attribute. */
  | { readonly kind: 'name'; readonly path: readonly string[] }
  | {
      readonly kind: 'compare';
      readonly operator: Comparison;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'in'; readonly operand: Expression; readonly values: readonly Literal[] }
  | {
      readonly kind: 'call';
      readonly name: TextFunction;
      readonly text: Expression;
      readonly part: Expression;
    }
  | { readonly kind: 'not'; readonly operand: Expression }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Expression[] };
