import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Refusal } from '../../../shared/contracts/error-codes.ts';
import { parseFilter } from '../../../shared/domain/filter/grammar.ts';
import { momentOf } from '../../../shared/domain/filter/moment.ts';
import { expressions, printed } from '../../support/filters.ts';

/** What a filter is refused with, or undefined. */
function complaint(text: string): string | undefined {
  try {
    parseFilter(text);
    return undefined;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    expect([error.code, error.extras.errors?.[0]?.path]).toEqual(['ValidationFailed', 'filter']);
    return error.extras.errors?.[0]?.message;
  }
}

it('parses what the printer writes', () => {
  fc.assert(
    fc.property(expressions(momentOf), (expression) => {
      expect(parseFilter(printed(expression))).toEqual(expression);
    }),
    { numRuns: 2000 },
  );
});

it('reads a filter of the contract', () => {
  expect(parseFilter("status eq 'open' and estimatedValue gt 20000")).toEqual({
    kind: 'and',
    operands: [
      {
        kind: 'compare',
        operator: 'eq',
        left: { kind: 'name', path: ['status'] },
        right: { kind: 'literal', value: 'open' },
      },
      {
        kind: 'compare',
        operator: 'gt',
        left: { kind: 'name', path: ['estimatedValue'] },
        right: { kind: 'literal', value: 20000 },
      },
    ],
  });
});

it.each([
  ['a eq 1 or b eq 2 and c eq 3', 'a eq 1 or (b eq 2 and c eq 3)'],
  ['not a eq 1 and b', '(not (a eq 1)) and b'],
  ['not not a', 'not (not a)'],
  ["A EQ 1 AND NOT StartsWith(b,'x')", "(A eq 1) and (not startswith(b, 'x'))"],
  ['\ta\neq  1\r', 'a eq 1'],
  ['a in(1,2)', 'a in (1, 2)'],
  ["contains(name,'x') eq true", "(contains(name, 'x')) eq true"],
  ['((((a))))', 'a'],
  ["a eq 'it''s'", "a eq 'it''s'"],
  ['TRUE or Null eq a', 'true or null eq a'],
  ['a eq -1.5e3', 'a eq -1500'],
  ['(a) eq ((1)) and (b eq (2026-01-31))', 'a eq 1 and b eq 2026-01-31'],
])('%s means %s', (one, other) => {
  expect(parseFilter(one)).toEqual(parseFilter(other));
});

const nameAdvice = 'quoted text is a value; write a name here, without quotes';

describe('a bad filter is refused with the place, what was found and what was expected', () => {
  it.each([
    ["status = 'open'", 'at character 8: found "="; write eq'],
    ["status == 'open'", 'at character 8: found "=="; write eq'],
    ['value >= 5', 'at character 7: found ">="; write ge'],
    ['status equals 5', 'at character 8: found "equals"; write eq'],
    [
      'status eqq 5',
      'at character 8: found "eqq"; expected an operator: eq, ne, gt, ge, lt, le, in',
    ],
    ['status eq "open"', 'at character 11: found """; put text in single quotes: \'open\''],
    [
      'status eq ‘open’',
      'at character 11: found "‘open’"; put text in straight single quotes: \'open\'',
    ],
    [
      "status eq 'open",
      "at character 11: found \"'open\"; the quoted text is not closed; end it with ', and write '' for a ' inside it",
    ],
    [
      "(status eq 'open'",
      'at character 18: found the end; expected and, or, or the ) that closes the ( at character 1',
    ],
    ["status eq 'open')", 'at character 17: found ")"; no parenthesis is open'],
    ['status eq', 'at character 10: found the end; expected a name, a value or ('],
    ['status', undefined],
    ['', 'at character 1: found the end; expected a name, a value or ('],
    [
      "status eq 'open' closed",
      'at character 18: found "closed"; expected and, or, or the end of the filter',
    ],
    ['status eq open', 'at character 11: found "open"; put text in single quotes: \'open\''],
    ['status ne (open)', 'at character 12: found "open"; put text in single quotes: \'open\''],
    ['a/b lt c/d', 'at character 8: found "c/d"; put text in single quotes: \'c/d\''],
    ['a eq is', 'at character 6: found "is"; put text in single quotes: \'is\''],
    ["a in ('x', y)", 'at character 12: found "y"; put text in single quotes: \'y\''],
    ['contains(name, x)', 'at character 16: found "x"; put text in single quotes: \'x\''],
    ['(a eq 1) eq b', 'at character 13: found "b"; put text in single quotes: \'b\''],
    ["'status' eq 'open'", `at character 1: found "'status'"; ${nameAdvice}`],
    ["b and ('a') in (1)", `at character 8: found "'a'"; ${nameAdvice}`],
    ["contains('name', 'x')", `at character 10: found "'name'"; ${nameAdvice}`],
    ["'open' eq status", `at character 1: found "'open'"; ${nameAdvice}`],
    ['5 lt a and true eq b and null ne c and 2026-01-31 ge d', undefined],
    ['a eq 1 && b eq 2', 'at character 8: found "&&"; write and'],
    ["'open'", 'at character 7: found the end; expected an operator: eq, ne, gt, ge, lt, le, in'],
    ['= 5', 'at character 1: found "="; expected a name, a value or ('],
    ['!a', 'at character 1: found "!"; write not'],
    [
      "(a and ('x'))",
      'at character 13: found ")"; expected an operator: eq, ne, gt, ge, lt, le, in',
    ],
    ["(not 'x')", 'at character 9: found ")"; expected an operator: eq, ne, gt, ge, lt, le, in'],
    ["('x')", 'at character 6: found the end; expected an operator: eq, ne, gt, ge, lt, le, in'],
    ["('x' or a)", 'at character 6: found "or"; expected an operator: eq, ne, gt, ge, lt, le, in'],
    ['a eq 1 eq true', 'at character 8: found "eq"; put the preceding comparison in parentheses'],
    ['a in 1', "at character 6: found \"1\"; expected a list, as in ('open', 'won')"],
    [
      'a in ()',
      'at character 7: found ")"; expected a value: \'some text\', 20000, 2026-01-31, true or null',
    ],
    ['a in (1 2)', 'at character 9: found "2"; expected a comma or )'],
    [
      'tolower(a) eq 1',
      'at character 1: found "tolower"; the functions are contains, startswith, endswith',
    ],
    [
      'contains(a)',
      'at character 11: found ")"; contains takes two arguments, separated by a comma',
    ],
    [
      'contains(a,1)',
      'at character 12: found "1"; contains takes a name, and text in single quotes: contains(name, \'text\')',
    ],
    ["name like 'x'", 'at character 6: found "like"; write contains(name, \'text\')'],
    [
      'a.b eq 1',
      'at character 1: found "a.b"; write a nested attribute with /, as in address/city',
    ],
    ['a eq 2026-02-30', 'at character 6: found "2026-02-30"; this day does not exist'],
    [
      'a eq 2026-01-31T09:00:00 01:00',
      'at character 26: found "01:00"; this is neither a number (-1.5, 2e6) nor a date (2026-01-31); text needs single quotes',
    ],
    [
      'a eq 20kg',
      'at character 6: found "20kg"; this is neither a number (-1.5, 2e6) nor a date (2026-01-31); text needs single quotes',
    ],
    [
      'a eq 1e400',
      'at character 6: found "1e400"; the number cannot be kept exactly; write one with fewer digits',
    ],
    ...['9007199254740993', '12345678901234567.89', '0.12345678901234567891', '1e-400'].map(
      (number): [string, string] => [
        `a eq ${number}`,
        `at character 6: found "${number}"; the number cannot be kept exactly; write one with fewer digits`,
      ],
    ),
    ['a eq 1.10 or a gt 1e3 or a lt 12345678901234568e10', undefined],
    [
      "🙂🙂 eq 'x'",
      'at character 1: found "🙂🙂"; a name consists of letters, digits, _ and -, with / before a nested attribute',
    ],
    ["a eq '🙂' eq b", 'at character 10: found "eq"; put the preceding comparison in parentheses'],
    [
      'a\u00a0eq 1',
      'at character 1: found "a\\u{a0}eq"; a name consists of letters, digits, _ and -, with / before a nested attribute',
    ],
    ['and eq 1', 'at character 1: found "and"; expected a name, a value or ('],
  ])('%s', (text, message) => {
    expect(complaint(text)).toBe(message);
  });
});

describe('hostile filters', () => {
  it('are refused beyond the limits and not before', () => {
    const nested = (depth: number) => `${'('.repeat(depth)}a${')'.repeat(depth)}`;
    expect(complaint(nested(20))).toBeUndefined();
    expect(complaint(nested(21))).toContain('a filter may be nested at most 20 levels deep');
    expect(complaint(`${'not '.repeat(20)}a`)).toBeUndefined();
    expect(complaint(`${'not '.repeat(499)}a`)).toContain('at character 81');
    const values = (count: number) => `a in (${Array.from({ length: count }, () => 1).join()})`;
    expect(complaint(values(100))).toBeUndefined();
    expect(complaint(values(101))).toContain('in takes at most 100 values');
    expect(complaint(`a eq '${'x'.repeat(1993)}'`)).toBeUndefined();
    expect(complaint(`a eq '${'x'.repeat(1994)}'`)).toContain('at most 2000');
  });

  it('are parsed or refused, whatever they contain', () => {
    const pieces = fc.constantFrom(
      ...[
        "'",
        '"',
        '(',
        ')',
        ',',
        ' ',
        'a',
        'eq',
        'in',
        'not',
        'and',
        'contains',
        '1',
        '-',
        '.',
        '/',
      ],
      ...['e', '2026-01-31', 'T', ':', 'null', '__proto__', '=', '\ud800', '\u2028', '\0', '🙂'],
    );
    const texts = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join('')),
      fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join(' ')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const message = complaint(text);
        expect(message === undefined || message.isWellFormed()).toBe(true);
      }),
      { numRuns: 20_000 },
    );
  });

  it('take linear time', () => {
    const worst = [
      "'",
      "''",
      '(',
      'not ',
      'a/',
      'a eq 1 or ',
      '1',
      '.',
      '-',
      'a,',
      "''''a",
      '9e',
      '2026-01-31T',
    ];
    const began = performance.now();
    for (const piece of worst) {
      for (const start of ['', 'a in (', "a eq '", 'contains(']) {
        complaint((start + piece.repeat(2000)).slice(0, 2000));
        // What is longer is refused unread.
        complaint(start + piece.repeat(500_000));
      }
    }
    expect(performance.now() - began).toBeLessThan(2000);
  });
});

it('a condition on a record alone has no connection', () => {
  const refused = (text: string) => {
    try {
      return parseFilter(text, 'record');
    } catch (error) {
      return (error as Refusal).extras.errors?.[0]?.message;
    }
  };
  expect(refused("status eq 'open' and connection/share gt 1")).toBe(
    'at character 22: found "connection/share"; a list of records has no connections; write name or an attribute',
  );
  expect(refused('connection eq 1')).toEqual(parseFilter('connection eq 1'));
});
