// The import of the Congress, whose committees are hubs, with the conflicts that DynamoDB would report.
import { expect, it } from 'vitest';
import { createConnections } from '../../../shared/table/connections/create-connections.ts';
import { withConflicts } from '../../support/conflicts.ts';
import { caller } from '../../support/fixtures.ts';
import { loadSample, readSample } from '../../support/samples.ts';
import { brokenPairs, makeTable, wrongSeries } from '../../support/table.ts';

/** As the importer sends them. */
const [batchSize, width] = [100, 4];

it('is never busy', async () => {
  const retries: string[] = [];
  const { table } = await makeTable({ onRetry: (why) => retries.push(why) });
  const sample = readSample('congress');
  await loadSample(table, { ...sample, connections: [] });
  const seen = withConflicts(table);

  const { connections } = sample;
  let [next, refused] = [0, 0];
  const began = performance.now();
  const sender = async () => {
    while (next < connections.length) {
      const batch = connections.slice(next, next + batchSize);
      next += batch.length;
      const results = await createConnections(table, batch, caller());
      refused += results.filter((one) => 'refusal' in one).length;
    }
  };
  await Promise.all(Array.from({ length: width }, sender));
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  // Terms of office of the same person in the same committee are one series: two batches may share one.
  console.log(
    `${connections.length} connections in ${seconds} s, ${seen.conflicts} conflicts, ${retries.length} retries`,
  );

  expect(refused).toBe(0);
  expect(await brokenPairs(table)).toEqual([]);
  expect(await wrongSeries(table)).toEqual([]);
});
