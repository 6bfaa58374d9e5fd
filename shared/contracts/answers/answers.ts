// What each operation answers. Only the description, the client's types, the command line and the tests use
// these schemas: the functions do not load them, so that they start sooner.
import * as z from 'zod';
import { ConnectionId, RecordReference } from '../identifiers.ts';
import { pageOf } from '../paging.ts';
import { RecordType } from '../record-type-schemas.ts';
import { ConnectionRole } from '../role-schemas.ts';
import type { RouteName } from '../routes.ts';
import { ConnectionChangesAnswer, ConnectionChangesDryRun } from './change-answers.ts';
import {
  Connection,
  ConnectionBatchAnswer,
  ConnectionBatchDryRun,
  ConnectionDryRun,
  ConnectionHalf,
  DeletionDryRun,
  ListedConnection,
  RecordsConnectionsAnswer,
} from './connection-answers.ts';
import {
  ConnectionRoleSummary,
  PlayedRoles,
  RecordSummary,
  RecordTypeSummary,
  RoleHolder,
} from './count-answers.ts';
import { FailureDetail, FailureList, FailureReplay } from './failure-answers.ts';
import { ChangesPage } from './feed-answers.ts';
import { Graph, Paths } from './graph-answers.ts';
import { CatalogHistoryEntry, HistoryEntry } from './history-answers.ts';
import { RecordBatchAnswer, StoredRecord, withoutRecord } from './record-answers.ts';
import {
  ConnectionSeries,
  KeptExternalId,
  PairProblems,
  PairRepairAnswer,
} from './repair-answers.ts';
import { ConnectionRoleBatchAnswer } from './role-answers.ts';

/** What a page of stored halves has in addition to them. */
const storedWithHalves = {
  series: z.array(ConnectionSeries),
  externalIds: z.array(KeptExternalId),
  recordsWithoutType: z.array(RecordReference).meta({
    description: 'Records whose record type does not exist: no other list shows them',
  }),
};

/** What a list of connections by their ids has in addition to them. */
const missingIds = {
  missing: z
    .array(ConnectionId)
    .optional()
    .meta({ description: 'With `ids`: those of connections that do not exist' }),
};

/** The body of each success status of each operation; null if it has no body. */
const answers = {
  listRecordTypes: { 200: pageOf(RecordType) },
  putRecordType: { 200: RecordType, 201: RecordType },
  getRecordType: { 200: RecordType },
  deleteRecordType: { 204: null },

  putRecord: { 200: StoredRecord, 201: StoredRecord },
  getRecord: { 200: StoredRecord },
  patchRecord: { 200: StoredRecord },
  deleteRecord: { 202: null },
  mergeRecord: { 202: null },
  listRecords: { 200: pageOf(StoredRecord).extend(withoutRecord) },
  searchRecords: { 200: pageOf(StoredRecord) },
  batchRecords: { 200: RecordBatchAnswer },

  listConnectionRoles: { 200: pageOf(ConnectionRole) },
  createConnectionRole: { 201: ConnectionRole },
  batchConnectionRoles: { 200: ConnectionRoleBatchAnswer },
  putConnectionRole: { 200: ConnectionRole, 201: ConnectionRole },
  getConnectionRole: { 200: ConnectionRole },
  patchConnectionRole: { 200: ConnectionRole },
  deleteConnectionRole: { 202: null, 204: null },
  activateConnectionRole: { 200: ConnectionRole },
  deactivateConnectionRole: { 200: ConnectionRole },
  listMatchingRoles: { 200: pageOf(ConnectionRole) },

  createConnection: { 201: Connection },
  batchConnections: { 200: ConnectionBatchAnswer },
  changeConnections: { 200: ConnectionChangesAnswer },
  listConnections: { 200: pageOf(Connection).extend(missingIds) },
  readConnections: { 200: RecordsConnectionsAnswer },
  getConnection: { 200: Connection },
  patchConnection: { 200: Connection },
  deleteConnection: { 204: null },
  activateConnection: { 200: Connection },
  deactivateConnection: { 200: Connection },
  listConnectionsOfRecord: { 200: pageOf(ListedConnection) },
  listConnectionsOfType: { 200: pageOf(ListedConnection) },
  listConnectionsOfRole: { 200: pageOf(ListedConnection) },
  listConnectionHalves: { 200: pageOf(ConnectionHalf).extend(storedWithHalves) },

  getRecordSummary: { 200: RecordSummary },
  listRolesOfRecord: { 200: PlayedRoles },
  getRecordTypeSummary: { 200: RecordTypeSummary },
  listRolesOfRecordType: { 200: PlayedRoles },
  getConnectionRoleSummary: { 200: ConnectionRoleSummary },
  listRecordsOfRole: { 200: pageOf(RoleHolder) },
  correctCounts: { 204: null },

  listPairProblems: { 200: PairProblems },
  repairPair: { 200: PairRepairAnswer },
  listWordProblems: { 200: pageOf(RecordReference) },
  repairWords: { 200: z.object({ items: z.array(RecordReference) }) },

  listFailures: { 200: FailureList },
  getFailure: { 200: FailureDetail },
  replayFailures: { 200: FailureReplay },

  listConnectionHistory: { 200: pageOf(HistoryEntry) },
  listRecordHistory: { 200: pageOf(HistoryEntry) },
  listConnectionRoleHistory: { 200: pageOf(CatalogHistoryEntry) },
  listRecordTypeHistory: { 200: pageOf(CatalogHistoryEntry) },

  listChanges: { 200: ChangesPage },

  getGraph: { 200: Graph },
  getPaths: { 200: Paths },

  getHealth: { 200: z.object({ status: z.literal('ok') }) },
  getOpenApi: { 200: z.looseObject({ openapi: z.string() }) },
  getDocs: { 200: z.string() },
  searchDocs: { 200: z.string() },
  getDocsPage: { 200: z.string() },
} as const satisfies Record<RouteName, Readonly<Record<number, z.ZodType | null>>>;

/**
 * The answers to dry runs, of the operations whose query has `dryRun`. The functions answer with the status of
 * the write, or 200 instead of 204.
 */
export const dryRunAnswers = {
  createConnection: ConnectionDryRun,
  batchConnections: ConnectionBatchDryRun,
  changeConnections: ConnectionChangesDryRun,
  patchConnection: ConnectionDryRun,
  deleteConnection: DeletionDryRun,
  activateConnection: ConnectionDryRun,
  deactivateConnection: ConnectionDryRun,
} as const satisfies Partial<Record<RouteName, z.ZodType>>;

export type Answers = typeof answers;
export type DryRunAnswers = typeof dryRunAnswers;

/** The bodies of an operation's success statuses; of a dry run, those of its dry runs. */
export function answersTo(
  name: RouteName,
  isDryRun: boolean,
): Readonly<Record<number, z.ZodType | null>> {
  if (!isDryRun) return answers[name];
  const dryRuns: Partial<Record<RouteName, z.ZodType>> = dryRunAnswers;
  const dryRun = dryRuns[name];
  if (!dryRun) return {};
  return Object.fromEntries(
    Object.entries(answers[name]).map(([status, body]) => [body ? status : 200, dryRun]),
  );
}
