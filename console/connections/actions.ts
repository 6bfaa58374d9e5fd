// What can be done to connections that are there: to which of them, and by which route.
import type { ConnectionView } from '../../shared/contracts/connections.ts';
import type { Api } from '../api/api.ts';

export type Action = 'activate' | 'deactivate' | 'delete';

/** Who would do it. */
interface Doer {
  readonly sub: string;
  readonly isAdministrator: boolean;
}

/** Whether it can be done to this one. */
export function applies(action: Action, connection: ConnectionView, doer: Doer): boolean {
  if (action === 'activate') return connection.state === 'inactive';
  if (action === 'deactivate') return connection.state === 'active';
  return doer.isAdministrator || connection.ownerId === doer.sub;
}

export const routeOf = {
  activate: 'activateConnection',
  deactivate: 'deactivateConnection',
  delete: 'deleteConnection',
} as const;

/**
 * Does it, to the connection as it was seen: one that has changed since is refused.
 * @throws ApiError
 */
export async function perform(
  api: Api,
  action: Action,
  { id, version }: ConnectionView,
  idempotencyKey: string,
): Promise<void> {
  const request = { params: { id }, ifMatch: version };
  if (action === 'delete') await api.call('deleteConnection', request);
  else await api.call(routeOf[action], { ...request, idempotencyKey });
}
