// The tests of the team's workflow: `node --test vendor-task.test.ts`, without AWS and without a service.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { becomes } from 'liaison';
import { event, matches, memoryMarks, run } from 'liaison/testing';
import { handler } from './vendor-task.ts';

const madeVendor = event('Connection Updated', {
  changes: [{ field: 'record2RoleId', from: 'client', to: 'vendor' }],
  connection: { record1RoleId: 'client', record2: { type: 'account', id: 'contoso' } },
});

test('the workflow runs when a record becomes a vendor', () => {
  assert.ok(matches(becomes('vendor'), madeVendor));
  assert.ok(matches(becomes('vendor'), event('Connection Created')));
  const renamed = event('Connection Updated', {
    changes: [{ field: 'title', from: null, to: 'vendor' }],
  });
  assert.ok(!matches(becomes('vendor'), renamed));
});

test('a task is opened once, however often the event arrives', async () => {
  const marks = memoryMarks();
  const first = await run(handler, madeVendor, { marks });
  const second = await run(handler, madeVendor, { marks });
  assert.equal(first.logLine.vendor, 'account/contoso');
  assert.equal(second.logLine.task, first.logLine.task);
});
