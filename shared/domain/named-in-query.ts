// The roles and record types that a query names: they must exist, or a typing error would look like an
// empty answer.
import type { Fault } from '../contracts/error-codes.ts';
import type { RecordReference } from '../contracts/identifiers.ts';
import type { Catalog } from './catalog.ts';

/** Query parameters that name a role or a record type; null stands for no role. */
export interface NamedInQuery {
  readonly roleId?: string | null | undefined;
  readonly connectedRoleId?: string | null | undefined;
  readonly recordType?: string | undefined;
  readonly connectedType?: string | undefined;
  readonly types?: readonly string[] | undefined;
  /** Both ends of a path. */
  readonly from?: RecordReference | undefined;
  readonly to?: RecordReference | undefined;
}

/** The names in a query that do not exist, each as the fault of its parameter. */
export function unknownNames(catalog: Catalog, query: NamedInQuery): Fault[] {
  const { recordType, connectedType, from, to } = query;
  const types = { recordType, connectedType, from: from?.type, to: to?.type };
  return [
    ...(['roleId', 'connectedRoleId'] as const).flatMap((path): Fault[] => {
      const id = query[path];
      if (typeof id !== 'string' || catalog.roles.has(id)) return [];
      const message = `there is no connection role ${id}`;
      return [{ path, code: 'ConnectionRoleNotFound', message }];
    }),
    ...typeFaults(catalog, 'types', query.types ?? []),
    ...Object.entries(types).flatMap(([path, type]) =>
      typeFaults(catalog, path, type === undefined ? [] : [type]),
    ),
  ];
}

function typeFaults({ recordTypes }: Catalog, path: string, types: readonly string[]): Fault[] {
  const unknown = types.filter((type) => !recordTypes.has(type));
  if (unknown.length === 0) return [];
  const message = `there is no record type ${unknown.join(' or ')}`;
  return [{ path, code: 'RecordTypeNotFound', message }];
}
