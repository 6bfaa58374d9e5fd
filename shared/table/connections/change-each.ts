// Changes of several connections that are made one after the other, each on its own.
import { creationIn, type SentChange } from '../../contracts/change-schemas.ts';
import { Refusal } from '../../contracts/error-codes.ts';
import type { Sent } from '../../contracts/sent-input.ts';
import type { Caller } from '../../domain/connection-rules.ts';
import { isBusy } from '../engine/busy.ts';
import type { Table } from '../engine/open-table.ts';
import { changeConnection } from './change-connection.ts';
import { type Created, createConnections } from './create-connections.ts';
import { type ChangeResult, inItem, planChanges, resultOf } from './plan-changes.ts';

/**
 * Makes up to 100 changes in order; one that is refused does not affect the others. Creates that follow one another cost as
 * much as a batch of them; each other change as much as alone.
 * @throws Refusal Busy when nothing was written at all
 */
export async function changeEach(
  table: Table,
  items: readonly Sent<SentChange>[],
  caller: Caller,
): Promise<readonly ChangeResult[]> {
  // Later changes would not find what earlier ones wrote.
  if (table.isDry) return (await planChanges(table, items, caller, 'in order')).results;
  const results: ChangeResult[] = [];
  for (const run of runsOf(items)) {
    try {
      results.push(...(await resultsOf(table, run, caller)));
    } catch (error) {
      if (!isBusy(error) || !results.some(wasWritten)) throw error;
      results.push(...run.map(() => ({ refusal: error })));
    }
  }
  return results;
}

const wasWritten = (result: ChangeResult) => 'status' in result && result.status !== 'identical';

/** Creates that follow one another, or one other item. */
function runsOf(items: readonly Sent<SentChange>[]): Sent<SentChange>[][] {
  const runs: Sent<SentChange>[][] = [];
  for (const item of items) {
    const last = runs.at(-1);
    if (last?.[0] && creationIn(item) && creationIn(last[0])) last.push(item);
    else runs.push([item]);
  }
  return runs;
}

async function resultsOf(
  table: Table,
  run: readonly Sent<SentChange>[],
  caller: Caller,
): Promise<ChangeResult[]> {
  const creations = run.flatMap((item) => creationIn(item) ?? []);
  const results =
    creations.length > 0
      ? (await createConnections(table, creations, caller)).map(resultOfCreate)
      : [await resultOfChange(table, run[0] as Sent<SentChange>, caller)];
  return results.map((one, at) =>
    'refusal' in one ? { refusal: inItem(one.refusal, run[at]?.value ?? {}) } : one,
  );
}

function resultOfCreate(created: Created): ChangeResult {
  if ('refusal' in created) return created;
  return 'identical' in created
    ? { status: 'identical', connection: created.identical }
    : { status: 'created', connection: created.connection };
}

async function resultOfChange(
  table: Table,
  item: Sent<SentChange>,
  caller: Caller,
): Promise<ChangeResult> {
  try {
    const one = item.whole();
    if (one.op === 'create') throw new Error('a create is part of a run');
    const { before, after } = await changeConnection(table, one, caller);
    return resultOf(one, before, after, caller);
  } catch (error) {
    if (!(error instanceof Refusal) || isBusy(error)) throw error;
    return { refusal: error };
  }
}
