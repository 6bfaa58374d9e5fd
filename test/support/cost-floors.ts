// The least that DynamoDB could be asked for what each request promises, beside the cost ledger.
// A floor is what a table whose keys were made for this request alone would take: one call for what
// one key can answer; reading 4 KB a unit, half that where eventual consistency will do; writing 1 KB
// a unit, twice that where two items must change together, and one for each index entry that the
// answer to another request needs. Where the ledger is above it, `why` says so.
import type { RouteName } from '../../shared/contracts/routes.ts';

export interface Floor {
  readonly calls: number;
  readonly read: number;
  readonly write: number;
  readonly why?: string;
}

const byId = 'the id is in no key, an index says where it is (decision 4)';
const roleFirst = 'the keys have the role first: a Query for each role (decision 1)';
const shards = 'spread over shards, so that no index partition is hot';
const wholeHalves = `indexes carry what lists show (decision 2); ${byId}`;
const catalogAsItIs = 'record types and roles as they are now: their version is read';
const guessed = 'how many meet the filter shows only when they are read';
const noted = 'written with a note that says who did it, in one transaction';
const records = `the write is decided on what was read, in one transaction; ${catalogAsItIs}`;
const catalogWrite = 'rare; version, item and a note in one transaction, and all is read first';

/** 26 halves of 460 bytes: 12 KB. */
const page: Floor = { calls: 1, read: 3, write: 0 };
const indexPage: Floor = { calls: 1, read: 1.5, write: 0 };
const one: Floor = { calls: 1, read: 1, write: 0 };
const counts: Floor = { calls: 1, read: 0.5, write: 0 };
const nothing: Floor = { calls: 0, read: 0, write: 0 };
/** Two halves in a transaction; five index entries: by role and by type of both, by id of one. */
const [pair, entries] = [4, 5];
/** That a record exists, checked in a transaction. */
const check = 2;

// biome-ignore format: one line a row
const floors: Readonly<Partial<Record<RouteName, Readonly<Record<string, Floor>>>>> = {
  listConnectionsOfRecord: {
    'All connections of a record': page,
    '… by role': page,
    '… by role and connected type': page,
    '… by role, in effect on a day': page,
    '… by connected type (he plays 3 roles)': { ...page, why: roleFirst },
    '… between two records (he plays 3 roles)': { ...one, why: roleFirst },
    '… by category of one role': { ...page, why: catalogAsItIs },
    // Of 29 connections 26 meet it: 13 KB of halves, and a record each.
    '… by role and type, with a filter that most meet': { calls: 2, read: 4 + 29, write: 0, why: guessed },
    '… with a filter that 6 of 60 meet': { calls: 2, read: 7 + 60, write: 0, why: guessed },
    '… of a record that has none': { ...one, why: 'whether there is such a record' },
  },
  listConnectionsOfType: {
    'All connections of a type': indexPage,
    '… by role': indexPage,
    '… by connected type': indexPage,
    '… to one record': { ...indexPage, why: `answered by the record’s own keys, strongly consistent; ${roleFirst}` },
    '… with a filter that all meet': { calls: 2, read: 1.5 + 26 * 0.5, write: 0 },
  },
  listConnectionsOfRole: {
    'All connections of a role': indexPage,
    '… by record type': indexPage,
    '… where a shard ends on the page': { ...indexPage, why: shards },
    '… of a role that nobody plays (4 shards)': { ...counts, why: shards },
  },
  getConnection: { 'One connection': { ...one, why: byId } },
  listConnectionHalves: {
    'Raw halves, for export': { ...page, why: 'a Scan meets the items of all kinds' },
  },
  getRecord: { 'One record': one },
  listRecords: { 'Records by name, 25 (4 shards)': { ...one, why: `${shards}; merged by name` } },
  listRecordTypes: { 'Record types': one },
  getRecordType: { 'One record type': one },
  listConnectionRoles: { 'Roles that may be used on a type': one },
  getConnectionRole: { 'One role': one },
  listMatchingRoles: { 'The roles that match a role': one },
  getRecordSummary: { 'Counts of a record’s connections': counts },
  listRolesOfRecord: { 'Roles a record plays, with counts': counts },
  getRecordTypeSummary: { 'Counts of a record type': counts },
  listRolesOfRecordType: { 'Roles the records of a type play': counts },
  getConnectionRoleSummary: { 'Counts of a role': counts },
  listRecordsOfRole: {
    'Records that hold a role, each once': { ...counts, why: 'the index has keys only, which change rarely: names and counts are read of each record' },
  },
  correctCounts: {
    'Correct a count of a record type': { calls: 1, read: 0, write: 1, why: 'a transaction has a token, so that a repeat counts once' },
  },
  listConnectionHistory: { 'What happened to a connection': counts },
  listRecordHistory: { 'What happened to a record’s connections, 25': { ...page, read: 2 } },
  listConnectionRoleHistory: { 'What happened to a role': { ...counts, why: catalogAsItIs } },
  listRecordTypeHistory: { 'What happened to a record type': { ...counts, why: catalogAsItIs } },
  getGraph: {
    // The root, 60 halves, the counts of 61 records.
    'A neighbourhood, depth 1, 61 records': { calls: 3, read: 1 + 8 + 61 * 0.5, write: 0, why: 'asked by type alone, which the keys have second: connections of other types are read too' },
  },
  getPaths: { 'Paths of length 2': { calls: 3, read: 4, write: 0 } },
  createConnection: {
    'Connect two records, roles on both sides': { calls: 3, read: 2, write: pair + entries + 2 * check, why: catalogAsItIs },
    '… with an Idempotency-Key': { calls: 4, read: 3, write: pair + entries + 2 * check + 2, why: catalogAsItIs },
    '… repeated with the same key': one,
  },
  batchConnections: {
    'Connect 10 pairs': { calls: 12, read: 11 * 0.5 + 10, write: 10 * (pair + entries) + 11 * check, why: catalogAsItIs },
  },
  patchConnection: {
    'Change a description': { calls: 2, read: 1, write: pair, why: wholeHalves },
    // Both halves move, so do their index entries; one entry by role goes.
    'Change a role (both halves move)': { calls: 3, read: 2, write: 2 * pair + 9, why: `${byId}; a note says where it went; ${catalogAsItIs}` },
  },
  deactivateConnection: { 'Deactivate a connection': { calls: 2, read: 1, write: pair, why: wholeHalves } },
  activateConnection: { 'Activate a connection': { calls: 2, read: 1, write: pair, why: wholeHalves } },
  deleteConnection: {
    'Delete a connection': { calls: 2, read: 1, write: pair + entries, why: `${byId}; ${noted}` },
  },
  putRecord: {
    'Make a record': { calls: 1, read: 0, write: 2, why: records },
    'Change its attributes': { calls: 1, read: 0, write: 2, why: records },
    'Put exactly what is there': { ...one, why: catalogAsItIs },
    'Rename a record': { calls: 1, read: 0, write: 3, why: records },
  },
  batchRecords: { 'Make 10 records': { calls: 1, read: 0, write: 20, why: records } },
  deleteRecord: { 'Delete a record': { calls: 1, read: 0, write: 2, why: noted } },
  putRecordType: { 'Make a record type': { calls: 1, read: 0, write: 1, why: catalogWrite } },
  deleteRecordType: {
    'Delete a record type': { calls: 2, read: 0.5, write: 1, why: `${catalogWrite}; nothing may use it, in any shard` },
  },
  createConnectionRole: { 'Make a role': { calls: 1, read: 0, write: 1, why: catalogWrite } },
  batchConnectionRoles: { 'Make 10 roles': { calls: 1, read: 0, write: 10, why: catalogWrite } },
  putConnectionRole: { 'Replace a role': { calls: 1, read: 0, write: 1, why: catalogWrite } },
  patchConnectionRole: { 'Change a role': { calls: 1, read: 0, write: 1, why: catalogWrite } },
  deactivateConnectionRole: { 'Deactivate a role': { calls: 1, read: 0, write: 1, why: catalogWrite } },
  activateConnectionRole: { 'Activate a role': { calls: 1, read: 0, write: 1, why: catalogWrite } },
  deleteConnectionRole: {
    'Delete a role that is not in use (4 shards)': { calls: 2, read: 0.5, write: 1, why: `${catalogWrite}; nothing may use it, in any shard` },
    'Clear a role and delete it': { calls: 1, read: 0, write: 1, why: catalogWrite },
  },
  getHealth: { 'Whether the service answers': nothing },
  getOpenApi: { 'The description': nothing },
  getDocs: { 'The description as a page': nothing },
};

/** The floor of a row of the ledger. @throws when it has none */
export function floorOf({
  route,
  what,
}: {
  readonly route: RouteName;
  readonly what: string;
}): Floor {
  const floor = floors[route]?.[what];
  if (!floor) throw new Error(`no floor of ${route}, ${what}`);
  return floor;
}
