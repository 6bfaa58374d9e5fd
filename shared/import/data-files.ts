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

/** The same value for each kind of file. */
export const forEachKind = <Value>(create: () => Value): Record<Kind, Value> => ({
  recordTypes: create(),
  connectionRoles: create(),
  records: create(),
  connections: create(),
});
