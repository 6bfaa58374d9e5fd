// What is counted, reported and printed about the lines of an import.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Entry, withValue } from '../../cli/lines.ts';
import { noCounts, outcomesOf, Report, weightier } from '../../cli/report.ts';
import { importJson, importText, verifyJson, verifyText } from '../../cli/summary.ts';
import { problem } from '../../shared/contracts/error-codes.ts';

const good = (line: number) => withValue({ line, end: 0 }, {});
const fault = { code: 'ValidationFailed', detail: 'not JSON' } as const;

describe('outcomesOf', () => {
  const entries: Entry<object>[] = [good(1), { line: 2, end: 0, fault }, good(4)];
  const missing = problem('ConnectionRoleNotFound', 'there is no connection role x');

  it('gives each line the answer to its item, whatever the order of the answers', () => {
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

  it('does not take silence for success', () => {
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

describe('Report', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'liaison-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('takes an earlier report away, and writes none without a bad line', () => {
    const path = join(folder, 'report.jsonl');
    writeFileSync(path, 'of last week\n');
    const report = new Report(path);
    const counts = noCounts();
    report.take('records.jsonl', [{ line: 1, status: 'created' }], counts);
    expect(counts).toEqual({ created: 1, replaced: 0, duplicate: 0, invalid: 0 });
    expect(report.written).toBe(false);
    expect(existsSync(path)).toBe(false);
  });

  it('writes bad lines with file, line, code, detail and the fields at fault', () => {
    const report = new Report(join(folder, 'report.jsonl'));
    const errors = [{ path: 'name', message: 'must not be blank' }];
    report.take('records.jsonl', [{ line: 3, status: 'invalid', fault }], noCounts());
    const outcome = { line: 7, status: 'invalid', fault: { ...fault, errors } } as const;
    report.take('records.jsonl', [outcome], noCounts());
    const lines = readFileSync(report.path, 'utf8').trim().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { file: 'records.jsonl', line: 3, ...fault },
      { file: 'records.jsonl', line: 7, ...fault, errors },
    ]);
    expect(report.written).toBe(true);
  });
});

describe('summaries', () => {
  const counts = {
    recordTypes: noCounts(),
    connectionRoles: { ...noCounts(), replaced: 2, duplicate: 26 },
    records: noCounts(),
    connections: { ...noCounts(), created: 12_573 },
  };

  it('has a line for each file that was there', () => {
    const found = ['connectionRoles', 'connections'] as const;
    expect(importText({ counts, found, report: 'bad.jsonl' }).split('\n')).toEqual([
      'connection roles: 0 created, 2 replaced, 26 duplicate, 0 invalid',
      'connections: 12,573 created, 0 duplicate, 0 invalid',
      'The invalid lines are in bad.jsonl',
    ]);
  });

  it('has one object for programs', () => {
    expect(JSON.parse(importJson({ counts, found: [], report: null }))).toEqual({
      ...counts,
      connections: { created: 12_573, duplicate: 0, invalid: 0 },
      report: null,
    });
  });

  it('tells problems before the counts', () => {
    const broken = { connectionId: 'c', record1: 'a/1', record2: 'b/2', detail: 'one is missing' };
    const wrong = {
      of: { type: 'contact', id: 'maria' },
      cell: 'role:vendor',
      counted: 1,
      shown: 1234,
    } as const;
    const verification = {
      halves: 25_145,
      connections: 12_573,
      records: 839,
      recordTypes: 5,
      roles: 28,
      brokenPairs: [broken],
      wrongCounts: [wrong],
      unsettled: [],
    };
    expect(verifyText(verification).split('\n')).toEqual([
      'c between a/1 and b/2: one is missing',
      'contact/maria, role:vendor: counted 1, shown 1,234',
      '1 wrong counts of 839 records, 5 record types, 28 roles',
      '25,145 halves, 12,573 connections, 2 problems',
    ]);
    expect(
      verifyJson(verification)
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([
      broken,
      wrong,
      {
        halves: 25_145,
        connections: 12_573,
        records: 839,
        recordTypes: 5,
        roles: 28,
        unsettled: [],
        wrongCounts: 1,
        problems: 2,
      },
    ]);
  });

  it('says what could not be judged, and what a repair has done', () => {
    const types = ['a', 'b', 'c', 'd', 'e', 'f'].map((type) => `record type ${type}`);
    const counts = { halves: 0, connections: 0, records: 0, recordTypes: 6, roles: 0 };
    const verification = { ...counts, brokenPairs: [], wrongCounts: [], unsettled: types };
    const text = verifyText({ ...verification, corrections: 2 });
    expect(text).toContain('6 not judged');
    expect(text).toContain('record type e and 1 more');
    expect(text).toContain('2 corrections made; broken pairs are not repaired');
  });
});
