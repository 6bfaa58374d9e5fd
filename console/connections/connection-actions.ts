// What can be done to connections that are there: to which of them, and by which route.

import type { Client } from '../../shared/client/create-client.ts';
import { LiaisonProblem } from '../../shared/client/liaison-problem.ts';
import type { ConnectionView } from '../../shared/contracts/connection-schemas.ts';

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

const routeOf = { activate: 'activateConnection', deactivate: 'deactivateConnection' } as const;

/**
 * Does it, to the connection as it was seen: one that has changed since is refused.
 * @returns what it is now; undefined when it is deleted
 * @throws LiaisonProblem
 */
export async function perform(
  api: Client,
  action: Action,
  { id, version }: Pick<ConnectionView, 'id' | 'version'>,
  idempotencyKey: string,
): Promise<ConnectionView | undefined> {
  const request = { params: { id }, ifMatch: version };
  if (action !== 'delete') return api[routeOf[action]]({ ...request, idempotencyKey });
  try {
    await api.deleteConnection(request);
  } catch (error) {
    // It is gone, as was wanted: somebody else was faster, or an answer was lost on the way.
    if (!(error instanceof LiaisonProblem && error.code === 'NotFound')) throw error;
  }
  return undefined;
}
