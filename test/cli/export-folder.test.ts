// What an export writes, and in which order: equal data gives equal bytes.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectionKey, connectionLine } from '../../cli/export-folder.ts';
import { SortedLines } from '../../cli/sorted-lines.ts';
import type { ConnectionHalf } from '../../shared/contracts/answers/connection-answers.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'liaison-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function sorted(lines: (readonly [readonly string[], string])[], runSize?: number) {
  const all = new SortedLines(folder, runSize);
  for (const [key, line] of lines) await all.add(key, line);
  const path = join(folder, 'sorted');
  await all.writeTo(path);
  return readFile(path, 'utf8');
}

const half: ConnectionHalf = {
  id: '01900000-0000-7000-8000-000000000001',
  side: 'record1',
  record: { type: 'account', id: 'fabrikon', name: 'Fabrikon' },
  roleId: 'vendor',
  connected: { type: 'contact', id: 'ines', name: 'Ines' },
  connectedRoleId: null,
  title: null,
  attributes: null,
  externalId: null,
  description: null,
  effectiveStart: null,
  effectiveEnd: null,
  state: 'active',
  ownerId: 'user-1',
  createdAt: '2026-01-01T00:00:00.000Z',
  createdBy: 'user-1',
  modifiedAt: '2026-01-01T00:00:00.000Z',
  modifiedBy: 'user-1',
  version: 1,
};

describe('SortedLines', () => {
  it('sorts by code units, not by locale', async () => {
    const ids = ['b', 'B', 'a', 'a1', 'a-', 'A'];
    expect(await sorted(ids.map((id) => [[id], id] as const))).toBe('A\nB\na\na-\na1\nb\n');
  });

  it('sorts part by part: a shorter part comes before all that begin with it', async () => {
    const keys = [
      ['a-b', 'x'],
      ['a', 'z'],
      ['a', ''],
    ];
    expect(await sorted(keys.map((key) => [key, key.join('/')] as const))).toBe('a/\na/z\na-b/x\n');
  });

  it('gives the same file when it does not fit in memory', async () => {
    const lines = Array.from({ length: 500 }, (_, index) => {
      const key = String((index * 7919) % 500).padStart(3, '0');
      return [[key], JSON.stringify({ key, text: 'one\u2028line' })] as const;
    });
    const atOnce = await sorted(lines);
    expect(await sorted(lines, 1000)).toBe(atOnce);
    expect(atOnce.split('\n')).toHaveLength(501);
  });

  it('writes an empty file without lines', async () => {
    expect(await sorted([])).toBe('');
  });
});

describe('connections', () => {
  it('always writes roles and owner, and other fields only if they have a value', () => {
    expect(JSON.stringify(connectionLine(half))).toBe(
      '{"record1":{"type":"account","id":"fabrikon"},"record1RoleId":"vendor",' +
        '"record2":{"type":"contact","id":"ines"},"record2RoleId":null,"ownerId":"user-1"}',
    );
    const full = {
      ...half,
      description: 'met in Lyon',
      effectiveStart: '2026-01-01',
      effectiveEnd: '2026-12-31',
      state: 'inactive',
    } as const;
    expect(Object.entries(connectionLine(full)).slice(4)).toEqual([
      ['description', 'met in Lyon'],
      ['effectiveStart', '2026-01-01'],
      ['effectiveEnd', '2026-12-31'],
      ['ownerId', 'user-1'],
      ['state', 'inactive'],
    ]);
  });

  it('sorts by the sides, their roles, the start and the title', () => {
    const keyed = {
      ...half,
      connectedRoleId: 'client',
      effectiveStart: '2026-01-01',
      title: 'Chair\n1',
    };
    expect(connectionKey(keyed)).toEqual([
      ...['account', 'fabrikon', 'vendor'],
      ...['contact', 'ines', 'client'],
      '2026-01-01',
      '"Chair\\n1"',
    ]);
    expect(connectionKey({ ...half, roleId: null })[2]).toBe('');
  });
});
