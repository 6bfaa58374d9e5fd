// The minimum calls and units with which DynamoDB could fulfil each request, for the cost ledger.
// The floor assumes a table whose keys were designed for this request alone: one call for everything
// that one key can answer; one read unit per 4 KB, half of that if eventual consistency is enough;
// one write unit per KB, twice that if two items must change together, and one for each index entry
// that another request needs. `why` says why the ledger is above the floor.
import type { RouteName } from '../../shared/contracts/routes.ts';

export interface Floor {
  readonly calls: number;
  readonly read: number;
  readonly write: number;
  readonly why?: string;
}

const byId = 'the id is not part of the keys, so an index locates the connection (decision 4)';
const roleFirst = 'the keys begin with the role: a Query for each role (decision 1)';
const shards = 'the index is spread over shards, so that no partition is hot';
const wholeHalves = `the indexes contain all fields that lists show (decision 2); ${byId}`;
const catalogAsItIs = 'current record types and roles: their version is read';
const guessed = 'records must be read to evaluate the filter';
const named = `${shards}; merged by name; the index contains names only, so each record is read (decision 53)`;
const worded = `${shards}; the items contain names only, so each record is read (decision 54)`;
const everywhere = 'does not rely on the series, so it looks at every role of both records';
const marked = 'read with the mark of a merged record (decision 50)';
const inParts = 'the feed has parts, so that projectors do not wait for each other (decision 55)';
const noted = 'the same transaction writes a note with the actor';
const records = `the decision needs a read, and the write is a transaction; ${catalogAsItIs}`;
const catalogWrite =
  'rare; reads the whole catalog, then writes version, item and note in one transaction';

/** 26 halves of 460 bytes: 12 KB. */
const page: Floor = { calls: 1, read: 3, write: 0 };
const indexPage: Floor = { calls: 1, read: 1.5, write: 0 };
const one: Floor = { calls: 1, read: 1, write: 0 };
const counts: Floor = { calls: 1, read: 0.5, write: 0 };
const nothing: Floor = { calls: 0, read: 0, write: 0 };
/** Two halves in a transaction; five index entries: by role and by type of both, by id of one. */
const [pair, entries] = [4, 5];
/** A series in a transaction: it refuses duplicates. */
const series = 2;

// biome-ignore format: one line per row
const floors: Readonly<Partial<Record<RouteName, Readonly<Record<string, Floor>>>>> = {
  listConnectionsOfRecord: {
    'All connections of a record': page,
    '… by role': page,
    '… by role and connected type': page,
    '… by role, in effect on a day': page,
    '… by connected type (a record with 3 roles)': { ...page, why: roleFirst },
    '… between two records (a record with 3 roles)': { ...one, why: 'the series say where the halves are (decision 34); read with the marks of merged records (decision 50)' },
    '… by category of one role': { ...page, why: catalogAsItIs },
    // 26 of 29 connections match: 13 KB of halves, and one record for each.
    '… by role and type, with a filter that most records match': { calls: 2, read: 4 + 29, write: 0, why: guessed },
    '… with a filter that 6 of 60 records match': { calls: 2, read: 7 + 60, write: 0, why: guessed },
    '… with the attributes of the connected records': { calls: 2, read: 3 + 25, write: 0 },
    '… sorted by name (60 by role)': { calls: 1, read: 7, write: 0, why: 'the record’s counts say whether there are too many to sort (decision 58)' },
    '… of a record without connections': { ...one, why: 'checks whether the record exists' },
  },
  listConnectionsOfType: {
    'All connections of a type': indexPage,
    '… by role': indexPage,
    '… by connected type': indexPage,
    '… to one record': { ...indexPage, why: `read from the record’s own partition, strongly consistent; ${roleFirst}` },
    '… with a filter that all records match': { calls: 2, read: 1.5 + 26 * 0.5, write: 0 },
  },
  listConnectionsOfRole: {
    'All connections of a role': indexPage,
    '… by record type': indexPage,
    '… where a shard ends on the page': { ...indexPage, why: shards },
    '… of a role that no record plays (4 shards)': { ...counts, why: shards },
  },
  readConnections: {
    'Connections of 10 records': { calls: 10, read: 10, write: 0 },
    '… of which 2 have none': { calls: 10, read: 10, write: 0, why: 'checks whether these records exist' },
  },
  getConnection: { 'One connection': { ...one, why: byId } },
  listConnectionHalves: {
    'Raw halves, for export': { ...page, why: 'a Scan reads items of all kinds' },
  },
  getRecord: { 'One record': one },
  listRecords: {
    'Records by name, 25 (4 shards)': { ...one, why: named },
    'Records by name, 25 (16 shards)': { ...one, why: named },
    '… with a filter that 6 of 60 records match': { calls: 1, read: 2.5, write: 0, why: named },
    'Records with 3 ids': { calls: 1, read: 3, write: 0 },
    'Records of a type by words of the name, 25': { ...one, why: worded },
    'Records of a type by words of the name, 25 (16 shards)': { ...one, why: worded },
    '… of which only one record has all': { ...counts, why: `${worded}; only the longest word is looked up, the others are checked` },
  },
  searchRecords: {
    'Records of all types by words of the name, 25 (4 shards)': { ...one, why: worded },
    'Records of all types by words of the name, 25 (16 shards)': { ...one, why: worded },
  },
  listRecordTypes: { 'Record types': one },
  getRecordType: { 'One record type': one },
  listConnectionRoles: { 'Roles that may be used on a type': one },
  getConnectionRole: { 'One role': one },
  listMatchingRoles: { 'The roles that match a role': one },
  getRecordSummary: { 'Counts of a record’s connections': { ...counts, why: marked } },
  listRolesOfRecord: { 'Roles a record plays, with counts': { ...counts, why: marked } },
  listChanges: {
    'Changes, from the oldest one (4 shards)': { calls: 1, read: 3.5, write: 0, why: inParts },
    '… the next page': { calls: 1, read: 3.5, write: 0, why: inParts },
    '… from the present': { ...counts, why: `${inParts}; strongly consistent` },
    '… when there is nothing new': { ...counts, why: inParts },
    'Changes, from the oldest one (16 shards)': { calls: 1, read: 3.5, write: 0, why: inParts },
    '… the next page, 16 shards': { calls: 1, read: 3.5, write: 0, why: inParts },
    '… from the present, 16 shards': { ...counts, why: `${inParts}; strongly consistent` },
    '… when there is nothing new, 16 shards': { ...counts, why: inParts },
  },
  getRecordTypeSummary: { 'Counts of a record type': counts },
  listRolesOfRecordType: { 'Roles the records of a type play': counts },
  getConnectionRoleSummary: { 'Counts of a role': counts },
  listRecordsOfRole: {
    'Records that hold a role, each once': { ...counts, why: 'the index contains only keys, so names and counts are read for each record' },
  },
  correctCounts: {
    'Correct a count of a record type': { calls: 1, read: 0, write: 1, why: 'a transaction has a token, so that a repeated request counts once' },
  },
  listPairProblems: { 'Examine the connections of two records': { calls: 2, read: 2, write: 0, why: everywhere } },
  repairPair: { 'Repair the connections of two records; nothing is wrong': { calls: 2, read: 2, write: 0, why: everywhere } },
  listWordProblems: {
    'Examine the words of 25 records': { calls: 3, read: 77, write: 0, why: shards },
  },
  repairWords: {
    'Write the words of a record; nothing is missing': { calls: 1, read: 2, write: 0, why: 'the name says which words there must be' },
  },
  listConnectionHistory: { 'History of a connection': counts },
  listRecordHistory: { 'History of a record’s connections, 25': { ...page, read: 2 } },
  listConnectionRoleHistory: { 'History of a role': { ...counts, why: catalogAsItIs } },
  listRecordTypeHistory: { 'History of a record type': { ...counts, why: catalogAsItIs } },
  getGraph: {
    // The root, 60 halves, the counts of 61 records.
    'A neighbourhood, depth 1, 61 records': { calls: 3, read: 1 + 8 + 61 * 0.5, write: 0, why: 'a query by type alone, which is the second part of the keys, also reads connections of other types' },
  },
  getPaths: { 'Paths of length 2': { calls: 3, read: 4, write: 0 } },
  listConnections: {
    'The connection with an external id': { calls: 2, read: 2, write: 0, why: byId },
    '10 connections by their ids': { calls: 1, read: 10, write: 0, why: byId },
    'An owner’s connections, 25 (4 shards)': { calls: 1, read: 1.5, write: 0, why: `an entry only says where a connection is, so that requests cost no index entry more (decision 57); ${shards}` },
    'An owner’s connections, 25 (16 shards)': { calls: 1, read: 1.5, write: 0, why: `an entry only says where a connection is, so that requests cost no index entry more (decision 57); ${shards}` },
  },
  changeConnections: {
    'Delete a connection and create one with other dates, together': { calls: 3, read: 4, write: pair + entries + series, why: `${byId}; ${noted}; ${catalogAsItIs}` },
    'Change 10 descriptions, together': { calls: 2, read: 10, write: 10 * pair, why: `${wholeHalves}; each is read with its series; ${catalogAsItIs}` },
    '… each on its own': { calls: 11, read: 10, write: 10 * pair, why: wholeHalves },
  },
  createConnection: {
    'Connect two records, roles on both sides': { calls: 2, read: 3, write: pair + entries + series, why: catalogAsItIs },
    '… with a title and small attributes': { calls: 2, read: 3, write: pair + entries + series, why: catalogAsItIs },
    '… with an external id': { calls: 2, read: 4, write: pair + entries + series + 2, why: catalogAsItIs },
    '… with a role that has a limit': { calls: 2, read: 4, write: pair + entries + series + 2, why: catalogAsItIs },
    '… the first time for a record': { calls: 3, read: 5, write: pair + entries + series + 2, why: `the list of the limit is stored on its own first; ${catalogAsItIs}` },
    '… that replaces another connection': { calls: 2, read: 6, write: 2 * pair + entries + 2 * series + 2, why: `the connection that it ends is read by id; ${catalogAsItIs}` },
    '… with an Idempotency-Key': { calls: 3, read: 4, write: pair + entries + series + 2, why: catalogAsItIs },
    '… repeated with the same key': one,
  },
  batchConnections: {
    'Connect 10 pairs': { calls: 2, read: 11 + 10, write: 10 * (pair + entries + series), why: catalogAsItIs },
    '… that exist already': { calls: 1, read: 10, write: 0, why: `the series say where the halves are; the records must exist; ${catalogAsItIs}` },
    '… that get other values, with `mode=upsert`': { calls: 2, read: 20, write: 10 * pair, why: `each is read and written on its own; ${wholeHalves}; ${catalogAsItIs}` },
  },
  patchConnection: {
    'Change a description': { calls: 2, read: 1, write: pair, why: wholeHalves },
    // Both halves move, and so do their index entries; one entry by role is deleted.
    'Change a role (both halves move)': { calls: 3, read: 4, write: 2 * pair + 9 + 2 * series, why: `${byId}; a note stores the new place; ${catalogAsItIs}` },
  },
  deactivateConnection: { 'Deactivate a connection': { calls: 2, read: 1, write: pair, why: wholeHalves } },
  activateConnection: { 'Activate a connection': { calls: 2, read: 1, write: pair, why: `${wholeHalves}; ${catalogAsItIs}` } },
  deleteConnection: {
    'Delete a connection': { calls: 2, read: 2, write: pair + entries + series, why: `${byId}; ${noted}` },
  },
  putRecord: {
    'Create a record': { calls: 1, read: 0, write: 2, why: records },
    'Change its attributes': { calls: 1, read: 0, write: 1, why: records },
    'Put an identical record': { ...one, why: catalogAsItIs },
    'Rename a record': { calls: 1, read: 0, write: 3, why: records },
  },
  patchRecord: { 'Change an attribute of a record': { calls: 2, read: 1, write: 1, why: 'the write is a transaction, which has a token, so that a repeated request counts once' } },
  batchRecords: {
    'Create 10 records': { calls: 1, read: 0, write: 20, why: records },
    '… that exist with other values, with `mode=create`': { calls: 1, read: 10, write: 0, why: catalogAsItIs },
  },
  mergeRecord: { 'Merge a record into another one': { calls: 1, read: 0, write: 3, why: 'the decision needs a read of both records, both are conditions of one transaction, and two marks make its lists find out (decision 50)' } },
  deleteRecord: { 'Delete a record': { calls: 1, read: 0, write: 2, why: noted } },
  putRecordType: { 'Create a record type': { calls: 1, read: 0, write: 1, why: catalogWrite } },
  deleteRecordType: {
    'Delete a record type': { calls: 2, read: 0.5, write: 1, why: `${catalogWrite}; marks the type first, and checks every shard for records before and after a wait` },
  },
  createConnectionRole: { 'Create a role': { calls: 1, read: 0, write: 1, why: catalogWrite } },
  batchConnectionRoles: { 'Create 10 roles': { calls: 1, read: 0, write: 10, why: catalogWrite } },
  putConnectionRole: { 'Replace a role': { calls: 1, read: 0, write: 1, why: catalogWrite } },
  patchConnectionRole: { 'Change a role': { calls: 1, read: 0, write: 1, why: catalogWrite } },
  deactivateConnectionRole: { 'Deactivate a role': { calls: 1, read: 0, write: 1, why: catalogWrite } },
  activateConnectionRole: { 'Activate a role': { calls: 1, read: 0, write: 1, why: catalogWrite } },
  deleteConnectionRole: {
    'Delete a role that is not in use (4 shards)': { calls: 2, read: 0.5, write: 1, why: `${catalogWrite}; checks every shard for uses` },
    'Clear a role and delete it': { calls: 1, read: 0, write: 1, why: catalogWrite },
  },
  getHealth: { 'Health check': nothing },
  getOpenApi: { 'API description': nothing },
  getDocs: { 'Portal for developers': nothing },
  searchDocs: { 'Search of the portal': nothing },
  getDocsPage: { 'Page of the portal': nothing },
};

/** The floor of a row of the ledger. @throws if the row has none */
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
