// The table of this function instance, opened once from its environment.
import { openTable } from '../../shared/table/engine/open-table.ts';
import { count } from '../telemetry/telemetry.ts';
import { readEnvironment } from './environment.ts';

const { tableName, shards } = readEnvironment(process.env, 'tableName', 'shards');

export const table = openTable(tableName, shards, {
  onRetry(why) {
    count('Retries');
    if (why === 'conflict') count('Conflicts');
  },
});
