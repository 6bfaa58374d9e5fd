// The operations that create, change and delete record types and connection roles.

import { administrationRoutes } from '../../shared/contracts/administration-routes.ts';
import { putStatuses } from '../../shared/contracts/batch-schemas.ts';
import { Refusal } from '../../shared/contracts/error-codes.ts';
import type { State } from '../../shared/contracts/identifiers.ts';
import type { NewConnectionRole } from '../../shared/contracts/role-schemas.ts';
import type { Routes } from '../../shared/contracts/routes.ts';
import type { Catalog } from '../../shared/domain/catalog.ts';
import { assertVersion } from '../../shared/domain/conditional-requests.ts';
import { createRoles } from '../../shared/domain/create-roles.ts';
import { putRecordType } from '../../shared/domain/record-type-rules.ts';
import {
  deleteRole,
  existingRole,
  patchRole,
  putRole,
  putRoles,
} from '../../shared/domain/role-rules.ts';
import { changeCatalog } from '../../shared/table/catalog/change-catalog.ts';
import { catalogFor } from '../../shared/table/catalog/freshness.ts';
import { correctCounts } from '../../shared/table/projection/correct-counts.ts';
import { repairPair } from '../../shared/table/repair/repair-pair.ts';
import { repairWords } from '../../shared/table/repair/repair-words.ts';
import { deleteUnusedRecordType } from '../../shared/table/sweeps/delete-record-type.ts';
import { deleteUnusedRole } from '../../shared/table/sweeps/delete-role.ts';
import { batchAnswer } from '../http/batch-answer.ts';
import { versioned } from '../http/http-answer.ts';
import { httpFunction } from '../http/http-entry.ts';
import type { Answer, HttpRequest } from '../http/http-exchange.ts';
import { pathFaults } from '../http/http-request.ts';
import { idempotencyKeys } from '../http/idempotent-post.ts';
import { table } from '../telemetry/measured-table.ts';

export const handler = httpFunction(
  'administration',
  administrationRoutes,
  idempotencyKeys(table),
  {
    putRecordType: {
      async gathering({ params, sent, ifMatch, caller }) {
        const { type } = params;
        const input = sent.with(pathFaults(params, sent.value));
        const { recordType, isNew } = await changeCatalog(table, caller, (catalog) => {
          const before = catalog.recordTypes.get(type);
          if (input.isWhole) assertVersion(ifMatch, before?.version);
          return { ...putRecordType(catalog, type, input), isNew: !before };
        });
        const location = isNew ? `/v1/record-types/${type}` : undefined;
        return versioned(isNew ? 201 : 200, recordType, location);
      },
    },

    async deleteRecordType({ params: { type }, ifMatch, caller }) {
      await deleteUnusedRecordType(table, type, caller, ifMatch);
      return { status: 204 };
    },

    createConnectionRole: {
      async gathering({ sent, caller, idempotency }) {
        const answer = ({ role }: ReturnType<typeof putRole>) =>
          versioned(201, role, `/v1/connection-roles/${role.id}`);
        const result = await changeCatalog(
          table,
          caller,
          (catalog) => {
            const { id } = sent.value;
            if (sent.isWhole && id !== undefined && catalog.roles.has(id)) {
              const message = `a connection role with the id "${id}" already exists; change it with PUT or PATCH`;
              throw Refusal.at('id', 'ConnectionRoleExists', message);
            }
            return putRole(catalog, sent);
          },
          (created) => idempotency.actionsToStore(answer(created)),
        );
        return answer(result);
      },
    },

    async batchConnectionRoles({ body, query: { mode }, caller, idempotency }) {
      await idempotency.claim();
      const rule = mode === 'create' ? createRoles : putRoles;
      const { results } = await changeCatalog(table, caller, (catalog) =>
        rule(catalog, body.items),
      );
      return batchAnswer(
        putStatuses,
        results.map((one) =>
          'refusal' in one ? one : { status: one.status, shown: { role: one.role } },
        ),
      );
    },

    putConnectionRole: {
      async gathering({ params, sent, ifMatch, caller }) {
        const { id } = params;
        const input = sent.map<NewConnectionRole>(
          (fields) => ({ ...fields, id }),
          pathFaults(params, sent.value),
        );
        const { role, created } = await changeCatalog(table, caller, (catalog) => {
          if (input.isWhole) assertVersion(ifMatch, catalog.roles.get(id)?.version);
          return putRole(catalog, input);
        });
        const location = created ? `/v1/connection-roles/${id}` : undefined;
        return versioned(created ? 201 : 200, role, location);
      },
    },

    patchConnectionRole: {
      async gathering({ params: { id }, sent, ifMatch, caller }) {
        const { role } = await changeCatalog(table, caller, (catalog) => {
          if (sent.isWhole) assertVersion(ifMatch, existingRole(catalog, id).version);
          return patchRole(catalog, id, sent);
        });
        return versioned(200, role);
      },
    },

    async deleteConnectionRole({ params: { id }, query: { policy }, ifMatch, caller }) {
      const assertIfMatch = (catalog: Catalog) =>
        assertVersion(ifMatch, existingRole(catalog, id).version);
      if (policy === 'clear') {
        // Deactivated first, so that no client sets the role while the workflow removes it.
        await changeCatalog(table, caller, (catalog) => {
          assertIfMatch(catalog);
          const { change } = patchRole(catalog, id, { state: 'inactive' });
          return { change: { ...change, clearedRoles: [id] } };
        });
        return { status: 202 };
      }
      assertIfMatch(await catalogFor(table, 'deleteTypeOrRole'));
      await deleteUnusedRole(table, id, caller, (catalog) => {
        assertIfMatch(catalog);
        return deleteRole(catalog, id);
      });
      return { status: 204 };
    },

    async repairPair({ body: { record1, record2, halves }, idempotency }) {
      await idempotency.claim();
      return { status: 200, body: await repairPair(table, record1, record2, { halves }) };
    },

    async repairWords({ body: { records }, idempotency }) {
      await idempotency.claim();
      return { status: 200, body: { items: await repairWords(table, records) } };
    },

    async correctCounts({ body, idempotency }) {
      const done = { status: 204 };
      await correctCounts(table, body, idempotency.actionsToStore(done));
      return done;
    },

    activateConnectionRole: (request) => setState('active', request),
    deactivateConnectionRole: (request) => setState('inactive', request),
  },
);

async function setState(
  state: State,
  { params: { id }, ifMatch, caller, idempotency }: HttpRequest<Routes['activateConnectionRole']>,
): Promise<Answer> {
  const { role } = await changeCatalog(
    table,
    caller,
    (catalog) => {
      assertVersion(ifMatch, existingRole(catalog, id).version);
      return patchRole(catalog, id, { state });
    },
    (changed) => idempotency.actionsToStore(versioned(200, changed.role)),
  );
  return versioned(200, role);
}
