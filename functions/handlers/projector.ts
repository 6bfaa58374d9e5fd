// Reads the stream: writes history, counts and the feed, and corrects connections that were written while a
// record or a role was deleted, or a record was renamed.
import { processChanges } from '../../shared/table/projection/process-changes.ts';
import { readEnvironment } from '../runtime/environment.ts';
import { streamFunction } from '../stream/stream-entry.ts';
import { table } from '../telemetry/measured-table.ts';

const { historyDays, feedDays } = readEnvironment(process.env, 'historyDays', 'feedDays');
const settings = { shards: table.shards, retentionDays: historyDays, feedDays };

export const handler = streamFunction((all) => processChanges(table, all, settings));
