// The command line with real data: import, repeated import, verify, export, and import into another service.
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { effort, itNightly } from '../support/effort.ts';
import { writePartOfSample } from '../support/part-of-sample.ts';
import { exportedFiles, workbench } from '../support/workbench.ts';

const { bench, emptyService, liaison } = workbench();

itNightly(
  'sample data is exported from one service and imported into another, which exports the same',
  async () => {
    const [first, second] = await Promise.all([emptyService(), emptyService()]);
    const [one, two] = [join(bench.dir, 'one'), join(bench.dir, 'two')];
    const sample = join(bench.dir, 'sample');
    const { connections } = await writePartOfSample(sample, effort(60, 210));
    const imported = await liaison(first, 'import', sample);
    expect(imported.out).toContain(`connections: ${connections} created, 0 updated, 0 identical`);
    expect(imported.out).toContain('Counts are up to date');
    expect((await liaison(first, 'export', one)).status).toBe(0);
    expect((await liaison(second, 'import', one)).status).toBe(0);
    expect((await liaison(second, 'export', two)).status).toBe(0);
    expect(await exportedFiles(two)).toEqual(await exportedFiles(one));
  },
);

describe('rejected lines', () => {
  it('are listed in a report and copied to a folder; the good lines are imported', async () => {
    const host = await emptyService();
    const bad = await mkdtemp(join(bench.dir, 'bad-'));
    const line = (body: object) => JSON.stringify(body);
    const thing = (id: string) => ({ type: 'thing', id });
    await writeFile(
      join(bad, 'record-types.jsonl'),
      line({ type: 'thing', displayName: 'Thing', connectionsEnabled: true }),
    );
    await writeFile(
      join(bad, 'records.jsonl'),
      [line({ ...thing('a'), name: 'A' }), '{"type":', '', line({ ...thing('b'), name: 'B' })].join(
        '\n',
      ),
    );
    await writeFile(
      join(bad, 'connections.jsonl'),
      [
        line({ record1: thing('a'), record2: thing('nobody') }),
        line({ record1: thing('a'), record2: thing('b') }),
        line({ record1: thing('a'), record2: thing('b'), colour: 'red' }),
        line({ record1: thing('b'), record2: thing('a') }),
      ].join('\n'),
    );
    const { status, out } = await liaison(host, 'import', bad, '--rejected', 'rejected');
    expect(status).toBe(1);
    expect(out.split('\n')).toEqual([
      'record types: 1 created, 0 updated, 0 identical, 0 differs, 0 blocked, 0 invalid',
      'records: 2 created, 0 updated, 0 identical, 0 differs, 0 blocked, 1 invalid',
      '  invalid: 1 ValidationFailed',
      'connections: 1 created, 0 updated, 1 identical, 0 differs, 0 blocked, 2 invalid',
      '  invalid: 1 ConnectionObjectsMissing (record2 1)',
      '  invalid: 1 ValidationFailed (colour 1)',
      'The lines that differ, are blocked or are invalid are listed in liaison-import-report.jsonl',
      'Copies of them are in rejected: correct them there and import that folder',
      'Counts are up to date',
      '',
    ]);
    expect(await readFile(join(bench.dir, 'rejected/records.jsonl'), 'utf8')).toBe('{"type":\n');
    const report = (await readFile(join(bench.dir, 'liaison-import-report.jsonl'), 'utf8'))
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text));
    expect(report.map(({ file, line: number, code }) => [file, number, code])).toEqual(
      expect.arrayContaining([
        ['records.jsonl', 2, 'ValidationFailed'],
        ['connections.jsonl', 1, 'ConnectionObjectsMissing'],
        ['connections.jsonl', 3, 'ValidationFailed'],
      ]),
    );
    expect(report).toHaveLength(3);
  });
});
