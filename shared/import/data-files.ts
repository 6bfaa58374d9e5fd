// The files of the import format, in the order in which they are imported: later ones need earlier ones.

export const dataFiles = {
  recordTypes: 'record-types.jsonl',
  connectionRoles: 'connection-roles.jsonl',
  records: 'records.jsonl',
  connections: 'connections.jsonl',
} as const;

/** What a file contains. */
export type Kind = keyof typeof dataFiles;

export const kinds = Object.keys(dataFiles) as Kind[];

/** A value for each kind of file. */
export const forEachKind = <Value>(create: (kind: Kind) => Value): Record<Kind, Value> => ({
  recordTypes: create('recordTypes'),
  connectionRoles: create('connectionRoles'),
  records: create('records'),
  connections: create('connections'),
});
