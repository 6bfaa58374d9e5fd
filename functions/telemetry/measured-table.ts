// The table of this function instance, opened once; its retries are counted in the log line.
import { openTable } from '../../shared/table/engine/open-table.ts';
import { readEnvironment } from '../runtime/environment.ts';
import { count } from './telemetry.ts';

const { tableName, shards } = readEnvironment(process.env, 'tableName', 'shards');

export const table = openTable(tableName, shards, {
  onRetry(why) {
    count('Retries');
    if (why === 'conflict') count('Conflicts');
  },
});
