// Puts and deletes records, and carries what that means to their connections.

import type { RecordReference } from '../shared/contracts/identifiers.ts';
import { Refusal } from '../shared/contracts/problem.ts';
import { BatchRecord } from '../shared/contracts/records.ts';
import { putRecords } from '../shared/table/records.ts';
import { deleteRecord, spreadName } from '../shared/table/sweep.ts';
import { batchAnswer } from './batch.ts';
import { httpFunction } from './http.ts';
import { versioned } from './http-answer.ts';
import { table } from './table.ts';

export const handler = httpFunction('records', table, {
  async putRecord({ params, body, ifMatch, caller }) {
    assertSame('type', params, body);
    assertSame('id', params, body);
    const input = { ...params, name: body.name, attributes: body.attributes };
    const { results, renamed } = await putRecords(table, [input], caller, ifMatch);
    const [result] = results;
    if (!result || result.status === 'invalid') throw result?.refusal ?? new Error('no result');
    for (const record of renamed) await spreadName(table, record);
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
        for (const record of renamed) await spreadName(table, record);
        return results.map((one) =>
          one.status === 'invalid' ? { refusal: one.refusal } : { status: one.status },
        );
      },
    );
  },
});

/** A body may repeat type and id, as an import file does, but not contradict the path. */
function assertSame(
  field: 'type' | 'id',
  params: RecordReference,
  body: { type?: string | undefined; id?: string | undefined },
): void {
  if (body[field] === undefined || body[field] === params[field]) return;
  const message = `is ${body[field]} here and ${params[field]} in the path`;
  throw Refusal.at(field, 'ValidationFailed', message);
}
