// Connections with the attributes of the records that they connect to, within the size of an answer.
import type {
  ConnectionView,
  ListedConnection,
} from '../../shared/contracts/answers/connection-answers.ts';
import { type RecordReference, recordPath } from '../../shared/contracts/identifiers.ts';
import { attributesOf } from '../../shared/table/records/read-records.ts';
import { table } from '../telemetry/measured-table.ts';

/**
 * The most bytes of connections in one answer, escaped as in the answer of the function (JSON within JSON): Lambda
 * returns at most 6 MB.
 */
const largestAnswer = 5_000_000;

/** How many of the connections, from the first one on, fit into an answer that has some bytes already. */
export function fitting(connections: readonly ListedConnection[], bytes = 0) {
  let size = bytes;
  let count = 0;
  for (const one of connections) {
    const more = Buffer.byteLength(JSON.stringify(JSON.stringify(one)));
    if (size + more > largestAnswer) break;
    size += more;
    count += 1;
  }
  return { count, bytes: size };
}

/**
 * Adds the attributes of record2 to connections: reads them for these, 1 BatchGetItem for each 100 records. A record that
 * does not exist any more, or was merged, has none.
 * @param consistent whether the records are read strongly consistently
 */
export async function expansionOf(
  connections: readonly ConnectionView[],
  consistent: boolean,
): Promise<(one: ConnectionView) => ListedConnection> {
  const records: readonly RecordReference[] = connections.map(({ record2 }) => record2);
  const read = await attributesOf(table, records, consistent);
  return (one) => {
    const attributes = read.get(recordPath(one.record2));
    return attributes ? { ...one, record2: { ...one.record2, attributes } } : one;
  };
}
