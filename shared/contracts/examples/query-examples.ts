// Examples of the operations that count, show history and graphs, repair, and describe the service.
import {
  edge,
  fabrikon,
  firstEntry,
  ids,
  maria,
  namedFabrikon,
  namedMaria,
  secondEntry,
} from './company.ts';
import type { Example } from './example.ts';

const byVendor = { key: 'vendor', name: 'Vendor', count: 1 };
const groups = {
  byRole: [byVendor],
  byConnectedType: [{ key: 'account', name: 'Account', count: 1 }],
  byCategory: [{ key: 'business', count: 1 }],
  byState: [{ key: 'active', count: 1 }],
};
const played = {
  items: [{ roleId: 'vendor', roleName: 'Vendor', category: 'business', count: 1 }],
  total: 1,
};
const entry = { at: '2026-03-01T09:00:00.000Z', actor: 'user-ines', event: 'created' };
const pair = { record1: 'contact/maria-oduya', record2: 'account/fabrikon' };
const torn = {
  connectionId: ids.connection,
  kind: 'series',
  detail: 'the series does not list the connection',
};

const eventId = 'record/contact/maria-oduya/2026-03-01T09:40:00.000Z/2';
const failure = {
  id: '8d6b7e2f-9a51-4b0c-8e4c-529b0e3d1b8f',
  workflow: 'Rename',
  eventId,
  eventType: 'Record Renamed',
  connectionId: null,
  firstFailedAt: '2026-03-01T09:40:01.250Z',
  attempts: 5,
  replayId: null,
  error: { name: 'Refusal', message: 'other writers are changing the same items; try again' },
};
const renamed = {
  eventId,
  source: 'liaison',
  'detail-type': 'Record Renamed',
  detail: {
    schemaVersion: 1,
    eventId,
    at: '2026-03-01T09:40:00.000Z',
    actor: 'user-ines',
    record: { ...namedMaria, version: 2 },
    formerName: 'Maria Odua',
  },
};

export const queryExamples = {
  getRecordSummary: { params: maria, answers: { 200: { total: 1, ...groups } } },
  listRolesOfRecord: { params: maria, answers: { 200: played } },
  getRecordTypeSummary: {
    params: { type: 'contact' },
    answers: { 200: { records: 1, connections: 1, total: 1, ...groups } },
  },
  listRolesOfRecordType: { params: { type: 'contact' }, answers: { 200: played } },
  getConnectionRoleSummary: {
    params: { id: 'vendor' },
    answers: {
      200: {
        records: 1,
        connections: 1,
        total: 1,
        byRecordType: [{ key: 'contact', name: 'Contact', count: 1, records: 1 }],
      },
    },
  },
  listRecordsOfRole: {
    params: { id: 'vendor' },
    query: { recordType: 'contact', limit: 25 },
    answers: { 200: { items: [{ ...namedMaria, count: 1 }] } },
  },
  correctCounts: {
    body: { of: maria, add: { total: 1, 'role:vendor': 1 } },
    answers: { 204: undefined },
  },

  listPairProblems: { query: pair, answers: { 200: { items: [torn] } } },
  repairPair: {
    body: { record1: maria, record2: fabrikon, halves: false },
    answers: { 200: { found: [torn], left: [] } },
  },
  listWordProblems: {
    query: { recordType: 'contact', limit: 100 },
    answers: { 200: { items: [maria] } },
  },
  repairWords: { body: { records: [maria] }, answers: { 200: { items: [maria] } } },

  listConnectionHistory: {
    params: { id: ids.connection },
    query: { limit: 25 },
    answers: { 200: { items: [secondEntry, firstEntry] } },
  },
  listRecordHistory: {
    params: maria,
    query: { limit: 25 },
    answers: { 200: { items: [secondEntry, firstEntry] } },
  },
  listConnectionRoleHistory: {
    params: { id: 'vendor' },
    query: { limit: 25 },
    answers: {
      200: { items: [{ ...entry, changes: [{ field: 'name', from: null, to: 'Vendor' }] }] },
    },
  },
  listRecordTypeHistory: {
    params: { type: 'account' },
    query: { limit: 25 },
    answers: {
      200: {
        items: [{ ...entry, changes: [{ field: 'displayName', from: null, to: 'Account' }] }],
      },
    },
  },
  listChanges: {
    query: { recordType: 'contact', limit: 25 },
    answers: { 200: { items: [renamed], next: 'eyJzIjoxNzcyMzU4MDAwMDAwfQ.3k1q' } },
  },

  getGraph: {
    params: maria,
    query: { depth: 1, maxNodes: 200 },
    answers: {
      200: {
        root: maria,
        nodes: [
          { ...namedMaria, depth: 0, degree: 1 },
          { ...namedFabrikon, depth: 1, degree: 1 },
        ],
        edges: [edge],
        truncated: false,
      },
    },
  },
  getPaths: {
    query: { from: pair.record1, to: pair.record2, maxDepth: 4, limit: 5 },
    answers: {
      200: {
        paths: [{ length: 1, nodes: [namedMaria, namedFabrikon], edges: [edge] }],
        truncated: false,
      },
    },
  },

  listFailures: {
    query: { workflow: 'Rename', limit: 100 },
    answers: { 200: { items: [failure], isComplete: true } },
  },
  getFailure: {
    params: { id: failure.id },
    answers: {
      200: {
        ...failure,
        error: { ...failure.error, stack: ['at commit (index.mjs:1:2345)'] },
        requestId: '6f2b9a51-0c3e-4c52-9b0e-3d1b8f4a7c10',
        functionName: null,
        logGroup: 'liaison-prod-RenameFunctionLogs',
        content: renamed,
      },
    },
  },
  replayFailures: {
    body: { workflow: 'Rename' },
    answers: {
      200: {
        replayId: '01a2034c-8d6b-7e2f-9a51-6b0c3e4c529b',
        taken: [
          {
            id: failure.id,
            workflow: 'Rename',
            eventId: failure.eventId,
            outcome: 'started',
          },
        ],
        isComplete: true,
        failedAgain: [],
        queues: [{ workflow: 'Rename', waiting: 1 }],
        countDelaySeconds: 60,
      },
    },
  },

  getHealth: { answers: { 200: { status: 'ok' } } },
  getOpenApi: { answers: { 200: { openapi: '3.1.0' } } },
  getDocs: { answers: { 200: '<!doctype html>…' } },
} as const satisfies Record<string, Example>;
