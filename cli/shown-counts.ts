// The counts that the service shows, by cell.
import type {
  ConnectionRoleSummary,
  RecordSummary,
  RecordTypeSummary,
} from '../shared/contracts/count-schemas.ts';
import { type RecordReference, recordName } from '../shared/contracts/identifiers.ts';
import { type Api, Refused } from './api.ts';
import type { Cells } from './recount.ts';

type Listed = readonly { readonly key: string; readonly count: number }[];

/** A record that does not exist and has no counts left is not found: it shows none. */
export async function shownOfRecord(api: Api, { type, id }: RecordReference): Promise<Cells> {
  const answer = await unlessNotFound(api.call('getRecordSummary', { params: { type, id } }));
  return answer === undefined ? {} : cellsOf(answer.body);
}

/** Undefined when there is no such type (any more). */
export async function shownOfType(api: Api, type: string): Promise<Cells | undefined> {
  const answer = await unlessNotFound(api.call('getRecordTypeSummary', { params: { type } }));
  return answer && cellsOf(answer.body);
}

/** Undefined when there is no such role (any more). */
export async function shownOfRole(api: Api, id: string): Promise<Cells | undefined> {
  const answer = await unlessNotFound(api.call('getConnectionRoleSummary', { params: { id } }));
  return answer && cellsOfRole(answer.body);
}

/** By name, how often a role's list of records says that each holds it. */
export async function listedHolders(api: Api, roleId: string): Promise<Map<string, number>> {
  const listed = new Map<string, number>();
  const all = async () => {
    for await (const holder of api.walk('listRecordsOfRole', { params: { id: roleId } })) {
      const name = recordName(holder);
      // One that is listed twice comes out with twice its count, and so is found.
      listed.set(name, (listed.get(name) ?? 0) + holder.count);
    }
  };
  await unlessNotFound(all());
  return listed;
}

export async function unlessNotFound<Value>(asked: Promise<Value>): Promise<Value | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Refused && error.problem.code === 'NotFound') return undefined;
    throw error;
  }
}

function cellsOf(summary: RecordSummary | RecordTypeSummary): Cells {
  return {
    total: summary.total,
    ...('records' in summary && { records: summary.records, connections: summary.connections }),
    ...under('role', summary.byRole),
    ...under('type', summary.byConnectedType),
    ...under('category', summary.byCategory),
    ...under('state', summary.byState),
  };
}

function cellsOfRole({ total, connections, records, byRecordType }: ConnectionRoleSummary): Cells {
  const holders = byRecordType.map((one) => ({ key: one.key, count: one.records }));
  return {
    total,
    connections,
    records,
    ...under('type', byRecordType),
    ...under('records', holders),
  };
}

const under = (prefix: string, listed: Listed): Cells =>
  Object.fromEntries(listed.map(({ key, count }) => [`${prefix}:${key}`, count]));
