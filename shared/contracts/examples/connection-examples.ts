// Examples of the operations of connections.
import {
  connection,
  ended,
  endedConnection,
  fabrikon,
  ids,
  inactiveConnection,
  maria,
  newConnection,
  seenFromFabrikon,
} from './company.ts';
import type { Example } from './example.ts';

const ofConnection = { params: { id: ids.connection } };
const { id, name: _, validity: __, ...stored } = connection;
const { record1, record1RoleId, record2, record2RoleId, ...values } = stored;
const { record1RoleName: ___, record2RoleName: ____, ...half } = values;

/** The same post, from the day on which the first connection ends. */
const renewed = {
  ...seenFromFabrikon,
  id: ids.other,
  title: null,
  effectiveStart: '2026-12-31',
  attributes: null,
  externalId: null,
};

export const connectionExamples = {
  createConnection: { body: newConnection, answers: { 201: connection } },
  batchConnections: {
    query: { mode: 'upsert' },
    body: {
      items: [
        { ...newConnection, effectiveEnd: '2026-12-31' },
        {
          record1: fabrikon,
          record2: maria,
          record2RoleId: 'vendor',
          effectiveStart: '2026-04-01',
        },
        { record1: maria, record2: maria },
      ],
    },
    answers: {
      200: {
        results: [
          { index: 0, status: 'updated', connection: endedConnection, changes: [ended] },
          {
            index: 1,
            status: 'created',
            connection: {
              ...seenFromFabrikon,
              id: ids.other,
              title: null,
              effectiveStart: '2026-04-01',
              attributes: null,
              externalId: null,
            },
          },
          {
            index: 2,
            status: 'invalid',
            problem: {
              type: '/docs/errors#CannotConnectToSelf',
              title: 'A record cannot be connected to itself',
              status: 400,
              detail: 'record1 and record2 are the same record, contact/maria-oduya',
              code: 'CannotConnectToSelf',
            },
          },
        ],
        counts: { created: 1, updated: 1, identical: 0, duplicate: 0, invalid: 1 },
      },
    },
  },
  changeConnections: {
    body: {
      atomic: true,
      items: [
        { op: 'update', id: ids.connection, ifVersion: 1, patch: { effectiveEnd: '2026-12-31' } },
        {
          op: 'create',
          connection: {
            record1: fabrikon,
            record2: maria,
            record2RoleId: 'vendor',
            effectiveStart: '2026-12-31',
          },
        },
      ],
    },
    answers: {
      200: {
        results: [
          { index: 0, status: 'updated', connection: endedConnection, changes: [ended] },
          { index: 1, status: 'created', connection: renewed },
        ],
        counts: {
          created: 1,
          updated: 1,
          identical: 0,
          activated: 0,
          deactivated: 0,
          deleted: 0,
          duplicate: 0,
          invalid: 0,
        },
      },
    },
  },
  listConnections: {
    query: { externalSource: 'crm', externalKey: 'V-1042' },
    answers: { 200: { items: [connection] } },
  },
  readConnections: {
    body: {
      records: [fabrikon, { type: 'account', id: 'gone' }],
      connectedRoleId: 'vendor',
      limit: 10,
    },
    answers: {
      200: {
        results: [
          { record: fabrikon, items: [seenFromFabrikon] },
          {
            record: { type: 'account', id: 'gone' },
            problem: {
              type: '/docs/errors#NotFound',
              title: 'The resource does not exist',
              status: 404,
              detail: 'there is no record account/gone',
              code: 'NotFound',
            },
          },
        ],
      },
    },
  },
  getConnection: { ...ofConnection, answers: { 200: connection } },
  patchConnection: {
    ...ofConnection,
    body: { effectiveEnd: '2026-12-31' },
    answers: { 200: endedConnection },
  },
  deleteConnection: { ...ofConnection, answers: { 200: { dryRun: true }, 204: undefined } },
  activateConnection: { ...ofConnection, answers: { 200: { ...connection, version: 3 } } },
  deactivateConnection: { ...ofConnection, answers: { 200: inactiveConnection } },
  listConnectionsOfRecord: {
    params: fabrikon,
    query: { connectedRoleId: 'vendor', filter: "city eq 'Duluth'", limit: 25 },
    answers: { 200: { items: [seenFromFabrikon] } },
  },
  listConnectionsOfType: {
    params: { type: 'contact' },
    query: { roleId: 'vendor', activeOn: '2026-03-15', limit: 25 },
    answers: { 200: { items: [connection] } },
  },
  listConnectionsOfRole: {
    params: { id: 'vendor' },
    query: { recordType: 'contact', limit: 25 },
    answers: { 200: { items: [connection] } },
  },
  listConnectionHalves: {
    query: { limit: 25 },
    answers: {
      200: {
        items: [
          {
            id,
            side: 'record1',
            record: record1,
            roleId: record1RoleId,
            connected: record2,
            connectedRoleId: record2RoleId,
            ...half,
          },
        ],
        series: [
          {
            record1: fabrikon,
            record1RoleId: record2RoleId,
            record2: maria,
            record2RoleId: record1RoleId,
            connections: [
              { id, title: 'office supplies', effectiveStart: '2026-03-01', effectiveEnd: null },
            ],
          },
        ],
        externalIds: [
          {
            connectionId: id,
            externalId: connection.externalId,
            record1: maria,
            record2: fabrikon,
          },
        ],
        recordsWithoutType: [],
      },
    },
  },
} as const satisfies Record<string, Example>;
