// A merge whose sweep stops after each page of connections, and is run again.
import { expect, it } from 'vitest';
import type { RecordReference } from '../../../shared/contracts/identifiers.ts';
import { createConnections } from '../../../shared/table/connections/create-connections.ts';
import { mergeRecord } from '../../../shared/table/records/merge-record.ts';
import { sweepRecord } from '../../../shared/table/sweeps/sweep-record.ts';
import { createdOf } from '../../support/created.ts';
import { caller, request } from '../../support/fixtures.ts';
import { brokenPairs, clinicTable, wrongSeries } from '../../support/table.ts';
import { connectionsIn } from '../../support/table-items.ts';

it('stopped after each page and resumed', async () => {
  const { table } = await clinicTable();
  const description = 'x'.repeat(2000);
  const periods = Array.from({ length: 240 }, (_, at) => ({
    ...{ effectiveStart: `${1700 + at}-01-01`, effectiveEnd: `${1700 + at}-12-31`, description },
    attributes: { text: 'y'.repeat(3900) },
  }));
  for (let from = 0; from < periods.length; from += 80) {
    const requests = periods
      .slice(from, from + 80)
      .map((period) => request(['contact/a', 'expert', 'contact/x', null], period));
    for (const made of await createConnections(table, requests, caller())) createdOf(made);
  }
  const [merged, into] = ['a', 'b'].map((id) => ({ type: 'contact', id })) as [
    RecordReference,
    RecordReference,
  ];
  await mergeRecord(table, merged, { into }, caller(), { ifMatch: undefined });
  const run = { reason: 'merged', eventId: 'one', author: caller() } as const;
  const results: string[] = [];
  while (results.at(-1) !== 'finished') {
    // The first runs end after a page each.
    const mustStop = () => results.length < 2;
    results.push(await sweepRecord(table, merged, { ...run, mustStop }));
  }
  expect(results).toEqual(['unfinished', 'unfinished', 'finished']);
  const after = await connectionsIn(table);
  expect(after).toHaveLength(240);
  expect(new Set(after.map(({ record1, version }) => `${record1.id} ${version}`))).toEqual(
    new Set(['b 2']),
  );
  expect(await wrongSeries(table)).toEqual([]);
  expect(await brokenPairs(table)).toEqual([]);
});
