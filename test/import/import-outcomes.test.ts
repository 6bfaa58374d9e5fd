// The outcome of each line of an import.
import { describe, expect, it } from 'vitest';
import { problem } from '../../shared/contracts/error-codes.ts';
import { type Entry, withValue } from '../../shared/import/import-lines.ts';
import { badLinesOf, outcomesOf, weightier } from '../../shared/import/import-outcomes.ts';

const good = (line: number) => withValue({ line, end: 0 }, {});
const fault = { code: 'ValidationFailed', detail: 'not JSON' } as const;

describe('outcomesOf', () => {
  const entries: Entry[] = [good(1), { line: 2, end: 0, fault }, good(4)];
  const missing = problem('ConnectionRoleNotFound', 'there is no connection role x');

  it('gives each line the result of its item, whatever the order of the results', () => {
    const results = [
      { index: 1, status: 'invalid', problem: missing },
      { index: 0, status: 'created' },
    ] as const;
    expect(outcomesOf(entries, results)).toEqual([
      { line: 1, status: 'created' },
      { line: 2, status: 'invalid', fault },
      { line: 4, status: 'invalid', fault: missing },
    ]);
  });

  it('does not treat a missing result as success', () => {
    expect(() => outcomesOf(entries, [{ index: 0, status: 'created' }])).toThrow('line 4');
  });
});

describe('weightier', () => {
  it.each([
    ['created', 'duplicate', 'created'],
    ['duplicate', 'replaced', 'replaced'],
    ['created', 'replaced', 'created'],
    ['created', 'invalid', 'invalid'],
  ] as const)('%s and then %s is %s', (first, second, status) => {
    expect(weightier({ status: first }, { status: second })).toEqual({ status });
  });
});

it('reports invalid lines with file, line, code, detail and the fields at fault', () => {
  const errors = [{ path: 'name', message: 'must not be blank' }];
  const outcomes = [
    { line: 1, status: 'created' },
    { line: 3, status: 'invalid', fault },
    { line: 7, status: 'invalid', fault: { ...fault, errors } },
  ] as const;
  expect(badLinesOf('records', outcomes)).toEqual([
    { file: 'records.jsonl', line: 3, ...fault },
    { file: 'records.jsonl', line: 7, ...fault, errors },
  ]);
});
