// Writes of the service in React, and which reads are stale after each.
import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import type { ConnectionView } from '../../shared/contracts/connection-schemas.ts';
import { type Api, newKey } from './api.ts';
import { ApiError } from './api-error.ts';
import { dropConnection, showConnection } from './connection-rows.ts';
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
  'getGraph',
  'getPaths',
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
};

/** Writes of single connections: their rows are changed in place by `settle`. */
const ofConnections: readonly CalledRoute[] = [
  'createConnection',
  'batchConnections',
  'patchConnection',
  'deleteConnection',
  'activateConnection',
  'deactivateConnection',
];

/** Has what a write made stale read again wherever it is on the page. */
function refresh(client: QueryClient, groups: readonly Consistent[]): void {
  for (const name of groups.flatMap((group) => [...consistent[group]])) {
    client.invalidateQueries({ queryKey: [name] });
  }
  for (const lag of lags) {
    setTimeout(() => {
      for (const name of lagging) client.invalidateQueries({ queryKey: [name] });
    }, lag);
  }
}

/** What came of a write of a connection, for the rows that show it. */
interface Outcome {
  readonly id?: string | undefined;
  /** As the service answered; undefined: it was deleted, or nothing is known of it. */
  readonly connection?: ConnectionView | undefined;
  readonly error?: ApiError | null | undefined;
}

async function settle(client: QueryClient, api: Api, outcome: Outcome): Promise<void> {
  const { id, connection, error } = outcome;
  if (connection) return showConnection(client, connection);
  // Whether one was made is not known: only reading can tell.
  if (id === undefined) return refresh(client, ['connections']);
  if (!error) return dropConnection(client, id);
  try {
    showConnection(client, await api.call('getConnection', { params: { id } }));
  } catch (failure) {
    if (failure instanceof ApiError && failure.code === 'NotFound') dropConnection(client, id);
  }
}

/** For who writes connections by `useApi`, many at once: call it for each, then `counts`. */
export function useSettled() {
  const client = useQueryClient();
  const api = useApi();
  return {
    settle: (outcome: Outcome) => settle(client, api, outcome),
    counts: () => refresh(client, []),
  };
}

/** Of an answer: the connections that were made or changed. */
function connectionsOf(answer: unknown): ConnectionView[] {
  const { results, ...one } = (answer ?? {}) as Partial<Answer<'batchConnections'>>;
  if (!results) return 'record1' in one ? [one as ConnectionView] : [];
  return results.flatMap(({ status, connection }) =>
    status === 'created' && connection ? [connection] : [],
  );
}

/**
 * A write of a route. A POST gets an idempotency key of its own: the same when the same is sent once
 * more because no answer came, so that nothing is made twice; another one after any answer. Whatever
 * the outcome, reads are refreshed: who lost the answer cannot know whether it was written.
 */
export function useChange<Name extends CalledRoute>(name: Name) {
  const api = useApi();
  const client = useQueryClient();
  const unanswered = useRef<{ readonly sent: string; readonly key: string }>(undefined);
  return useMutation<Answer<Name>, ApiError, Request<Name>>({
    mutationFn: (request) => {
      const [method] = paths[name] as readonly [string, string];
      if (method !== 'POST') return api.call(name, request);
      const sent = JSON.stringify([request.params, request.body]);
      if (unanswered.current?.sent !== sent) unanswered.current = { sent, key: newKey() };
      return api.call(name, { ...request, idempotencyKey: unanswered.current.key });
    },
    onSettled: (answer, error, { params }) => {
      if (!error?.isPassing) unanswered.current = undefined;
      if (error && error.status !== 0 && error.status < 409) return;
      if (!ofConnections.includes(name)) return refresh(client, staleAfter[name] ?? []);
      const id = (params as { id?: string } | undefined)?.id;
      const changed = connectionsOf(answer);
      for (const connection of changed) settle(client, api, { connection });
      if (error || id !== undefined) {
        if (changed.length === 0) settle(client, api, { id, error });
      }
      refresh(client, []);
    },
  });
}
