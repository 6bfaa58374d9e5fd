// The roles and record types that a query names: they must exist, or a typing error would look like an
// empty answer.
import { type Code, Refusal } from '../contracts/error-codes.ts';
import type { Catalog } from './catalog.ts';

/** Query parameters that name a role or a record type; null stands for no role. */
export interface NamedInQuery {
  readonly roleId?: string | null | undefined;
  readonly connectedRoleId?: string | null | undefined;
  readonly recordType?: string | undefined;
  readonly connectedType?: string | undefined;
}

/** The refusal of a query with names that do not exist, each with its parameter; undefined if all do. */
export function unknownNames(catalog: Catalog, query: NamedInQuery): Refusal | undefined {
  const faults = [
    ...(['roleId', 'connectedRoleId'] as const).flatMap((path) => {
      const id = query[path];
      if (typeof id !== 'string' || catalog.roles.has(id)) return [];
      return [fault(path, 'ConnectionRoleNotFound', `there is no connection role ${id}`)];
    }),
    ...(['recordType', 'connectedType'] as const).flatMap((path) => {
      const type = query[path];
      if (type === undefined || catalog.recordTypes.has(type)) return [];
      return [fault(path, 'RecordTypeNotFound', `there is no record type ${type}`)];
    }),
  ];
  const [first] = faults;
  if (!first) return undefined;
  const errors = faults.map(({ path, message }) => ({ path, message }));
  return new Refusal(first.code, first.message, { errors });
}

const fault = (path: string, code: Code, message: string) => ({ path, code, message });
