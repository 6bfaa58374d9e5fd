// The files of the import format, in the order in which one builds on another.

/** Their names, and the words for what they hold. */
export const dataFiles = {
  recordTypes: { file: 'record-types.jsonl', label: 'record types' },
  connectionRoles: { file: 'connection-roles.jsonl', label: 'connection roles' },
  records: { file: 'records.jsonl', label: 'records' },
  connections: { file: 'connections.jsonl', label: 'connections' },
} as const;

export type Kind = keyof typeof dataFiles;

export const kinds = Object.keys(dataFiles) as Kind[];
