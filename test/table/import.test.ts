// The importer against the real functions and the real engine, without HTTP.
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { awaitCounts } from '../../cli/await-counts.ts';
import { importFolder } from '../../cli/import-folder.ts';
import { ProgressBar } from '../../cli/progress-bar.ts';
import type { Client } from '../../shared/client/create-client.ts';
import { collide } from '../../shared/domain/duplicate-rule.ts';
import type { Period } from '../../shared/domain/validity.ts';
import { dataFiles, type Kind, kinds } from '../../shared/import/data-files.ts';
import { type Counts, isRejected, noCounts, totalOf } from '../../shared/import/import-outcomes.ts';
import { type DirtyLine, dirtyFolder } from '../support/dirty-folder.ts';
import { effort } from '../support/effort.ts';
import { functionsOn } from '../support/in-process.ts';
import { clientsOf } from '../support/in-process-client.ts';
import { brokenPairs, makeTable, wrongSeries } from '../support/table.ts';

let folder: string;
let table: Awaited<ReturnType<typeof makeTable>>['table'];
let open: ReturnType<typeof clientsOf>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'liaison-import-'));
  ({ table } = await makeTable());
  open = clientsOf((await functionsOn(table.name, 4)).handlers);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

type Files = Partial<Record<Kind, string | Buffer>>;

/** Writes files to a folder of this name. */
async function folderOf(name: string, files: Files): Promise<string> {
  const directory = join(folder, name);
  await mkdir(directory, { recursive: true });
  for (const [kind, content] of Object.entries(files)) {
    await writeFile(join(directory, dataFiles[kind as Kind]), content);
  }
  return directory;
}

interface Reported {
  readonly file: string;
  readonly line: number;
  readonly outcome: string;
  readonly code: string;
  readonly existingId?: string;
  readonly errors?: readonly { readonly path: string; readonly found?: string }[];
  readonly found?: string;
}

/** Imports a folder as the command line does. */
async function run(
  directory: string,
  {
    client = open(),
    rejected,
    signal,
  }: { client?: Client; rejected?: string; signal?: AbortSignal } = {},
) {
  const report = join(folder, 'report.jsonl');
  const folders = { directory, report, ...(rejected && { rejected }) };
  const done = await importFolder(client, folders, new ProgressBar(), signal);
  const text = done.summary.report ? await readFile(report, 'utf8') : '';
  const reported = text
    .split('\n')
    .slice(0, -1)
    .map((line): Reported => JSON.parse(line));
  return { ...done, reported };
}

const contentOf = (lines: readonly DirtyLine[]) =>
  Buffer.concat(lines.flatMap(({ bytes }) => [bytes, Buffer.from('\n')]));

describe('a folder with realistic dirt', () => {
  const dirty: Files = {};
  for (const kind of kinds) dirty[kind] = contentOf(dirtyFolder[kind]);
  const rejectedOf = (kind: Kind) =>
    dirtyFolder[kind].filter(({ outcome }) => outcome && isRejected(outcome));

  it('has the right outcome for each line, and the outcomes add up to the lines', async () => {
    const rejected = join(folder, 'rejected');
    const { summary, reported, failure } = await run(await folderOf('dirty', dirty), { rejected });
    expect(failure).toBeUndefined();
    for (const kind of kinds) {
      const told = dirtyFolder[kind].flatMap(({ outcome }) => outcome ?? []);
      const expected = noCounts();
      for (const outcome of told) expected[outcome] += 1;
      expect({ kind, ...summary.counts[kind] }).toEqual({ kind, ...expected });
      expect(totalOf(summary.counts[kind])).toBe(told.length);
    }
    expect(reported.map(({ file, line, outcome, code }) => [file, line, outcome, code])).toEqual(
      kinds.flatMap((kind) =>
        dirtyFolder[kind].flatMap(({ outcome, code }, at) =>
          outcome && isRejected(outcome) ? [[dataFiles[kind], at + 1, outcome, code]] : [],
        ),
      ),
    );
    // Each says where and what it found.
    for (const [at, { path }] of kinds.flatMap(rejectedOf).entries()) {
      const { errors = [], found, existingId, outcome } = reported[at] as Reported;
      expect(errors.map((error) => error.path)).toEqual(path ? [path] : []);
      expect((path ? errors[0]?.found : found) ?? '').not.toBe('');
      if (outcome === 'blocked') expect(existingId).toMatch(/^[0-9a-f-]{36}$/);
    }
    const sum = (counts: Counts) => counts.differs + counts.blocked + counts.invalid;
    for (const kind of kinds) {
      const totals = summary.rejections[kind].reduce((total, { count }) => total + count, 0);
      expect(totals).toBe(sum(summary.counts[kind]));
    }
    expect(await brokenPairs(table)).toEqual([]);
  });

  it('has the same outcomes once more, except that what was created is identical', async () => {
    const { summary } = await run(join(folder, 'dirty'));
    for (const kind of kinds) {
      const told = dirtyFolder[kind].flatMap(({ outcome }) => outcome ?? []);
      const expected = noCounts();
      for (const outcome of told) expected[outcome === 'created' ? 'identical' : outcome] += 1;
      expect({ kind, ...summary.counts[kind] }).toEqual({ kind, ...expected });
    }
  });

  it('leaves copies of the rejected lines, byte by byte; corrected, they complete the import', async () => {
    const rejected = join(folder, 'rejected');
    const corrected: Files = {};
    for (const kind of kinds) {
      const lines = rejectedOf(kind);
      const copy = await readFile(join(rejected, dataFiles[kind]));
      expect(copy.equals(contentOf(lines))).toBe(true);
      corrected[kind] = lines.map((line) => (line.corrected ? `${line.corrected}\n` : '')).join('');
    }
    const { summary, reported } = await run(await folderOf('corrected', corrected));
    expect(reported).toEqual([]);
    for (const kind of kinds) {
      const wanted = rejectedOf(kind).filter((line) => line.corrected !== undefined).length;
      expect({ kind, ...summary.counts[kind] }).toEqual({ kind, ...noCounts(), created: wanted });
    }
    expect(await brokenPairs(table)).toEqual([]);
    expect(await wrongSeries(table)).toEqual([]);
  });

  it('does not overwrite copies that a person may have corrected', async () => {
    const rejected = join(folder, 'rejected');
    await expect(run(join(folder, 'dirty'), { rejected })).rejects.toThrow(
      /^--rejected would overwrite .*record-types\.jsonl; name another folder\.$/,
    );
    const none = join(folder, 'none');
    await run(join(folder, 'corrected'), { rejected: none });
    expect(existsSync(none)).toBe(false);
  });
});

describe('of two lines that collide', () => {
  const days = [undefined, '2001-01-03', '2003-01-03', '2005-01-03'];
  const roles = [
    { record1RoleId: 'left' },
    { record2RoleId: 'right' },
    { record1RoleId: 'left', record2RoleId: null },
    {},
  ];
  const point = fc.nat(11);
  const line = fc
    .record({ from: point, to: point, start: fc.nat(3), end: fc.nat(3), role: fc.nat(3) })
    .filter(({ from, to }) => from !== to);
  type Line = typeof line extends fc.Arbitrary<infer One> ? One : never;

  const json = (values: readonly unknown[]) =>
    values.map((value) => `${JSON.stringify(value)}\n`).join('');
  const named = (lines: readonly Line[]) =>
    lines.flatMap(({ from, to }, at) => [from, to].map((n) => ({ n, name: `name ${at % 3}` })));

  /** The files of a run, whose records have ids of its own. */
  const filesOf = (run: number, lines: readonly Line[]): Files => ({
    recordTypes: json([{ type: 'dot', displayName: 'Dot', connectionsEnabled: true }]),
    connectionRoles: json([
      { id: 'left', name: 'Left', matchingRoleIds: ['right'] },
      { id: 'right', name: 'Right' },
    ]),
    records: json(named(lines).map(({ n, name }) => ({ type: 'dot', id: `${run}-${n}`, name }))),
    connections: json(
      lines.map(({ from, to, start, end, role }) => ({
        record1: { type: 'dot', id: `${run}-${from}` },
        record2: { type: 'dot', id: `${run}-${to}` },
        ...roles[role],
        effectiveStart: days[start],
        effectiveEnd: days[end],
      })),
    ),
  });

  /** What must become of the lines, one after the other. */
  function expectedOf(lines: readonly Line[]) {
    const names = new Map<number, string>();
    const records = named(lines).map(({ n, name }) => {
      const known = names.get(n);
      if (known === undefined) names.set(n, name);
      return known === undefined ? 'created' : known === name ? 'identical' : 'differs';
    });
    const kept: { key: string; period: Period }[] = [];
    const connections = lines.map(({ from, to, start, end, role }) => {
      const period = { effectiveStart: days[start] ?? null, effectiveEnd: days[end] ?? null };
      if (start > 0 && end > 0 && end < start) return 'invalid';
      const [own, other] = [role === 3 ? '-' : 'left', role < 2 ? 'right' : '-'];
      const key = [`${from} ${own}`, `${to} ${other}`].sort().join();
      const others = kept.filter((one) => one.key === key && collide(one.period, period));
      if (others.length === 0) {
        kept.push({ key, period });
        return 'created';
      }
      const [first] = others;
      if (first?.period.effectiveStart !== period.effectiveStart) return 'blocked';
      return first.period.effectiveEnd === period.effectiveEnd ? 'identical' : 'differs';
    });
    return { records, connections };
  }

  it('the first wins, however long requests take', async () => {
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { minLength: 250, maxLength: 350 }),
        fc.infiniteStream(fc.nat(300)),
        async (lines, delays) => {
          runs += 1;
          const client = open(async ({ go }) => {
            await wait(Number(delays.next().value));
            const answer = await go();
            await wait(Number(delays.next().value));
            return answer;
          });
          const directory = await folderOf(`run-${runs}`, filesOf(runs, lines));
          const expected = expectedOf(lines);
          for (const isAgain of [false, true]) {
            const { summary, reported } = await run(directory, { client });
            for (const kind of ['records', 'connections'] as const) {
              const outcomes = expected[kind].map((one) =>
                isAgain && one === 'created' ? 'identical' : one,
              );
              const counts: Record<string, number> = noCounts();
              for (const one of outcomes) counts[one] = (counts[one] ?? 0) + 1;
              expect(summary.counts[kind]).toEqual(counts);
              const told = reported.filter(({ file }) => file === dataFiles[kind]);
              expect(told.map((one) => [one.line, one.outcome])).toEqual(
                [...outcomes.entries()]
                  .map(([at, one]) => [at + 1, one])
                  .filter(([, one]) => one !== 'created' && one !== 'identical'),
              );
            }
          }
        },
      ),
      // Each run takes seconds: a failing one is not made smaller.
      { numRuns: effort(1, 12), endOnFailure: true },
    );
    expect(await wrongSeries(table)).toEqual([]);
  });
});

describe('trouble', () => {
  const dots = (prefix: string, count: number) =>
    Array.from({ length: count }, (_, n) => ({ type: 'dot', id: `${prefix}-${n}`, name: `${n}` }));
  const json = (values: readonly unknown[]) =>
    values.map((value) => `${JSON.stringify(value)}\n`).join('');
  const types = json([{ type: 'dot', displayName: 'Dot', connectionsEnabled: true }]);

  it('lost answers and failures do not change the outcomes', async () => {
    // Waits are random from 0 to a bound.
    vi.spyOn(Math, 'random').mockReturnValue(0);
    let [requests, lost] = [0, 0];
    const client = open(async ({ path, go }) => {
      const answer = path.includes('batch') ? await go() : undefined;
      requests += 1;
      if (!answer) return go();
      if (requests % 3 === 0) lost += 1;
      if (requests % 6 === 0) throw new TypeError('fetch failed');
      return requests % 3 === 0 ? new Response('', { status: 502 }) : answer;
    });
    const directory = await folderOf('lost', {
      recordTypes: types,
      records: json(dots('lost', 850)),
    });
    const { summary, failure } = await run(directory, { client });
    expect(failure).toBeUndefined();
    expect(summary.counts.records).toEqual({ ...noCounts(), created: 850 });
    expect(lost).toBeGreaterThan(3);
    vi.mocked(Math.random).mockRestore();
  });

  it('an import that is interrupted has the totals so far, and continues when it is run again', async () => {
    const directory = await folderOf('interrupted', {
      recordTypes: types,
      records: `nonsense\n${json(dots('interrupted', 900))}`,
    });
    const interruption = new AbortController();
    let batches = 0;
    const client = open(async ({ path, go }) => {
      const answer = await go();
      if (path.includes('records/batch')) batches += 1;
      if (batches === 3) interruption.abort();
      interruption.signal.throwIfAborted();
      return answer;
    });
    const { summary, failure, reported } = await run(directory, {
      client,
      signal: interruption.signal,
    });
    expect(failure?.error).toBe(interruption.signal.reason);
    const { created, invalid } = summary.counts.records;
    expect(created).toBeGreaterThan(0);
    expect(created).toBeLessThan(900);
    expect([invalid, reported.length]).toEqual([1, 1]);

    const again = await run(directory);
    const { created: more, identical } = again.summary.counts.records;
    expect(more + identical).toBe(900);
    expect(identical).toBeGreaterThanOrEqual(created);
  });

  it('a token that expires stops it, with the totals so far', async () => {
    let batches = 0;
    const client = open(({ path, go }) => {
      if (path.includes('records/batch')) batches += 1;
      return batches > 2 ? Promise.resolve(new Response('', { status: 401 })) : go();
    });
    const directory = await folderOf('expired', {
      recordTypes: types,
      records: json(dots('expired', 900)),
    });
    const { summary, failure } = await run(directory, { client });
    expect(failure?.error).toMatchObject({ status: 401 });
    expect(summary.counts.records).toEqual({ ...noCounts(), created: 200 });
  });

  it('counts that lag are said to lag; then they are up to date', async () => {
    const directory = await folderOf('counts', {
      recordTypes: types,
      records: json(dots('counts', 3)),
      connections: json([
        { record1: { type: 'dot', id: 'counts-0' }, record2: { type: 'dot', id: 'counts-1' } },
      ]),
    });
    const { watch } = await run(directory);
    // There is no stream here, so that the counts do not change.
    const { signal } = new AbortController();
    const lagging = await awaitCounts(watch, new ProgressBar(), signal, { interval: 1, limit: 20 });
    expect(lagging).toEqual({
      records: { created: 3, counted: 0 },
      connections: { created: 1, counted: 0 },
    });
  });
});
