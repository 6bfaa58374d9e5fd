// The table of this function instance, opened once. Its retries are counted in the log line; its number of
// shards is checked with the first call.
import { openTable } from '../../shared/table/engine/open-table.ts';
import { checkingShards } from '../../shared/table/engine/shard-count.ts';
import { readEnvironment } from '../runtime/environment.ts';
import { count } from './telemetry.ts';

const { tableName, shards } = readEnvironment(process.env, 'tableName', 'shards');

export const table = checkingShards(
  openTable(tableName, shards, {
    onRetry(why) {
      count('Retries');
      if (why === 'conflict') count('Conflicts');
    },
  }),
);
