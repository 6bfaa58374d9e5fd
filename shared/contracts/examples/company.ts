// The story of all examples: Maria Oduya sells to the company Fabrikon, which is managed by Ines.

export const ids = {
  connection: '019aa3f0-7d2e-7c61-9d3c-8f4f5f0a1b2c',
  other: '019aa3f2-1a40-7b0e-8c55-2d6a90e4f711',
};

const created = { createdAt: '2026-03-01T09:30:00.000Z', createdBy: 'user-ines' };
const unchanged = { modifiedAt: created.createdAt, modifiedBy: created.createdBy };

export const accountType = {
  type: 'account',
  displayName: 'Account',
  displayCollectionName: 'Accounts',
  connectionsEnabled: true,
  version: 1,
};
export const contactType = {
  type: 'contact',
  displayName: 'Contact',
  displayCollectionName: 'Contacts',
  connectionsEnabled: true,
  version: 1,
};

/** A type that has no records. */
export const projectType = {
  ...accountType,
  type: 'project',
  displayName: 'Project',
  displayCollectionName: 'Projects',
};

export const maria = { type: 'contact', id: 'maria-oduya' };
export const fabrikon = { type: 'account', id: 'fabrikon' };
export const namedMaria = { ...maria, name: 'Maria Oduya' };
export const namedFabrikon = { ...fabrikon, name: 'Fabrikon' };

export const mariaRecord = {
  ...namedMaria,
  attributes: { city: 'Duluth', languages: ['en', 'yo'] },
  ...created,
  ...unchanged,
  version: 1,
};
export const fabrikonRecord = {
  ...namedFabrikon,
  attributes: { address: { city: 'Duluth', region: 'Minnesota' } },
  ...created,
  ...unchanged,
  version: 1,
};

export const vendor = {
  id: 'vendor',
  name: 'Vendor',
  category: 'business',
  description: 'Sells to the other side',
  recordTypes: ['account', 'contact'],
  matchingRoleIds: ['customer'],
  maxPerRecord: null,
  attributeSchema: { share: { type: 'number', minimum: 0, maximum: 100 } },
  state: 'active',
  version: 1,
};
export const customer = {
  ...vendor,
  id: 'customer',
  name: 'Customer',
  description: 'Buys from the other side',
  matchingRoleIds: ['vendor'],
  attributeSchema: null,
};

/** A role that no connection has. */
export const auditor = {
  ...vendor,
  id: 'auditor',
  name: 'Auditor',
  category: 'service',
  description: 'Examines the accounts of the other side',
  matchingRoleIds: [],
  attributeSchema: null,
};

/** The body that connects Maria, as vendor, to Fabrikon. */
export const newConnection = {
  record1: maria,
  record1RoleId: 'vendor',
  record2: fabrikon,
  title: 'Office supplies',
  effectiveStart: '2026-03-01',
  attributes: { share: 25 },
  externalId: { source: 'crm', key: 'V-1042' },
};

export const connection = {
  id: ids.connection,
  name: 'Fabrikon',
  title: 'Office supplies',
  record1: namedMaria,
  record1RoleId: 'vendor',
  record1RoleName: 'Vendor',
  record2: namedFabrikon,
  record2RoleId: 'customer',
  record2RoleName: 'Customer',
  description: null,
  effectiveStart: '2026-03-01',
  effectiveEnd: null,
  validity: 'current',
  state: 'active',
  attributes: { share: 25 },
  externalId: { source: 'crm', key: 'V-1042' },
  ownerId: 'user-ines',
  ...created,
  ...unchanged,
  version: 1,
};

/** The change of its end. */
export const ended = { field: 'effectiveEnd', from: null, to: '2026-12-31' };
const later = { modifiedAt: '2026-03-02T14:05:00.000Z', modifiedBy: 'user-ines', version: 2 };
export const endedConnection = { ...connection, effectiveEnd: '2026-12-31', ...later };
export const inactiveConnection = { ...connection, state: 'inactive', ...later };

/** The same connection, seen from Fabrikon. */
export const seenFromFabrikon = {
  ...connection,
  name: 'Maria Oduya',
  record1: namedFabrikon,
  record1RoleId: 'customer',
  record1RoleName: 'Customer',
  record2: namedMaria,
  record2RoleId: 'vendor',
  record2RoleName: 'Vendor',
};

export const firstEntry = {
  at: created.createdAt,
  actor: 'user-ines',
  event: 'created',
  connectionId: ids.connection,
  version: 1,
  record1: namedMaria,
  record2: namedFabrikon,
  changes: [{ field: 'record1RoleId', from: null, to: 'vendor' }],
};
export const secondEntry = {
  ...firstEntry,
  at: later.modifiedAt,
  event: 'updated',
  version: 2,
  changes: [ended],
};

export const edge = {
  id: ids.connection,
  from: maria,
  to: fabrikon,
  fromRoleId: 'vendor',
  toRoleId: 'customer',
  title: 'Office supplies',
  validity: 'current',
  state: 'active',
};
