// Reads the counts that the service shows, by cell.

import { type Client, everyItem } from '../shared/client/create-client.ts';
import { type FailureCode, LiaisonProblem } from '../shared/client/liaison-problem.ts';
import type {
  ConnectionRoleSummary,
  RecordSummary,
  RecordTypeSummary,
} from '../shared/contracts/answers/count-answers.ts';
import { type RecordReference, recordPath } from '../shared/contracts/identifiers.ts';
import { type Cells, noRole } from './recount.ts';

type Listed = readonly { readonly key: string | null; readonly count: number }[];

/** A record that neither exists nor has any counts left shows none. */
export async function shownOfRecord(client: Client, { type, id }: RecordReference): Promise<Cells> {
  const answer = await undefinedIfNotFound(client.getRecordSummary({ params: { type, id } }));
  return answer === undefined ? {} : cellsOf(answer);
}

/** Undefined when the type does not exist (any more). */
export async function shownOfType(client: Client, type: string): Promise<Cells | undefined> {
  const answer = await undefinedIfNotFound(client.getRecordTypeSummary({ params: { type } }));
  return answer && cellsOf(answer);
}

/** Undefined when the role does not exist (any more). */
export async function shownOfRole(client: Client, id: string): Promise<Cells | undefined> {
  const answer = await undefinedIfNotFound(client.getConnectionRoleSummary({ params: { id } }));
  return answer && cellsOfRole(answer);
}

/** By name: how often each record has the role, according to the role's list of records. */
export async function listedHolders(client: Client, roleId: string): Promise<Map<string, number>> {
  const listed = new Map<string, number>();
  const all = async () => {
    for await (const holder of everyItem(client.listRecordsOfRole, { params: { id: roleId } })) {
      const name = recordPath(holder);
      // A record that is listed twice gets twice its count, so that it is reported.
      listed.set(name, (listed.get(name) ?? 0) + holder.count);
    }
  };
  await undefinedIfNotFound(all());
  return listed;
}

/** What a path names is gone, or what a query names. */
const notFound: readonly FailureCode[] = [
  'NotFound',
  'RecordMerged',
  'ConnectionRoleNotFound',
  'RecordTypeNotFound',
];

export async function undefinedIfNotFound<Value>(
  promise: Promise<Value>,
): Promise<Value | undefined> {
  try {
    return await promise;
  } catch (error) {
    if (error instanceof LiaisonProblem && notFound.includes(error.code)) return undefined;
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
  Object.fromEntries(listed.map(({ key, count }) => [`${prefix}:${key ?? noRole}`, count]));
