// The files that were chosen for an import.
import { dataFiles, type Kind, kinds } from '../../../shared/import/data-files.ts';
import type { ImportFile } from '../../../shared/import/run-import.ts';

export type ChosenFiles = Partial<Record<Kind, File>>;

/** The files with the names of the import format; of a folder, not those in its subfolders. */
export function dataFilesAmong(files: readonly File[]): ChosenFiles {
  const direct = files.filter(
    ({ webkitRelativePath }) => webkitRelativePath.split('/').length <= 2,
  );
  return Object.fromEntries(
    kinds.flatMap((kind) => {
      const file = direct.find(({ name }) => name === dataFiles[kind]);
      return file ? [[kind, file]] : [];
    }),
  );
}

/** The chosen files in the form in which the importer reads them. */
export const importFilesOf = (files: ChosenFiles) =>
  Object.fromEntries(
    Object.entries(files).map(([kind, file]): [string, ImportFile] => [
      kind,
      { size: file.size, read: () => chunksOf(file) },
    ]),
  );

/** Not every browser can iterate over a stream. */
async function* chunksOf(file: Blob): AsyncGenerator<Uint8Array> {
  const reader = file.stream().getReader();
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
  } finally {
    await reader.cancel();
  }
}
