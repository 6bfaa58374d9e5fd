// The table of this function instance, opened once from its environment.
import { openTable } from '../shared/table/table.ts';
import { readEnvironment } from './environment.ts';

const environment = readEnvironment(process.env);

export const table = openTable(environment.tableName, environment.shards);
export const { cursorKey } = environment;
