// The tests of the team's workflows: `node --test workflows.test.ts`, without AWS and without a service.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { becomes } from 'liaison';
import { event, matches, memoryMarks, run } from 'liaison/testing';
import { endedEmployments } from './ended-employments.ts';

test('a task is opened when a record becomes a vendor', () => {
  const madeVendor = event('Connection Updated', {
    changes: [{ field: 'record2RoleId', from: 'client', to: 'vendor' }],
  });
  assert.ok(matches(becomes('vendor'), madeVendor));
  assert.ok(matches(becomes('vendor'), event('Connection Created')));
  const renamed = event('Connection Updated', {
    changes: [{ field: 'title', from: null, to: 'vendor' }],
  });
  assert.ok(!matches(becomes('vendor'), renamed));
});

const employment = event('Connection Ended', {
  connection: {
    record1: { type: 'contact', id: 'maria', name: 'Maria Oduya' },
    record1RoleId: 'employee',
    record2: { type: 'account', id: 'fabrikon', name: 'Fabrikon' },
    record2RoleId: 'employer',
  },
  endedOn: '2026-11-30',
});

test('only employments are reported', () => {
  assert.ok(matches(endedEmployments, employment));
  const other = event('Connection Ended', { connection: { record1RoleId: 'vendor' } });
  assert.ok(!matches(endedEmployments, other));
});

test('an employment is reported once, however often the event arrives', async (t) => {
  const sent: unknown[] = [];
  const queue = createServer(async (request, response) => {
    const { MessageBody } = JSON.parse(Buffer.concat(await request.toArray()).toString());
    sent.push(JSON.parse(MessageBody));
    const MD5OfMessageBody = createHash('md5').update(MessageBody).digest('hex');
    response.end(JSON.stringify({ MessageId: 'message-1', MD5OfMessageBody }));
  });
  t.after(() => queue.close().closeAllConnections());
  await new Promise<void>((done) => queue.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(queue.address() as AddressInfo).port}`;
  Object.assign(process.env, {
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL_SQS: url,
    OFFBOARDING_QUEUE_URL: `${url}/1/offboarding`,
  });
  // The AWS SDK reads its settings when the workflow is loaded.
  const { handler } = await import('./offboarding.ts');
  const marks = memoryMarks();
  const first = await run(handler, employment, { marks });
  const again = await run(handler, employment, { marks });
  assert.deepEqual(sent, [{ employee: 'maria', employer: 'fabrikon', endedOn: '2026-11-30' }]);
  assert.equal(first.logLine.messageId, 'message-1');
  assert.equal(again.logLine.messageId, 'message-1');
});
