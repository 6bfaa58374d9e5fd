// Connections as CSV rows.

import type { ConnectionView } from '../../shared/contracts/answers/connection-answers.ts';
import { csvText } from '../base/file-download.ts';
import { connectionsText } from '../text/connections-text.ts';

/**
 * Names are for people, ids for joining with other data. Dates stay YYYY-MM-DD, which every spreadsheet
 * reads the same way.
 */
const columns: readonly (readonly [string, (connection: ConnectionView) => string | null])[] = [
  [connectionsText.columns.connectedTo, ({ record2 }) => record2.name],
  [connectionsText.columns.type, ({ record2 }) => record2.type],
  ['Connected id', ({ record2 }) => record2.id],
  ['Own role', ({ record1RoleName }) => record1RoleName],
  ['Own role id', ({ record1RoleId }) => record1RoleId],
  [connectionsText.columns.connectedRole, ({ record2RoleName }) => record2RoleName],
  ['Their role id', ({ record2RoleId }) => record2RoleId],
  [connectionsText.columns.title, ({ title }) => title],
  [connectionsText.columns.description, ({ description }) => description],
  [connectionsText.columns.start, ({ effectiveStart }) => effectiveStart],
  [connectionsText.columns.end, ({ effectiveEnd }) => effectiveEnd],
  [connectionsText.columns.validity, ({ validity }) => validity],
  [connectionsText.columns.state, ({ state }) => state],
  [connectionsText.columns.owner, ({ ownerId }) => ownerId],
  ['Created', ({ createdAt }) => createdAt],
  ['Created by', ({ createdBy }) => createdBy],
  ['Modified', ({ modifiedAt }) => modifiedAt],
  ['Modified by', ({ modifiedBy }) => modifiedBy],
  ['Attributes', ({ attributes }) => attributes && JSON.stringify(attributes)],
  ['External source', ({ externalId }) => externalId?.source ?? null],
  ['External key', ({ externalId }) => externalId?.key ?? null],
  ['Connection id', ({ id }) => id],
];

export const csvOf = (connections: readonly ConnectionView[]) =>
  csvText([
    columns.map(([name]) => name),
    ...connections.map((each) => columns.map(([, cell]) => cell(each))),
  ]);
