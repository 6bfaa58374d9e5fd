// The log lines of workflow runs.
import type { EventBridgeEvent } from 'aws-lambda';
import { beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { eventExamples } from '../../docs/event-examples.ts';
import { capturedLines } from '../support/in-process.ts';
import { readLine } from '../support/log-lines.ts';

const lines = capturedLines();
let vendorNotice: typeof import('../../functions/handlers/workflows/vendor-notice.ts').handler;

beforeAll(async () => {
  vi.stubEnv('LIAISON_SERVICE_NAME', 'liaison-test');
  vi.stubEnv('LIAISON_FUNCTION_NAME', 'VendorNotice');
  ({ handler: vendorNotice } = await import('../../functions/handlers/workflows/vendor-notice.ts'));
});
beforeEach(() => {
  lines.length = 0;
});

const made = eventExamples.get('Connection Created');
const context = { awsRequestId: 'run-1' };
const eventOf = (type: string, detail: unknown) =>
  ({ 'detail-type': type, detail }) as EventBridgeEvent<string, unknown>;

it('a run writes one line with its event, the actor, and only ids', async () => {
  await vendorNotice(eventOf('Connection Created', made?.detail), context);

  expect(lines.map(readLine)).toEqual([
    expect.objectContaining({
      level: 'INFO',
      message: 'workflow run',
      service: 'liaison-test',
      function: 'VendorNotice',
      requestId: 'run-1',
      type: 'Connection Created',
      eventId: made?.detail.eventId,
      actor: 'user-ines',
      vendorId: 'maria-oduya',
      customerId: 'fabrikon',
      Duration: expect.any(Number),
    }),
  ]);
  expect(lines[0]).not.toMatch(/Maria|Fabrikon/);
});

it('a run that fails writes its line and throws', async () => {
  const unreadable = { ...made?.detail, connection: { id: 'Xq7Secret' } };

  await expect(vendorNotice(eventOf('Connection Created', unreadable), context)).rejects.toThrow(
    'connection.record1',
  );
  await expect(vendorNotice(eventOf('Record Deleted', {}), context)).rejects.toThrow(
    'this workflow handles Connection Created, not Record Deleted',
  );

  const failed = expect.objectContaining({ level: 'ERROR', function: 'VendorNotice' });
  expect(lines.map(readLine)).toEqual([failed, failed]);
  expect(lines.join()).not.toContain('Xq7Secret');
});
