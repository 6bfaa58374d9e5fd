// The operations that write, change, delete and merge records; workflows on the stream update their connections.

import type { StoredRecord } from '../../shared/contracts/answers/record-answers.ts';
import { putStatuses } from '../../shared/contracts/batch-schemas.ts';
import { recordRoutes } from '../../shared/contracts/record-routes.ts';
import type { BatchRecord } from '../../shared/contracts/record-schemas.ts';
import { deleteRecord } from '../../shared/table/records/delete-record.ts';
import { mergeRecord } from '../../shared/table/records/merge-record.ts';
import { patchRecord } from '../../shared/table/records/patch-record.ts';
import { putRecords } from '../../shared/table/records/put-records.ts';
import { batchAnswer } from '../http/batch-answer.ts';
import { versioned } from '../http/http-answer.ts';
import { httpFunction } from '../http/http-entry.ts';
import { pathFaults } from '../http/http-request.ts';
import { idempotencyKeys } from '../http/idempotent-post.ts';
import { table } from '../telemetry/measured-table.ts';

export const handler = httpFunction('records', recordRoutes, idempotencyKeys(table), {
  putRecord: {
    async gathering({ params, sent, ifMatch, caller }) {
      const input = sent.map<BatchRecord>(
        (value) => ({ ...value, ...params }),
        pathFaults(params, sent.value),
      );
      const [result] = await putRecords(table, [input], caller, { ifMatch });
      if (!result || 'refusal' in result) throw result?.refusal ?? new Error('no result');
      return versioned(
        result.status === 'created' ? 201 : 200,
        result.record,
        result.status === 'created' ? `/v1/records/${params.type}/${params.id}` : undefined,
      );
    },
  },

  patchRecord: {
    async gathering({ params, sent, ifMatch, caller }) {
      return versioned(200, await patchRecord(table, params, sent, caller, ifMatch));
    },
  },

  async deleteRecord({ params, ifMatch, caller }) {
    await deleteRecord(table, params, caller, ifMatch);
    return { status: 202 };
  },

  mergeRecord: {
    async gathering({ params, sent, ifMatch, caller, idempotency }) {
      const answer = { status: 202 };
      const attached = idempotency.actionsToStore(answer);
      await mergeRecord(table, params, sent, caller, { ifMatch, attached });
      return answer;
    },
  },

  async batchRecords({ body, query: { mode }, caller, idempotency }) {
    await idempotency.claim();
    const results = await putRecords(table, body.items, caller, { mode });
    return batchAnswer(
      putStatuses,
      results.map((one, at) =>
        'refusal' in one
          ? { ...one, shown: sentKey(body.items[at]?.value) }
          : { status: one.status, shown: key(one.record) },
      ),
    );
  },
});

/** What the result of a batch shows of a record that was refused: what was valid of its type and id. */
const sentKey = ({ type, id }: Partial<BatchRecord> = {}) => ({ type, id });

/** What the result of a batch shows of a record. */
const key = ({ type, id, version }: StoredRecord) => ({ type, id, version });
