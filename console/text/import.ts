// Words of the import.
import { commonText } from './common.ts';

const lines = (count: number) => commonText.plural(count, 'line', 'lines');

export const importText = {
  title: 'Import',
  hint: 'Brings in record types, connection roles, records and connections from JSON Lines files, as an export or another system writes them. What is there already is left as it is.',
  drop: 'Drop a folder’s files here, or choose them',
  files: 'Files, in the order in which they are sent',
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
  noneFits: (names: string) => `None of these files can be imported: they must be called ${names}.`,
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
  finishedTitle: 'Everything was imported',
  finished: (count: number) => `${lines(count)}, none of them bad.`,
  finishedWithBadTitle: 'Imported, but for the bad lines',
  finishedWithBad: (bad: number) =>
    `${lines(bad)} could not be imported. Mend them in the files, and import again: what is there already is left as it is.`,
  cancelledTitle: 'The import was cancelled',
  cancelled: 'What was sent before stays. To go on, import the same files again.',
  failedTitle: 'The import could not go on',
  failed: (why: string) =>
    `${why} What was sent before stays. To go on, import the same files again.`,
  unreadable: 'A file could not be read: it was moved or changed since it was chosen.',
  badLines: (count: number) => `Bad lines (${count})`,
  place: (file: string, line: string) => `${file}, line ${line}`,
  downloadCsv: 'Download as CSV',
  downloadJsonl: 'Download as JSONL',
  columns: { file: 'File', line: 'Line', code: 'Code', message: 'Message' },
  leaveTitle: 'Leave and cancel the import?',
  leave: 'What was sent before stays; the rest is not imported.',
  leaveConfirm: 'Leave and cancel',
  leaveCancel: 'Stay',
};
