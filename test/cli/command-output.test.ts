// What the commands print, and the report of rejected lines.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { importJson, importText, verifyJson, verifyText } from '../../cli/command-output.ts';
import { bar, ProgressBar, progressText } from '../../cli/progress-bar.ts';
import { RejectedReport } from '../../cli/rejected-report.ts';
import { noCounts } from '../../shared/import/import-outcomes.ts';

const fault = { code: 'ValidationFailed', detail: 'not JSON' } as const;

describe('RejectedReport', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'liaison-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('keeps an earlier report until an import without rejected lines is done', () => {
    const path = join(folder, 'report.jsonl');
    writeFileSync(path, 'of last week\n');
    const report = new RejectedReport(path);
    report.append([]);
    expect(report.written).toBe(false);
    expect(existsSync(path)).toBe(true);
    report.close();
    expect(existsSync(path)).toBe(false);
  });

  it('writes one JSON object per rejected line', () => {
    writeFileSync(join(folder, 'report.jsonl'), 'of last week\n');
    const report = new RejectedReport(join(folder, 'report.jsonl'));
    const place = { kind: 'records', start: 0, end: 9 } as const;
    report.append([{ ...place, line: 3, status: 'invalid', fault }]);
    report.append([{ ...place, line: 7, status: 'blocked', fault }]);
    const lines = readFileSync(report.path, 'utf8').trim().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { file: 'records.jsonl', line: 3, outcome: 'invalid', ...fault },
      { file: 'records.jsonl', line: 7, outcome: 'blocked', ...fault },
    ]);
    expect(report.written).toBe(true);
  });
});

const broken = {
  connectionId: 'c',
  record1: 'a/1',
  record2: 'b/2',
  kind: 'halves' as const,
  detail: 'one is missing',
};

describe('summaries', () => {
  const counts = {
    recordTypes: noCounts(),
    connectionRoles: { ...noCounts(), identical: 26, differs: 2 },
    records: noCounts(),
    connections: { ...noCounts(), created: 12_573, blocked: 63, invalid: 1200 },
  };
  const rejections = {
    recordTypes: [],
    connectionRoles: [
      { outcome: 'differs', code: 'ConnectionRoleExists', count: 2, fields: { name: 2, state: 1 } },
    ],
    records: [],
    connections: [
      {
        outcome: 'invalid',
        code: 'ValidationFailed',
        count: 1200,
        fields: Object.fromEntries([...'abcdefghij'].map((field, at) => [field, 1200 - at])),
      },
      { outcome: 'blocked', code: 'ConnectionExists', count: 63, fields: {} },
    ],
  } as const;
  const found = ['connectionRoles', 'connections'] as const;
  const progressOf = (counted: number) => ({
    records: { created: 1, counted: 1 },
    connections: { created: 12_573, counted },
  });

  it('has a line for each file of the folder, and the reasons why lines were rejected', () => {
    const summary = { counts, found, rejections, report: 'bad.jsonl', rejected: 'rejected' };
    const end = { ended: 'finished', counting: progressOf(12_000) } as const;
    expect(importText(summary, end).split('\n')).toEqual([
      'connection roles: 0 created, 0 updated, 26 identical, 2 differs, 0 blocked, 0 invalid',
      '  differs: 2 ConnectionRoleExists (name 2, state 1)',
      'connections: 12,573 created, 0 updated, 0 identical, 0 differs, 63 blocked, 1,200 invalid',
      '  invalid: 1,200 ValidationFailed (a 1,200, b 1,199, c 1,198, d 1,197, e 1,196, f 1,195, g 1,194, h 1,193 and 2 more)',
      '  blocked: 63 ConnectionExists',
      'The lines that differ, are blocked or are invalid are listed in bad.jsonl',
      'Copies of them are in rejected: correct them there and import that folder',
      'Counts are not up to date yet: they include 1 of 1 record and 12,000 of 12,573 connections that were created',
    ]);
  });

  it('says that counts are up to date, or nothing about them', () => {
    const none = { counts, found: [], rejections, report: null, rejected: null };
    expect(importText(none, { ended: 'finished', counting: progressOf(12_573) })).toBe(
      'Counts are up to date',
    );
    expect(importText(none, { ended: 'interrupted', counting: null })).toBe('');
  });

  it('is one JSON object with --json', () => {
    const summary = { counts, found, rejections, report: null, rejected: null };
    expect(JSON.parse(importJson(summary, { ended: 'failed', counting: null }))).toEqual({
      ...counts,
      ...{ rejections, report: null, rejected: null },
      ...{ ended: 'failed', counting: null },
    });
  });

  it('lists problems before the counts', () => {
    const wrong = {
      of: { type: 'contact', id: 'maria' },
      cell: 'role:vendor',
      counted: 1,
      shown: 1234,
    } as const;
    const exceeded = {
      ...{ record: 'account/a', roleId: 'lead', limit: 1, day: '2026-01-01' },
      connectionIds: ['c', 'd'],
    };
    const verification = {
      halves: 25_145,
      connections: 12_573,
      records: 839,
      recordTypes: 5,
      roles: 28,
      brokenPairs: [broken],
      recordsWithoutType: ['ghost/g'],
      unfoundRecords: ['contact/maria'],
      exceededLimits: [exceeded],
      wrongCounts: [wrong],
      unsettled: [],
    };
    expect(verifyText(verification).split('\n')).toEqual([
      'c between a/1 and b/2: one is missing',
      'ghost/g: its record type does not exist',
      'contact/maria: a search may not find it, a word is missing',
      'contact/maria, role:vendor: counted 1, shown 1,234',
      'account/a has 2 connections to records with the role lead at the same time, from 2026-01-01; the limit is 1 (c, d)',
      '1 limit exceeded, which is no problem: a limit that is added later changes nothing',
      '1 wrong count among 839 records, 5 record types, 28 roles',
      '25,145 halves, 12,573 connections, 4 problems',
    ]);
    expect(
      verifyJson(verification)
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([
      broken,
      { recordWithoutType: 'ghost/g' },
      { unfoundRecord: 'contact/maria' },
      wrong,
      exceeded,
      {
        exceededLimits: 1,
        halves: 25_145,
        connections: 12_573,
        records: 839,
        recordTypes: 5,
        roles: 28,
        unsettled: [],
        wrongCounts: 1,
        problems: 4,
      },
    ]);
  });

  it('says what could not be checked, and what a repair has done', () => {
    const types = ['a', 'b', 'c', 'd', 'e', 'f'].map((type) => `record type ${type}`);
    const counts = { halves: 0, connections: 0, records: 0, recordTypes: 6, roles: 0 };
    const verification = {
      ...counts,
      brokenPairs: [],
      recordsWithoutType: [],
      unfoundRecords: [],
      exceededLimits: [],
      wrongCounts: [],
      unsettled: types,
    };
    const text = verifyText({
      ...verification,
      repaired: { counts: 2, words: 3, connections: 1, pairs: [broken] },
    });
    expect(text).toContain('6 counts not checked');
    expect(text).toContain('record type e and 1 more');
    expect(text).toContain('c between a/1 and b/2: one is missing (repaired)');
    expect(text).toContain('2 counts corrected, words of 3 records written, 1 connection repaired');
  });
});

describe('bar', () => {
  it('is empty, half full and full', () => {
    expect(bar(0, 10)).toBe(`${'░'.repeat(30)}   0%`);
    expect(bar(5, 10)).toBe(`${'█'.repeat(15)}${'░'.repeat(15)}  50%`);
    expect(bar(0, 0)).toBe(`${'█'.repeat(30)} 100%`);
  });
});

describe('progress', () => {
  const step = { label: 'records', done: 350, total: 1000 };
  const lines = { name: 'lines', done: 4400 };

  it.each([
    [0, true, 'records: 35%, 4,400 lines'],
    [10_000, true, 'records: 35%, 4,400 lines, 440/s, 0:19 left'],
    [7_200_000, true, 'records: 35%, 4,400 lines, 1/s, 3:42:52 left'],
    [10_000, false, `records: ${bar(350, 1000)}, 4,400 lines, 440/s, 0:19 left`],
  ])('after %i ms, in a log: %s', (elapsed, isLog, text) => {
    expect(progressText({ ...step, units: lines }, elapsed, isLog)).toBe(text);
  });

  it('has no time left at the end, and no rate without units', () => {
    expect(progressText({ ...step, done: 1000, units: undefined }, 10_000, true)).toBe(
      'records: 100%',
    );
    expect(progressText({ ...step, total: undefined, units: undefined }, 10_000, true)).toBe(
      'records: 350',
    );
  });

  it('without a terminal is a line every 10 seconds, also while nothing happens', () => {
    vi.useFakeTimers();
    const written: string[] = [];
    const stream = { isTTY: false, write: (text: string) => written.push(text) };
    const progress = new ProgressBar(stream as unknown as NodeJS.WriteStream);
    progress.show('records', 1, 4);
    vi.advanceTimersByTime(9_999);
    expect(written).toEqual([]);
    progress.note('waiting for 12 seconds: the service does not answer');
    vi.advanceTimersByTime(10_001);
    progress.show('records', 2, 4);
    vi.advanceTimersByTime(10_000);
    progress.clear();
    vi.advanceTimersByTime(60_000);
    expect(written).toEqual([
      'records: 25%, 0:30 left; waiting for 12 seconds: the service does not answer\n',
      'records: 25%, 1:00 left; waiting for 12 seconds: the service does not answer\n',
      'records: 50%, 0:30 left\n',
    ]);
    vi.useRealTimers();
  });
});
