// Filters for tests: arbitrary expressions, a printer, and a slow evaluator to compare with.
import fc from 'fast-check';
import { filterLimits } from '../../shared/contracts/filter-parameter.ts';
import {
  comparisons,
  type Expression,
  type Literal,
  textFunctions,
} from '../../shared/domain/filter/expression.ts';
import type { Moment } from '../../shared/domain/filter/moment.ts';

/** A point in time is printed as it was written: the parsed expression keeps only its value. */
export const momentTexts = ['2026-01-31', '2026-01-31T09:30:00Z', '2025-12-31T23:30:00.5-01:00'];

const literal = (momentOf: (text: string) => Moment | undefined): fc.Arbitrary<Literal> =>
  fc
    .oneof(
      fc.constantFrom<Literal['value']>('open', 'WON', '', "it's", 'Ωmega 🙂', true, false, null),
      fc.integer({ min: -5, max: 5 }),
      fc.constantFrom(2.5, -1e-7, 1e21, 20000),
      fc.constantFrom(...momentTexts).map((text) => momentOf(text) as Moment),
    )
    .map((value) => ({ kind: 'literal', value }));

const name: fc.Arbitrary<Expression> = fc
  .constantFrom(
    'name',
    'status',
    'value',
    'closed',
    'address/city',
    'zip-code',
    '__proto__',
    'größe',
  )
  .map((text) => ({ kind: 'name', path: text.split('/') }));

const isText = (one: Expression) => one.kind === 'literal' && typeof one.value === 'string';

/** Expressions as the parser returns them: `and` and `or` are flat and never have only one operand. */
export function expressions(momentOf: (text: string) => Moment | undefined) {
  const literals = literal(momentOf);
  return fc
    .letrec<{ condition: Expression; operand: Expression; value: Expression }>((tie) => ({
      // A quoted text is a value and never on the left; a name on the right needs a value on the left.
      operand: fc.oneof(
        { weight: 4, arbitrary: name },
        { weight: 2, arbitrary: literals.filter((one) => !isText(one)) },
        tie('condition'),
      ),
      value: fc.oneof(
        { weight: 4, arbitrary: literals },
        tie('condition').map((one) =>
          one.kind === 'name' ? ({ kind: 'not', operand: one } as const) : one,
        ),
      ),
      condition: fc.oneof(
        { maxDepth: 4, depthIdentifier: 'filter' },
        name,
        fc.record({
          kind: fc.constant('compare' as const),
          operator: fc.constantFrom(...comparisons),
          left: tie('operand'),
          right: tie('value'),
        }),
        fc.record({
          kind: fc.constant('compare' as const),
          operator: fc.constantFrom(...comparisons),
          left: literals.filter((one) => !isText(one)),
          right: name,
        }),
        fc.record({
          kind: fc.constant('in' as const),
          operand: tie('operand'),
          values: fc.array(literals, { minLength: 1, maxLength: 4 }),
        }),
        fc.record({
          kind: fc.constant('call' as const),
          name: fc.constantFrom(...textFunctions),
          text: name,
          part: literals.filter(isText),
        }),
        fc.record({ kind: fc.constant('not' as const), operand: tie('condition') }),
        fc.record({
          kind: fc.constantFrom('and' as const, 'or' as const),
          operands: fc.array(tie('condition'), { minLength: 2, maxLength: 3 }),
        }),
      ),
    }))
    .condition.filter((one) => callsIn(printed(one)) <= filterLimits.calls);
}

const callsIn = (text: string) => text.match(/(contains|startswith|endswith)\(/g)?.length ?? 0;

/** Prints an expression with no more parentheses than it needs. */
export function printed(expression: Expression): string {
  const inside = (one: Expression) =>
    one.kind === 'name' || one.kind === 'literal' || one.kind === 'call'
      ? printed(one)
      : `(${printed(one)})`;
  switch (expression.kind) {
    case 'literal':
      return printedValue(expression.value);
    case 'name':
      return expression.path.join('/');
    case 'compare':
      return `${inside(expression.left)} ${expression.operator} ${inside(expression.right)}`;
    case 'in':
      return `${inside(expression.operand)} in (${expression.values.map(printed).join(', ')})`;
    case 'call':
      return `${expression.name}(${printed(expression.text)}, ${printed(expression.part)})`;
    case 'not': {
      const { kind } = expression.operand;
      const isJoined = kind === 'and' || kind === 'or';
      return `not ${isJoined ? `(${printed(expression.operand)})` : printed(expression.operand)}`;
    }
    case 'and':
    case 'or':
      return expression.operands
        .map((one) =>
          one.kind === 'or' || one.kind === expression.kind ? `(${printed(one)})` : printed(one),
        )
        .join(` ${expression.kind} `);
  }
}

function printedValue(value: Literal['value']): string {
  if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`;
  if (typeof value !== 'object' || value === null) return String(value);
  const day = new Date(value.day * 86_400_000).toISOString().slice(0, 10);
  if (!value.time) return day;
  const seconds = new Date(value.time.seconds * 1000).toISOString().slice(0, 19);
  return `${seconds}.${value.time.fraction}Z`;
}
