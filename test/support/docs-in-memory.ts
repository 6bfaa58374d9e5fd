// The files of the portal without a build: made in memory, once per process.
import { portalFiles } from '../../docs/portal/build.ts';
import type { ReadDocs } from '../../functions/formats/docs-pages.ts';

let files: ReadonlyMap<string, string> | undefined;

/** Every file of the portal, by its name. */
export const filesOfPortal = (): ReadonlyMap<string, string> => {
  files ??= portalFiles();
  return files;
};

export const docsInMemory: ReadDocs = async (file) => filesOfPortal().get(file);
