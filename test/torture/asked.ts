// The HTTP request of an operation.
import { firstRoles, type Operation, type Planned } from './operations.ts';
import type { Asked } from './service.ts';

/** The ETag for a request, as the client last saw it; undefined = none. */
type Tag = (ifMatch: 'current' | 'first' | undefined) => string | undefined;

const referenceOf = (record: string) => {
  const [type, id] = record.split('/');
  return { type, id };
};

const connectionOf = ({ from, role1, to, role2, ...fields }: Planned, description: string) => ({
  record1: referenceOf(from),
  ...(role1 !== undefined && { record1RoleId: role1 }),
  record2: referenceOf(to),
  ...(role2 !== undefined && { record2RoleId: role2 }),
  ...fields,
  description,
});

/** The request, or null for operations without one. Everything written contains its author's name. */
export function askedFor(
  operation: Operation,
  sub: string,
  connectionId: string,
  tag: Tag,
): Asked | null {
  const one = `/v1/connections/${connectionId}`;
  const headers = {
    ...('withKey' in operation && operation.withKey && { 'idempotency-key': 'the only one' }),
    ...('ifMatch' in operation && tag(operation.ifMatch) && { 'if-match': tag(operation.ifMatch) }),
  } as Record<string, string>;
  switch (operation.kind) {
    case 'create': {
      const { planned, replace } = operation;
      const body = { ...connectionOf(planned, sub), replace };
      return { route: 'createConnection', path: '/v1/connections', body, headers, sub };
    }
    case 'batch': {
      const body = { items: operation.items.map((item) => connectionOf(item, sub)) };
      return { route: 'batchConnections', path: '/v1/connections/batch', body, headers, sub };
    }
    case 'edit': {
      const [record1RoleId, record2RoleId] = operation.roles;
      const body = { record1RoleId, record2RoleId, description: sub };
      return { route: 'patchConnection', path: one, body, headers, sub };
    }
    case 'period': {
      const { effectiveStart, title, externalId, attributes } = operation;
      const body = { effectiveStart, title, externalId, attributes, description: sub };
      return { route: 'patchConnection', path: one, body, headers, sub };
    }
    case 'state':
      return {
        route: `${operation.state}Connection`,
        path: `${one}/${operation.state}`,
        headers,
        sub,
      };
    case 'delete':
      return { route: 'deleteConnection', path: one, headers, sub };
    case 'read':
      return { route: 'getConnection', path: one, sub };
    case 'put record': {
      const body = { name: operation.name, attributes: { by: sub } };
      return { route: 'putRecord', path: `/v1/records/${operation.record}`, body, sub };
    }
    case 'batch of records': {
      const { records, name } = operation;
      const attributes = { by: sub };
      const body = { items: records.map((id) => ({ ...referenceOf(id), name, attributes })) };
      return { route: 'batchRecords', path: '/v1/records/batch', body, headers, sub };
    }
    case 'delete record':
      return { route: 'deleteRecord', path: `/v1/records/${operation.record}`, sub };
    case 'merge record': {
      const body = { into: referenceOf(operation.into) };
      const path = `/v1/records/${operation.record}/merge`;
      return { route: 'mergeRecord', path, body, headers, sub };
    }
    case 'role state': {
      const path = `/v1/connection-roles/${operation.roleId}/${operation.state}`;
      return { route: `${operation.state}ConnectionRole`, path, headers, sub };
    }
    case 'put role': {
      const path = `/v1/connection-roles/${operation.roleId}`;
      const role = firstRoles.find(({ id }) => id === operation.roleId);
      // A matching role may have been deleted.
      const body = { ...role, matchingRoleIds: [], description: sub };
      return { route: 'putConnectionRole', path, body, sub };
    }
    case 'delete role': {
      const path = `/v1/connection-roles/${operation.roleId}?policy=${operation.policy}`;
      return { route: 'deleteConnectionRole', path, sub };
    }
    default:
      return null;
  }
}
