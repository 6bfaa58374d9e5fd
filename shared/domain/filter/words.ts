// The words of the filter language, and the words of other languages that people try instead.
import { comparisons } from './expression.ts';

export const constants = new Map<string, boolean | null>([
  ['true', true],
  ['false', false],
  ['null', null],
]);
export const operators = [...comparisons, 'in'].join(', ');
/** Words with a meaning cannot be names, in any case. */
export const reserved = new Set<string>([
  ...comparisons,
  ...constants.keys(),
  'in',
  'and',
  'or',
  'not',
]);

/** What people know from other languages, and the correct word here. */
export const otherWords = new Map(
  Object.entries({
    '=': 'eq',
    '==': 'eq',
    '===': 'eq',
    equals: 'eq',
    equal: 'eq',
    is: 'eq',
    '!=': 'ne',
    '!==': 'ne',
    '<>': 'ne',
    neq: 'ne',
    '>': 'gt',
    '>=': 'ge',
    gte: 'ge',
    '<': 'lt',
    '<=': 'le',
    lte: 'le',
    '&': 'and',
    '&&': 'and',
    '|': 'or',
    '||': 'or',
    like: "contains(name, 'text')",
    contains: "contains(name, 'text')",
    startswith: "startswith(name, 'text')",
    endswith: "endswith(name, 'text')",
  }),
);
