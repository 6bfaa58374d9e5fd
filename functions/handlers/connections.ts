// The operations that create, change and delete connections.
import { createStatuses, putStatuses } from '../../shared/contracts/batch-schemas.ts';
import { changeStatuses } from '../../shared/contracts/change-schemas.ts';
import { connectionRoutes } from '../../shared/contracts/connection-routes.ts';
import type { State } from '../../shared/contracts/identifiers.ts';
import type { Routes } from '../../shared/contracts/routes.ts';
import type { Catalog } from '../../shared/domain/catalog.ts';
import type { Caller, Connection } from '../../shared/domain/connection-rules.ts';
import { view } from '../../shared/domain/perspective.ts';
import { catalogFor } from '../../shared/table/catalog/freshness.ts';
import {
  deleteConnection,
  patchConnection,
  setConnectionState,
} from '../../shared/table/connections/change-connection.ts';
import { changeEach } from '../../shared/table/connections/change-each.ts';
import { changeTogether } from '../../shared/table/connections/change-together.ts';
import {
  createConnection,
  createConnections,
} from '../../shared/table/connections/create-connections.ts';
import type { ChangeResult } from '../../shared/table/connections/plan-changes.ts';
import {
  type Upserted,
  upsertConnections,
} from '../../shared/table/connections/upsert-connections.ts';
import { withoutWrites } from '../../shared/table/engine/open-table.ts';
import { batchAnswer, type ItemOutcome } from '../http/batch-answer.ts';
import { versioned } from '../http/http-answer.ts';
import { httpFunction } from '../http/http-entry.ts';
import type { Answer, HttpRequest } from '../http/http-exchange.ts';
import { idempotencyKeys } from '../http/idempotent-post.ts';
import { table } from '../telemetry/measured-table.ts';

export const handler = httpFunction('connections', connectionRoutes, idempotencyKeys(table), {
  createConnection: {
    async gathering({ query, sent, caller, idempotency }) {
      let answer: Answer | undefined;
      await createConnection(tableFor(query), sent, caller, (connection, catalog) => {
        answer = created(connection, catalog, caller);
        return idempotency.actionsToStore(answer);
      });
      return answer as Answer;
    },
  },

  async batchConnections({ query, body, caller, idempotency }) {
    await idempotency.claim();
    // Read before the write: a failure after it would look as if nothing had been written.
    await catalogFor(table, 'answerWrite');
    const write = query.mode === 'upsert' ? upsertConnections : createConnections;
    const results: readonly Upserted[] = await write(tableFor(query), body.items, caller);
    const catalog = await catalogFor(table, 'answerAfterWrite');
    return batchAnswer(
      query.mode === 'upsert' ? putStatuses : createStatuses,
      results.map((one) => {
        if ('refusal' in one) return one;
        const connection = (of: Connection) => ({ connection: shown(of, catalog, caller) });
        if ('identical' in one) return { status: 'identical', shown: connection(one.identical) };
        if ('connection' in one) return { status: 'created', shown: connection(one.connection) };
        const { updated, changes } = one;
        return { status: 'updated', shown: { ...connection(updated), changes } };
      }),
    );
  },

  async changeConnections({ query, body: { atomic, items }, caller, idempotency }) {
    const answer = (results: readonly ChangeResult[], catalog: Catalog) =>
      batchAnswer(
        changeStatuses,
        results.map((one) => outcomeOf(one, catalog, caller)),
      );
    if (atomic) {
      const { results, catalog } = await changeTogether(tableFor(query), items, caller, (...made) =>
        idempotency.actionsToStore(answer(...made)),
      );
      return answer(results, catalog);
    }
    await idempotency.claim();
    await catalogFor(table, 'answerWrite');
    const results = await changeEach(tableFor(query), items, caller);
    return answer(results, await catalogFor(table, 'answerAfterWrite'));
  },

  patchConnection: {
    async gathering({ params, query, sent, ifMatch, caller }) {
      await catalogFor(table, 'answerWrite');
      const connection = await patchConnection(tableFor(query), params.id, sent, caller, {
        ifMatch,
      });
      return versioned(200, shown(connection, await catalogFor(table, 'answerAfterWrite'), caller));
    },
  },

  async deleteConnection({ params, query, ifMatch, caller }) {
    await deleteConnection(tableFor(query), params.id, caller, ifMatch);
    return { status: 204 };
  },

  activateConnection: (request) => setState('active', request),
  deactivateConnection: (request) => setState('inactive', request),
});

const dryTable = withoutWrites(table);

/** The table for a write, or for asking what it would do. */
const tableFor = ({ dryRun }: { readonly dryRun: boolean }) => (dryRun ? dryTable : table);

async function setState(
  state: State,
  { params, query, ifMatch, caller, idempotency }: HttpRequest<Routes['activateConnection']>,
): Promise<Answer> {
  const catalog = await catalogFor(table, 'answerWrite');
  const answer = (connection: Connection) => versioned(200, shown(connection, catalog, caller));
  const connection = await setConnectionState(tableFor(query), params.id, state, caller, {
    ifMatch,
    attached: (after) => idempotency.actionsToStore(answer(after)),
  });
  return answer(connection);
}

/** What an item of several changes is answered with. */
function outcomeOf(result: ChangeResult, catalog: Catalog, caller: Caller): ItemOutcome {
  if ('refusal' in result) return result;
  const { status, ...fields } = result;
  if (!('connection' in fields)) return { status, shown: fields };
  return { status, shown: { ...fields, connection: shown(fields.connection, catalog, caller) } };
}

const shown = (connection: Connection, catalog: Catalog, { now }: Caller) =>
  view({ connection, side: 'record1' }, catalog, now.slice(0, 10));

const created = (connection: Connection, catalog: Catalog, caller: Caller) =>
  versioned(201, shown(connection, catalog, caller), `/v1/connections/${connection.id}`);
