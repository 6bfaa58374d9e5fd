// The addresses of the console's pages.
import type { RecordReference } from '../../shared/contracts/identifiers.ts';

type Search = Readonly<Record<string, string>>;

const withSearch = (path: string, search: Search) =>
  Object.keys(search).length > 0 ? `${path}?${new URLSearchParams(search)}` : path;

export const recordsLink = (type: string, search: Search = {}) =>
  withSearch(`/records/${type}`, search);

export const recordLink = ({ type, id }: RecordReference, search: Search = {}) =>
  withSearch(`/records/${type}/${encodeURIComponent(id)}`, search);

export const recordHistoryLink = (record: RecordReference) => `${recordLink(record)}/history`;

/** Works for deleted connections, too. */
export const connectionHistoryLink = (id: string) => `/connections/${id}/history`;

export const rolesLink = '/administer/roles';
/** Not below `rolesLink`, because a role may have the id `new`. */
export const newRoleLink = '/administer/new-role';
export const roleLink = (id: string) => `${rolesLink}/${id}`;
export const recordTypesLink = '/administer/record-types';
export const importLink = '/administer/import';
export const failuresLink = '/administer/failures';
