// The actions on existing connections: which connections they apply to, and which operation they call.

import type { Client } from '../../shared/client/create-client.ts';
import { LiaisonProblem } from '../../shared/client/liaison-problem.ts';
import type { ConnectionView } from '../../shared/contracts/answers/connection-answers.ts';

export type Action = 'activate' | 'deactivate' | 'delete';

/** The user who performs an action. */
interface Doer {
  readonly sub: string;
  readonly isAdministrator: boolean;
}

/** Whether the action applies to this connection. */
export function applies(action: Action, connection: ConnectionView, doer: Doer): boolean {
  if (action === 'activate') return connection.state === 'inactive';
  if (action === 'deactivate') return connection.state === 'active';
  return doer.isAdministrator || connection.ownerId === doer.sub;
}

const routeOf = { activate: 'activateConnection', deactivate: 'deactivateConnection' } as const;

/**
 * Performs the action on the version that the user saw; a connection that was changed since is refused.
 * @returns the connection as stored; undefined when deleted
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
    // Already deleted: by someone else, or by a request whose answer was lost.
    if (!(error instanceof LiaisonProblem && error.code === 'NotFound')) throw error;
  }
  return undefined;
}
