// Reads the stream: writes history and counts, and corrects connections that were written while a
// record or a role was deleted, or a record was renamed.
import { processChanges } from '../../shared/table/projection/process-changes.ts';
import { readEnvironment } from '../runtime/environment.ts';
import { streamFunction } from '../stream/stream-entry.ts';
import { table } from '../telemetry/measured-table.ts';

const { historyDays } = readEnvironment(process.env, 'historyDays');
const settings = { shards: table.shards, retentionDays: historyDays };

export const handler = streamFunction((all) => processChanges(table, all, settings));
