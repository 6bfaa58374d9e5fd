// The files of the import format, in the order in which one builds on another.

export const kinds = ['recordTypes', 'connectionRoles', 'records', 'connections'] as const;
export type Kind = (typeof kinds)[number];

export const fileNames: Readonly<Record<Kind, string>> = {
  recordTypes: 'record-types.jsonl',
  connectionRoles: 'connection-roles.jsonl',
  records: 'records.jsonl',
  connections: 'connections.jsonl',
};

export type ChosenFiles = Partial<Record<Kind, File>>;

/** Those that are called as files of the format are; of a folder, not those in folders within it. */
export function dataFilesAmong(files: readonly File[]): ChosenFiles {
  const direct = files.filter(
    ({ webkitRelativePath }) => webkitRelativePath.split('/').length <= 2,
  );
  return Object.fromEntries(
    kinds.flatMap((kind) => {
      const file = direct.find(({ name }) => name === fileNames[kind]);
      return file ? [[kind, file]] : [];
    }),
  );
}
