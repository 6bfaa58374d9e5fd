// The outcome of each line of an import, the report of rejected lines, and the totals of the reasons.
import { describe, expect, it } from 'vitest';
import { problem } from '../../shared/contracts/error-codes.ts';
import { withValue } from '../../shared/import/import-lines.ts';
import {
  outcome,
  outcomeOf,
  rejectedAmong,
  reportText,
  weightier,
} from '../../shared/import/import-outcomes.ts';
import { RejectionTotals } from '../../shared/import/rejection-totals.ts';

const place = { line: 3, start: 20, end: 40 };
const line = (value: object) =>
  withValue({ ...place, text: JSON.stringify(value) }, value as Record<string, unknown>);
const fault = { code: 'ValidationFailed', detail: 'not JSON', found: '{' } as const;

describe('the outcome of a line', () => {
  const ended = line({ effectiveEnd: '2006-01-03' });

  it.each(['created', 'updated', 'identical'] as const)('%s is taken over', (status) => {
    expect(outcomeOf(ended, { index: 0, status })).toEqual({ ...place, status });
  });

  it('differs if the same thing exists with other values; the fault shows the value of the line', () => {
    const errors = [{ path: 'effectiveEnd', message: 'the existing one has 2005-01-03' }];
    const extras = { existingId: 'c-1', differs: ['effectiveEnd'], errors };
    const exists = problem('ConnectionExists', 'the connection exists', extras);
    expect(outcomeOf(ended, { index: 0, status: 'duplicate', problem: exists })).toEqual({
      ...place,
      status: 'differs',
      fault: {
        code: 'ConnectionExists',
        detail: 'the connection exists',
        existingId: 'c-1',
        errors: [{ ...errors[0], found: '"2006-01-03"' }],
      },
    });
  });

  it('is blocked if another connection prevents it', () => {
    const exists = problem('ConnectionExists', 'already connected', { existingId: 'c-1' });
    expect(outcomeOf(ended, { index: 0, status: 'duplicate', problem: exists })).toMatchObject({
      status: 'blocked',
      fault: { code: 'ConnectionExists', existingId: 'c-1', found: ended.text },
    });
  });

  it.each([
    ['record1.id', '"a/b"'],
    ['recordTypes[1]', '12345678901234567890'],
    ['attributes["first name"]', '{"a":[1.10]}'],
    ['attributes.__proto__', '2'],
    ['record1', '{"id":"a/b"}'],
  ])('shows the value at %s as it is written', (path, found) => {
    const text =
      '{"record1":{"id":"a/b"},"recordTypes":["x",12345678901234567890],"attributes":{"first name":{"a":[1.10]},"__proto__":2}}';
    const wrong = { code: 'ValidationFailed', detail: '', errors: [{ path, message: 'no' }] };
    const { fault: shown } = outcome(withValue({ ...place, text }, {}), 'invalid', wrong);
    expect(shown?.errors).toEqual([{ path, message: 'no', found }]);
  });

  it.each(['name', 'record1.toString', 'a..b[', ''])('shows no value at the path %j', (path) => {
    const wrong = {
      code: 'ValidationFailed',
      detail: '',
      errors: [{ path, message: 'is missing' }],
    };
    const one = line({ record1: 'x' });
    const shown = outcome(one, 'invalid', wrong).fault?.errors?.[0]?.found;
    expect(shown).toBe(path === '' ? one.text : undefined);
  });
});

describe('weightier', () => {
  it.each([
    ['created', 'identical', 'created'],
    ['identical', 'updated', 'updated'],
    ['created', 'updated', 'created'],
    ['created', 'invalid', 'invalid'],
    ['identical', 'differs', 'differs'],
  ] as const)('%s and then %s is %s', (first, second, status) => {
    expect(weightier({ status: first }, { status: second })).toEqual({ status });
  });
});

const rejected = (status: 'differs' | 'blocked' | 'invalid', code: string, ...paths: string[]) => {
  const errors = paths.map((path) => ({ path, message: 'is wrong' }));
  const shown = { code, detail: 'a reason', ...(errors.length > 0 && { errors }) };
  return { kind: 'records' as const, ...place, status, fault: shown };
};

it('the report has file, line, outcome, code, detail and what was found', () => {
  const outcomes = [
    { ...place, status: 'created' },
    { ...place, line: 4, status: 'invalid', fault },
    {
      ...place,
      line: 7,
      status: 'blocked',
      fault: { code: 'ConnectionExists', detail: 'connected', existingId: 'c-1' },
    },
  ] as const;
  const text = reportText(rejectedAmong('records', outcomes));
  const lines = text.trim().split('\n');
  expect(lines.map((one) => JSON.parse(one))).toEqual([
    { file: 'records.jsonl', line: 4, outcome: 'invalid', ...fault },
    {
      ...{ file: 'records.jsonl', line: 7, outcome: 'blocked' },
      ...{ code: 'ConnectionExists', detail: 'connected', existingId: 'c-1' },
    },
  ]);
});

it('the reasons are counted by outcome, code and field, the most frequent first', () => {
  const totals = new RejectionTotals();
  totals.add([
    rejected('blocked', 'ConnectionExists'),
    rejected('invalid', 'ValidationFailed', 'effectiveStart', 'name'),
    rejected('invalid', 'ValidationFailed', 'recordTypes[0]', 'recordTypes[3]'),
  ]);
  totals.add([rejected('invalid', 'ValidationFailed', 'name'), rejected('invalid', 'X', '')]);
  expect(totals.list()).toEqual([
    {
      outcome: 'invalid',
      code: 'ValidationFailed',
      count: 3,
      fields: { name: 2, effectiveStart: 1, recordTypes: 1 },
    },
    { outcome: 'blocked', code: 'ConnectionExists', count: 1, fields: {} },
    { outcome: 'invalid', code: 'X', count: 1, fields: { 'the line': 1 } },
  ]);
});
