// Words of the import.
import { commonText } from './common-text.ts';

const lines = (count: number) => commonText.plural(count, 'line', 'lines');

export const importText = {
  title: 'Import',
  hint: 'Imports record types, connection roles, records and connections from JSON Lines files, as an export or another system writes them. Data that already exists is not changed.',
  drop: 'Drop a folder’s files here, or choose them',
  files: 'Files, in the order in which they are imported',
  folder: 'Choose folder',
  choose: 'Choose files',
  kinds: {
    recordTypes: 'Record types',
    connectionRoles: 'Connection roles',
    records: 'Records',
    connections: 'Connections',
  },
  takeOut: (name: string) => `Remove ${name}`,
  notChosen: 'not chosen',
  size: (kilobytes: string) => `${kilobytes} kB`,
  noneFits: (names: string) => `None of these files can be imported. Their names must be ${names}.`,
  start: 'Import',
  again: 'Import again',
  cancel: 'Cancel',
  progress: 'Progress of the import',
  done: (percent: string) => `${percent} done`,
  statuses: {
    created: 'created',
    replaced: 'changed',
    duplicate: 'already there',
    invalid: 'bad',
  },
  finishedTitle: 'Imported without errors',
  finished: (count: number) => `${lines(count)} imported.`,
  finishedWithBadTitle: (bad: number) =>
    `Imported with ${commonText.plural(bad, 'error', 'errors')}`,
  finishedWithBad: (bad: number) =>
    `${lines(bad)} could not be imported. Correct them in the files and import again: data that already exists is not changed.`,
  cancelledTitle: 'The import was cancelled',
  cancelled: 'The lines that were sent stay imported. To continue, import the same files again.',
  failedTitle: 'The import stopped',
  failed: (why: string) =>
    `${why} The lines that were sent stay imported. To continue, import the same files again.`,
  unreadable: 'A file could not be read: it was moved or changed after it was chosen.',
  badLines: (count: number) => `Bad lines (${count})`,
  place: (file: string, line: string) => `${file}, line ${line}`,
  downloadCsv: 'Download as CSV',
  downloadJsonl: 'Download as JSONL',
  columns: { file: 'File', line: 'Line', code: 'Code', message: 'Message' },
  leaveTitle: 'Leave and cancel the import?',
  leave: 'The lines that were sent stay imported; the others are not imported.',
  leaveConfirm: 'Leave and cancel',
  leaveCancel: 'Stay',
};
