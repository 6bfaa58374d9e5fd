// The part `cost`: each request of the ledger, sent once to a real engine, with its floor.
import { costTable } from '../../../docs/costs.ts';
import { startEngine } from '../../../infra/local/dynamodb/engine.ts';
import { type BehindRow, behind, type LedgerRow, ledger } from '../../support/cost-ledger.ts';
import type { Cost } from '../../support/cost-meter.ts';
import { openCostRun } from '../../support/cost-run.ts';
import { discardLines } from '../discard-lines.ts';

export async function run(): Promise<string> {
  const engine = await startEngine();
  const restore = discardLines();
  try {
    const costs = await openCostRun(engine.endpoint);
    const requests: LedgerRow[] = [];
    for (const row of ledger) {
      const { status, cost } = await costs.request(row);
      if (status >= 300) throw new Error(`${row.what} (${row.route}) is answered ${status}`);
      requests.push({ ...row, ...cost });
    }
    const changes: BehindRow[] = [];
    for (const row of behind) changes.push({ ...row, ...(await costs.behind(row)) });
    restore();
    console.log(`\n${costTable(requests, changes)}`);
    const different = [...differences(requests, ledger), ...differences(changes, behind)];
    return [
      `All ${requests.length} requests and ${changes.length} changes of the tables above, measured once ` +
        `with a real engine: ${different.length || 'none'} differed from the tables.`,
      ...different.map((one) => `- ${one}`),
    ].join('\n');
  } finally {
    restore();
    await engine.stop();
  }
}

/** The requests whose cost differs from the ledger, for which test/table/costs.test.ts fails. */
function differences<Row extends Cost & { readonly what: string }>(
  measured: readonly Row[],
  noted: readonly Row[],
): string[] {
  const textOf = ({ calls, read, write }: Cost) =>
    `${calls || 'none'}; ${read} read, ${write} written`;
  return measured.flatMap((row, at) => {
    const [now, before] = [textOf(row), textOf(noted[at] as Row)];
    return now === before ? [] : [`**${row.what}**: ${now}; the ledger says ${before}`];
  });
}
