// The first request to each function, by purpose: it calls its table, bus or queue at least once.

import type { EventType } from '../../../shared/contracts/event-schemas.ts';
import { eventExamples } from '../../../testing/event-examples.ts';

const request = (method: string, path: string, route: string, given: object = {}) => ({
  routeKey: `${method} ${route}`,
  rawPath: path,
  rawQueryString: '',
  headers: { 'content-type': 'application/json' },
  isBase64Encoded: false,
  requestContext: {
    requestId: 'a',
    http: { method },
    authorizer: {
      jwt: { claims: { sub: 'ines', scope: 'liaison/read liaison/write liaison/admin' } },
    },
  },
  ...given,
});

/** A stream record: a record was deleted. */
const deletion = {
  eventName: 'INSERT',
  dynamodb: {
    SequenceNumber: '1',
    Keys: { pk: { S: 'record#contact#a' }, sk: { S: 'deleted' } },
    NewImage: {
      deletedType: { S: 'contact' },
      deletedId: { S: 'a' },
      name: { S: 'Ana' },
      version: { N: '2' },
      actor: { S: 'ines' },
      at: { S: '2026-11-22T10:00:00.000Z' },
    },
  },
};

/** An event of the bus, the example in the docs. */
const told = (type: EventType) => ({
  'detail-type': type,
  detail: eventExamples.get(type)?.detail,
});

export const firstRequests: Readonly<Record<string, object>> = {
  queries: request('GET', '/v1/record-types', '/v1/record-types'),
  connections: request('POST', '/v1/connections', '/v1/connections', {
    body: JSON.stringify({
      record1: { type: 'contact', id: 'a' },
      record2: { type: 'account', id: 'b' },
    }),
  }),
  records: request('PUT', '/v1/records/contact/a', '/v1/records/{type}/{id}', {
    pathParameters: { type: 'contact', id: 'a' },
    body: JSON.stringify({ name: 'Ana' }),
  }),
  administration: request('PUT', '/v1/record-types/contact', '/v1/record-types/{type}', {
    pathParameters: { type: 'contact' },
    body: JSON.stringify({ displayName: 'Contact', displayCollectionName: 'Contacts' }),
  }),
  service: request('GET', '/health', '/health'),
  'keeps history and counts': { Records: [deletion] },
  'announces changes': { Records: [deletion] },
  'deletes the connections of a deleted record, moves those of a merged one':
    told('Record Deleted'),
  'brings a new name to the connections of a record': told('Record Renamed'),
  'blanks a role on its connections, then deletes it': told('Connection Role Clearing'),
  'the example: logs each new vendor': told('Connection Created'),
  'announces connections whose end date has passed': {},
  'leaves a token the scopes that its groups give': {
    request: { groupConfiguration: { groupsToOverride: ['readers'] } },
    response: {},
  },
  'replays what failed': {},
};
