// What the commands print, and the report of invalid lines.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BadLineReport } from '../../cli/bad-line-report.ts';
import { importJson, importText, verifyJson, verifyText } from '../../cli/command-output.ts';
import { bar } from '../../cli/progress-bar.ts';
import { noCounts } from '../../shared/import/import-outcomes.ts';

const fault = { code: 'ValidationFailed', detail: 'not JSON' } as const;

describe('BadLineReport', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'liaison-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('deletes an earlier report, and writes none without an invalid line', () => {
    const path = join(folder, 'report.jsonl');
    writeFileSync(path, 'of last week\n');
    const report = new BadLineReport(path);
    report.append([]);
    expect(report.written).toBe(false);
    expect(existsSync(path)).toBe(false);
  });

  it('writes one JSON object per invalid line', () => {
    const report = new BadLineReport(join(folder, 'report.jsonl'));
    const bad = { file: 'records.jsonl', line: 3, ...fault };
    report.append([bad]);
    report.append([{ ...bad, line: 7 }]);
    const lines = readFileSync(report.path, 'utf8').trim().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual([bad, { ...bad, line: 7 }]);
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
    connectionRoles: { ...noCounts(), replaced: 2, duplicate: 26 },
    records: noCounts(),
    connections: { ...noCounts(), created: 12_573 },
  };

  it('has a line for each file of the folder', () => {
    const found = ['connectionRoles', 'connections'] as const;
    expect(importText({ counts, found, report: 'bad.jsonl' }).split('\n')).toEqual([
      'connection roles: 0 created, 2 replaced, 26 duplicate, 0 invalid',
      'connections: 12,573 created, 0 duplicate, 0 invalid',
      'The invalid lines are in bad.jsonl',
    ]);
  });

  it('is one JSON object with --json', () => {
    expect(JSON.parse(importJson({ counts, found: [], report: null }))).toEqual({
      ...counts,
      connections: { created: 12_573, duplicate: 0, invalid: 0 },
      report: null,
    });
  });

  it('lists problems before the counts', () => {
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
      recordsWithoutType: ['ghost/g'],
      wrongCounts: [wrong],
      unsettled: [],
    };
    expect(verifyText(verification).split('\n')).toEqual([
      'c between a/1 and b/2: one is missing',
      'ghost/g: its record type does not exist',
      'contact/maria, role:vendor: counted 1, shown 1,234',
      '1 wrong count among 839 records, 5 record types, 28 roles',
      '25,145 halves, 12,573 connections, 3 problems',
    ]);
    expect(
      verifyJson(verification)
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([
      broken,
      { recordWithoutType: 'ghost/g' },
      wrong,
      {
        halves: 25_145,
        connections: 12_573,
        records: 839,
        recordTypes: 5,
        roles: 28,
        unsettled: [],
        wrongCounts: 1,
        problems: 3,
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
      wrongCounts: [],
      unsettled: types,
    };
    const text = verifyText({
      ...verification,
      repaired: { counts: 2, connections: 1, pairs: [broken] },
    });
    expect(text).toContain('6 counts not checked');
    expect(text).toContain('record type e and 1 more');
    expect(text).toContain('c between a/1 and b/2: one is missing (repaired)');
    expect(text).toContain('2 counts corrected, 1 connection repaired');
  });
});

describe('bar', () => {
  it('is empty, half full and full', () => {
    expect(bar(0, 10)).toBe(`${'░'.repeat(30)}   0%`);
    expect(bar(5, 10)).toBe(`${'█'.repeat(15)}${'░'.repeat(15)}  50%`);
    expect(bar(0, 0)).toBe(`${'█'.repeat(30)} 100%`);
  });
});
