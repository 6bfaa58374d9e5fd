// Connections as CSV (RFC 4180) that spreadsheets read and do not run.
import type { ConnectionView } from '../../shared/contracts/connections.ts';
import { connectionsText } from '../text/connections.ts';

/**
 * Ids beside names: names are for people, ids for who joins it with other data. Dates stay
 * YYYY-MM-DD, which every spreadsheet reads the same.
 */
const columns: readonly (readonly [string, (connection: ConnectionView) => string | null])[] = [
  [connectionsText.columns.connectedTo, ({ record2 }) => record2.name],
  [connectionsText.columns.type, ({ record2 }) => record2.type],
  ['Connected id', ({ record2 }) => record2.id],
  [connectionsText.columns.roleHere, ({ record1RoleName }) => record1RoleName],
  ['Role here id', ({ record1RoleId }) => record1RoleId],
  [connectionsText.columns.roleThere, ({ record2RoleName }) => record2RoleName],
  ['Role there id', ({ record2RoleId }) => record2RoleId],
  [connectionsText.columns.description, ({ description }) => description],
  [connectionsText.columns.start, ({ effectiveStart }) => effectiveStart],
  [connectionsText.columns.end, ({ effectiveEnd }) => effectiveEnd],
  [connectionsText.columns.validity, ({ validity }) => validity],
  [connectionsText.columns.state, ({ state }) => state],
  [connectionsText.columns.owner, ({ ownerId }) => ownerId],
  ['Created', ({ createdAt }) => createdAt],
  ['Created by', ({ createdBy }) => createdBy],
  ['Changed', ({ modifiedAt }) => modifiedAt],
  ['Changed by', ({ modifiedBy }) => modifiedBy],
  ['Connection id', ({ id }) => id],
];

/** What makes a spreadsheet take a text for a formula, in half and in full width. */
const formula = /^[\s]*[=+\-@＝＋－＠]|^[\t\r\n]/;

function cellOf(value: string | null): string {
  const text = value ?? '';
  // An apostrophe is how a spreadsheet itself is told that a text is one.
  const safe = formula.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const lineOf = (cells: readonly (string | null)[]) => `${cells.map(cellOf).join(',')}\r\n`;

/** With a byte order mark: without one, Excel reads UTF-8 as something else. */
export function csvOf(connections: readonly ConnectionView[]): string {
  const head = lineOf(columns.map(([name]) => name));
  const lines = connections.map((each) => lineOf(columns.map(([, cell]) => cell(each))));
  return `\uFEFF${head}${lines.join('')}`;
}
