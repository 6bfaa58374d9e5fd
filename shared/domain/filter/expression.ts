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
  /** `name`, an attribute or a nested attribute; `connection/…`: an attribute of the connection. */
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

/** Whether a name is that of an attribute of the connection, and not of the connected record. */
export const isConnectionPath = (path: readonly string[]): boolean =>
  path.length > 1 && path[0] === 'connection';

/** Whether a filter needs the connected record. One with names of the connection alone does not. */
export function needsRecord(expression: Expression): boolean {
  switch (expression.kind) {
    case 'literal':
      return false;
    case 'name':
      return !isConnectionPath(expression.path);
    case 'compare':
      return needsRecord(expression.left) || needsRecord(expression.right);
    case 'in':
    case 'not':
      return needsRecord(expression.operand);
    case 'call':
      return needsRecord(expression.text) || needsRecord(expression.part);
    case 'and':
    case 'or':
      return expression.operands.some(needsRecord);
  }
}
