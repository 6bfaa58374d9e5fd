// Reads the stream: keeps history and counts, and takes roles away that were set as they went.
import { blankGoneRoles } from '../shared/table/gone-roles.ts';
import { project } from '../shared/table/project.ts';
import { projectionsOf } from '../shared/table/projection.ts';
import { readEnvironment } from './environment.ts';
import { streamFunction } from './stream.ts';
import { table } from './table.ts';

const { historyDays } = readEnvironment(process.env, 'historyDays');
const settings = { shards: table.shards, retentionDays: historyDays };

export const handler = streamFunction(async (all) => {
  await project(
    table,
    all.flatMap((told) => projectionsOf(told, settings)),
  );
  await blankGoneRoles(
    table,
    all.flatMap((told) => ('change' in told ? [told.change] : [])),
  );
});
