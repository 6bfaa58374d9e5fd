// Writes of the service in React, and which reads are stale after each.
import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import { newKey } from './api.ts';
import type { ApiError } from './api-error.ts';
import { type CalledRoute, paths } from './paths.ts';
import { useApi } from './queries.ts';
import type { Answer, Request } from './types.ts';

/** Reads of what the write itself changed: right as soon as it has answered. */
const consistent = {
  records: ['getRecord', 'listRecords', 'listConnectionsOfRecord'],
  roles: ['listConnectionRoles', 'getConnectionRole'],
  recordTypes: ['listRecordTypes'],
  connections: ['listConnectionsOfRecord', 'getConnection'],
} as const satisfies Record<string, readonly CalledRoute[]>;

/** Counts and the like, which follow from the stream: right a moment later. */
const lagging: readonly CalledRoute[] = [
  'getRecordTypeSummary',
  'listRolesOfRecord',
  'getRecordSummary',
  'getConnectionRoleSummary',
  'listRecordHistory',
  'listConnectionHistory',
  'listConnectionRoleHistory',
];

/** When the lagging ones are asked for again after a write, in ms: soon, and once more to be sure. */
const lags = [400, 2000];

type Consistent = keyof typeof consistent;

const staleAfter: Partial<Record<CalledRoute, readonly Consistent[]>> = {
  putRecord: ['records'],
  deleteRecord: ['records'],
  createConnectionRole: ['roles'],
  patchConnectionRole: ['roles'],
  deleteConnectionRole: ['roles'],
  activateConnectionRole: ['roles'],
  deactivateConnectionRole: ['roles'],
  putRecordType: ['recordTypes'],
  deleteRecordType: ['recordTypes'],
  createConnection: ['connections'],
  batchConnections: ['connections'],
  patchConnection: ['connections'],
  deleteConnection: ['connections'],
  activateConnection: ['connections'],
  deactivateConnection: ['connections'],
};

/** Has what a write made stale read again wherever it is on the page; waits for what is consistent. */
async function refresh(client: QueryClient, written: CalledRoute): Promise<void> {
  const names = (staleAfter[written] ?? []).flatMap((group) => [...consistent[group]]);
  const read = names.map((name) => client.invalidateQueries({ queryKey: [name] }));
  for (const lag of lags) {
    setTimeout(() => {
      for (const name of lagging) client.invalidateQueries({ queryKey: [name] });
    }, lag);
  }
  await Promise.all(read);
}

/** For who writes by `useApi`, many at once: call it with the route when all of it is done. */
export function useRefresh(): (written: CalledRoute) => Promise<void> {
  const client = useQueryClient();
  return (written) => refresh(client, written);
}

/**
 * A write of a route. A POST gets an idempotency key of its own, the same when `mutate` is tried
 * again with the same request. Whatever the outcome, reads are refreshed: who lost the answer on
 * the way cannot know whether it was written.
 */
export function useChange<Name extends CalledRoute>(name: Name) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation<Answer<Name>, ApiError, Request<Name>>({
    mutationFn: (request) => {
      const [method] = paths[name] as readonly [string, string];
      const key = request.idempotencyKey ?? keyFor(request);
      return api.call(name, method === 'POST' ? { ...request, idempotencyKey: key } : request);
    },
    onSettled: (_, error) => {
      if (!error || error.status === 0 || error.status >= 409) refresh(client, name);
    },
  });
}

const keys = new WeakMap<object, string>();

function keyFor(request: object): string {
  const key = keys.get(request) ?? newKey();
  keys.set(request, key);
  return key;
}
