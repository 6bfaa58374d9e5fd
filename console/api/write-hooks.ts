// React hooks that write to the service, and the reads that each write makes stale.
import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import type { Client } from '../../shared/client/create-client.ts';
import { LiaisonProblem } from '../../shared/client/liaison-problem.ts';
import type { AnswerOf, Operation, RequestOf } from '../../shared/client/operation-types.ts';
import { type OperationName, operations } from '../../shared/client/operations.ts';
import type { ConnectionView } from '../../shared/contracts/answers/connection-answers.ts';
import { dropConnection, showConnection } from './connection-rows.ts';
import { useApi } from './console-client.ts';

/** Reads of what the write itself changed: up to date as soon as the write is answered. */
const consistent = {
  records: ['getRecord', 'listRecords', 'listConnectionsOfRecord'],
  roles: ['listConnectionRoles', 'getConnectionRole'],
  recordTypes: ['listRecordTypes'],
  connections: ['listConnectionsOfRecord', 'getConnection'],
} as const satisfies Record<string, readonly OperationName[]>;

/** Reads that the stream keeps up to date, such as counts: they lag a moment behind the write. */
const lagging: readonly OperationName[] = [
  'listRecords',
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

/** Reads that background work keeps up to date after a write. */
const lateAfter: Partial<Record<OperationName, readonly OperationName[]>> = {
  mergeRecord: ['listConnectionsOfRecord'],
};

/** When the lagging reads are repeated after a write, in ms: soon, and once more to be sure. */
const lags = [400, 2000];

type Consistent = keyof typeof consistent;

const staleAfter: Partial<Record<OperationName, readonly Consistent[]>> = {
  putRecord: ['records'],
  deleteRecord: ['records'],
  mergeRecord: ['records'],
  createConnectionRole: ['roles'],
  patchConnectionRole: ['roles'],
  deleteConnectionRole: ['roles'],
  activateConnectionRole: ['roles'],
  deactivateConnectionRole: ['roles'],
  putRecordType: ['recordTypes'],
  deleteRecordType: ['recordTypes'],
};

/** Writes of single connections: `settle` updates their rows in place. */
const connectionWrites: readonly OperationName[] = [
  'createConnection',
  'batchConnections',
  'patchConnection',
  'deleteConnection',
  'activateConnection',
  'deactivateConnection',
];

/** Reads again whatever is shown on the page and was made stale by a write. */
function refresh(
  client: QueryClient,
  groups: readonly Consistent[],
  late: readonly OperationName[] = [],
): void {
  for (const name of groups.flatMap((group) => [...consistent[group]])) {
    client.invalidateQueries({ queryKey: [name] });
  }
  for (const lag of lags) {
    setTimeout(() => {
      for (const name of [...lagging, ...late]) client.invalidateQueries({ queryKey: [name] });
    }, lag);
  }
}

/** The result of a write of a connection, for the rows that show it. */
interface Outcome {
  readonly id?: string | undefined;
  /** As the service returned it; undefined: it was deleted, or the result is unknown. */
  readonly connection?: ConnectionView | undefined;
  readonly error?: LiaisonProblem | null | undefined;
}

async function settle(client: QueryClient, api: Client, outcome: Outcome): Promise<void> {
  const { id, connection, error } = outcome;
  if (connection) return showConnection(client, connection);
  // It is not known whether a connection was created: only reading can tell.
  if (id === undefined) return refresh(client, ['connections']);
  if (!error) return dropConnection(client, id);
  try {
    showConnection(client, await api.getConnection({ params: { id } }));
  } catch (failure) {
    if (failure instanceof LiaisonProblem && failure.code === 'NotFound')
      dropConnection(client, id);
  }
}

/** For writing many connections through `useApi`: call `settle` for each, then `counts` once. */
export function useSettled() {
  const client = useQueryClient();
  const api = useApi();
  return {
    settle: (outcome: Outcome) => settle(client, api, outcome),
    counts: () => refresh(client, []),
  };
}

/** The connections in an answer that were created or changed. */
function connectionsOf(answer: unknown): ConnectionView[] {
  const { results, ...one } = (answer ?? {}) as Partial<AnswerOf<'batchConnections'>>;
  if (!results) return 'record1' in one ? [one as ConnectionView] : [];
  return results.flatMap((one) => (one.status === 'created' ? [one.connection] : []));
}

/**
 * A write. A POST gets its own idempotency key. Submitting the same again after no answer arrived
 * uses the same key, so that nothing is created twice; after any answer the key is a new one. Reads
 * are refreshed whatever the result, because a write whose answer was lost may have succeeded.
 */
export function useChange<Name extends OperationName>(name: Name) {
  const api = useApi();
  const operation: Operation<Name> = api[name];
  const client = useQueryClient();
  const unanswered = useRef<{ readonly sent: string; readonly key: string }>(undefined);
  return useMutation<AnswerOf<Name>, LiaisonProblem, RequestOf<Name>>({
    mutationFn: (request) => {
      if (!operations[name].startsWith('POST ')) return operation(request);
      const sent = JSON.stringify([request.params, request.body]);
      if (unanswered.current?.sent !== sent) {
        unanswered.current = { sent, key: crypto.randomUUID() };
      }
      return operation({ ...request, idempotencyKey: unanswered.current.key });
    },
    onSettled: (answer, error, { params, body }) => {
      if (!error?.isRetryable) unanswered.current = undefined;
      if (error && error.status !== 0 && error.status < 409) return;
      if (!connectionWrites.includes(name)) {
        return refresh(client, staleAfter[name] ?? [], lateAfter[name]);
      }
      const id = (params as { id?: string } | undefined)?.id;
      const changed = connectionsOf(answer);
      for (const connection of changed) settle(client, api, { connection });
      if (error || id !== undefined) {
        if (changed.length === 0) settle(client, api, { id, error });
      }
      // A replacement also ends connections that its answer does not show.
      const replaces = (body as { replace?: boolean } | undefined)?.replace === true;
      refresh(client, replaces ? ['connections'] : []);
    },
  });
}
