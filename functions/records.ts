// Puts and deletes records, and carries what that means to their connections.

import type { RecordReference } from '../shared/contracts/identifiers.ts';
import { Refusal } from '../shared/contracts/problem.ts';
import { BatchRecord } from '../shared/contracts/records.ts';
import { deleteRecord } from '../shared/table/delete-record.ts';
import { putRecords } from '../shared/table/records.ts';
import { spreadName } from '../shared/table/rename-record.ts';
import { batchAnswer } from './batch.ts';
import { httpFunction } from './http.ts';
import { versioned } from './http-answer.ts';
import { assertSameAsPath } from './http-request.ts';
import { table } from './table.ts';

export const handler = httpFunction('records', table, {
  async putRecord({ params, body, ifMatch, caller }) {
    assertSameAsPath('type', params.type, body.type);
    assertSameAsPath('id', params.id, body.id);
    const input = { ...params, name: body.name, attributes: body.attributes };
    const { results, renamed } = await putRecords(table, [input], caller, ifMatch);
    const [result] = results;
    if (!result || result.status === 'invalid') throw result?.refusal ?? new Error('no result');
    await spreadNames(renamed);
    return versioned(
      result.status === 'created' ? 201 : 200,
      result.record,
      result.status === 'created' ? `/v1/records/${params.type}/${params.id}` : undefined,
    );
  },

  async deleteRecord({ params, ifMatch }) {
    await deleteRecord(table, params, ifMatch);
    return { status: 202 };
  },

  async batchRecords({ body, caller, idempotency }) {
    await idempotency.claim();
    return batchAnswer(
      BatchRecord,
      body.items,
      ['created', 'replaced', 'duplicate', 'invalid'],
      async (inputs) => {
        const { results, renamed } = await putRecords(table, inputs, caller);
        await spreadNames(renamed);
        return results.map((one) =>
          one.status === 'invalid' ? { refusal: one.refusal } : { status: one.status },
        );
      },
    );
  },
});

/** The records are written whatever becomes of this: a spread cut short goes on at their next PUT. */
async function spreadNames(renamed: readonly RecordReference[]): Promise<void> {
  for (const record of renamed) {
    try {
      await spreadName(table, record);
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'Busy') throw error;
    }
  }
}
