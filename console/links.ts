// The addresses of the console's pages.
import type { RecordReference } from '../shared/contracts/identifiers.ts';

type Search = Readonly<Record<string, string>>;

const withSearch = (path: string, search: Search) =>
  Object.keys(search).length > 0 ? `${path}?${new URLSearchParams(search)}` : path;

export const recordsLink = (type: string, search: Search = {}) =>
  withSearch(`/records/${type}`, search);

export const recordLink = ({ type, id }: RecordReference, search: Search = {}) =>
  withSearch(`/records/${type}/${encodeURIComponent(id)}`, search);
