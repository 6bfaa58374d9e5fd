// Reads the stream: keeps history and counts.
import { project } from '../shared/table/project.ts';
import { projectionsOf } from '../shared/table/projection.ts';
import { readEnvironment } from './environment.ts';
import { streamFunction } from './stream.ts';
import { table } from './table.ts';

const { historyDays } = readEnvironment(process.env, 'historyDays');
const settings = { shards: table.shards, retentionDays: historyDays };

export const handler = streamFunction((all) =>
  project(
    table,
    all.flatMap((told) => projectionsOf(told, settings)),
  ),
);
