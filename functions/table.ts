// The table of this function instance, opened once from its environment.
import { openTable } from '../shared/table/table.ts';
import { readEnvironment } from './environment.ts';
import { count } from './telemetry.ts';

const { tableName, shards } = readEnvironment(process.env, 'tableName', 'shards');

export const table = openTable(tableName, shards, {
  onRetry(why) {
    count('Retries');
    if (why === 'conflict') count('Conflicts');
  },
});
