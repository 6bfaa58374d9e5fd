// Examples of the operations of record types, records and connection roles.
import {
  accountType,
  auditor,
  contactType,
  customer,
  fabrikonRecord,
  maria,
  mariaRecord,
  namedFabrikon,
  namedMaria,
  projectType,
  vendor,
} from './company.ts';
import type { Example } from './example.ts';

const ofType = { params: { type: 'account' } };
const ofNewType = { params: { type: 'project' } };
const ofRecord = { params: maria };
const ofRole = { params: { id: 'vendor' } };
const { version: _, ...vendorBody } = vendor;
const { version: __, ...customerBody } = customer;
const { version: ___, ...auditorBody } = auditor;
const { type: ____, version: _____, ...projectBody } = projectType;
const none = { updated: 0, identical: 0, duplicate: 0, invalid: 0 };

export const catalogExamples = {
  listRecordTypes: {
    query: { limit: 25 },
    answers: { 200: { items: [accountType, contactType] } },
  },
  putRecordType: {
    ...ofNewType,
    body: projectBody,
    answers: { 200: projectType, 201: projectType },
  },
  getRecordType: { ...ofType, answers: { 200: accountType } },
  deleteRecordType: { ...ofNewType, answers: { 204: undefined } },

  putRecord: {
    ...ofRecord,
    body: { name: 'Maria Oduya', attributes: mariaRecord.attributes },
    answers: { 200: mariaRecord, 201: mariaRecord },
  },
  getRecord: { ...ofRecord, answers: { 200: mariaRecord } },
  patchRecord: {
    ...ofRecord,
    body: { attributes: { city: 'Minneapolis' } },
    answers: {
      200: {
        ...mariaRecord,
        attributes: { ...mariaRecord.attributes, city: 'Minneapolis' },
        modifiedAt: '2026-03-02T14:05:00.000Z',
        version: 2,
      },
    },
  },
  deleteRecord: { ...ofRecord, answers: { 202: undefined } },
  mergeRecord: {
    params: { type: 'contact', id: 'm-oduya' },
    body: { into: maria },
    answers: { 202: undefined },
  },
  listRecords: {
    params: { type: 'contact' },
    query: { namePrefix: 'mar', limit: 25 },
    answers: { 200: { items: [mariaRecord] } },
  },
  searchRecords: {
    query: { search: 'odu mar', types: 'contact', limit: 25 },
    answers: { 200: { items: [mariaRecord] } },
  },
  batchRecords: {
    query: { mode: 'upsert' },
    body: {
      items: [
        { ...namedMaria, attributes: mariaRecord.attributes },
        { ...namedFabrikon, attributes: fabrikonRecord.attributes },
        { type: 'contact', id: 'm-oduya', name: 'M. Oduya' },
      ],
    },
    answers: {
      200: {
        results: [
          { index: 0, status: 'created', ...maria, version: 1 },
          { index: 1, status: 'created', type: 'account', id: 'fabrikon', version: 1 },
          { index: 2, status: 'created', type: 'contact', id: 'm-oduya', version: 1 },
        ],
        counts: { created: 3, ...none },
      },
    },
  },

  listConnectionRoles: {
    query: { category: 'business', recordType: 'account', limit: 25 },
    answers: { 200: { items: [customer, vendor] } },
  },
  createConnectionRole: { body: auditorBody, answers: { 201: auditor } },
  batchConnectionRoles: {
    query: { mode: 'upsert' },
    body: { items: [vendorBody, customerBody] },
    answers: {
      200: {
        results: [
          { index: 0, status: 'created', role: vendor },
          { index: 1, status: 'created', role: customer },
        ],
        counts: { created: 2, ...none },
      },
    },
  },
  putConnectionRole: { ...ofRole, body: vendorBody, answers: { 200: vendor, 201: vendor } },
  getConnectionRole: { ...ofRole, answers: { 200: vendor } },
  patchConnectionRole: {
    ...ofRole,
    body: { description: 'Sells to the other side' },
    answers: { 200: vendor },
  },
  deleteConnectionRole: {
    params: { id: 'auditor' },
    query: { policy: 'restrict' },
    answers: { 202: undefined, 204: undefined },
  },
  activateConnectionRole: { ...ofRole, answers: { 200: { ...vendor, version: 3 } } },
  deactivateConnectionRole: {
    ...ofRole,
    answers: { 200: { ...vendor, state: 'inactive', version: 2 } },
  },
  listMatchingRoles: {
    ...ofRole,
    query: { recordType: 'account' },
    answers: { 200: { items: [customer] } },
  },
} as const satisfies Record<string, Example>;
