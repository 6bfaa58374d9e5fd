// Liaison's table as entities of ElectroDB: the keys, the indexes and the attributes that requests need.
const text = { type: 'string', required: true } as const;
const optional = { type: 'string' } as const;
const number = { type: 'number', required: true } as const;

/** All items of one record are in one partition. */
const recordPk = {
  field: 'pk',
  casing: 'none',
  composite: ['recordType', 'recordId'],
  template: `record#\${recordType}#\${recordId}`,
} as const;

export const half = {
  model: { entity: 'half', version: '1', service: 'connections' },
  attributes: {
    id: text,
    source: { type: 'number' },
    recordType: text,
    recordId: text,
    recordName: text,
    recordSince: number,
    roleId: text,
    connectedType: text,
    connectedId: text,
    connectedName: text,
    connectedSince: number,
    connectedRoleId: text,
    title: optional,
    description: optional,
    effectiveStart: text,
    effectiveEnd: optional,
    attributes: optional,
    externalSource: optional,
    externalKey: optional,
    state: text,
    ownerId: text,
    createdAt: text,
    createdBy: text,
    modifiedAt: optional,
    modifiedBy: optional,
    version: number,
    shard: number,
  },
  indexes: {
    ofRecord: {
      pk: recordPk,
      sk: {
        field: 'sk',
        casing: 'none',
        composite: ['roleId', 'connectedType', 'connectedId', 'connectedRoleId', 'effectiveStart'],
        template: `connection#\${roleId}#\${connectedType}#\${connectedId}#\${connectedRoleId}#\${effectiveStart}`,
      },
    },
    byRole: {
      index: 'by-role',
      type: 'composite',
      pk: { composite: ['roleId', 'shard'] },
      sk: { composite: ['recordType', 'recordId', 'id'] },
    },
    byRecordType: {
      index: 'by-record-type',
      type: 'composite',
      pk: { composite: ['recordType', 'shard'] },
      sk: { composite: ['connectedType', 'recordId', 'id'] },
    },
    byId: {
      index: 'by-connection-id',
      type: 'composite',
      projection: 'keys_only',
      pk: { composite: ['id'] },
      sk: { composite: ['source'] },
    },
  },
} as const;

export const series = {
  model: { entity: 'series', version: '1', service: 'connections' },
  attributes: {
    recordType: text,
    recordId: text,
    roleId: text,
    connectedType: text,
    connectedId: text,
    connectedRoleId: text,
    members: {
      type: 'list',
      required: true,
      items: {
        type: 'map',
        properties: { id: text, title: optional, start: optional, end: optional },
      },
    },
  },
  indexes: {
    record: {
      pk: recordPk,
      sk: {
        field: 'sk',
        casing: 'none',
        composite: ['connectedType', 'connectedId', 'roleId', 'connectedRoleId'],
        template: `series#\${connectedType}#\${connectedId}#\${roleId}#\${connectedRoleId}`,
      },
    },
  },
} as const;

export const catalogVersion = {
  model: { entity: 'catalogVersion', version: '1', service: 'connections' },
  attributes: { version: number },
  indexes: {
    version: {
      pk: { field: 'pk', casing: 'none', composite: [], template: 'catalog' },
      sk: { field: 'sk', casing: 'none', composite: [], template: 'version' },
    },
  },
} as const;

export const record = {
  model: { entity: 'record', version: '1', service: 'connections' },
  attributes: { recordType: text, recordId: text, name: text, createdAt: text },
  indexes: {
    record: {
      pk: recordPk,
      sk: { field: 'sk', casing: 'none', composite: [], template: 'record' },
    },
  },
} as const;

export const summary = {
  model: { entity: 'summary', version: '1', service: 'connections' },
  attributes: { recordType: text, recordId: text, cells: { type: 'any' } },
  indexes: {
    record: {
      pk: recordPk,
      sk: { field: 'sk', casing: 'none', composite: [], template: 'summary' },
    },
  },
} as const;

export const change = {
  model: { entity: 'change', version: '1', service: 'connections' },
  attributes: {
    connectionId: text,
    actor: text,
    at: text,
    expiresAt: number,
    before: { type: 'any' },
    after: { type: 'any' },
  },
  indexes: {
    connection: {
      pk: {
        field: 'pk',
        casing: 'none',
        composite: ['connectionId'],
        template: `connection#\${connectionId}`,
      },
      sk: { field: 'sk', casing: 'none', composite: [], template: 'change' },
    },
  },
} as const;
