// `liaison/testing`: events of every type, runs, and patterns that are evaluated as on the bus.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { eventSchemas } from '../../docs/event-schemas.ts';
import {
  addToLogLine,
  once,
  scheduledWorkflow,
  workflow,
} from '../../functions/events/workflow-entry.ts';
import { handler as vendorNotice } from '../../functions/handlers/workflows/vendor-notice.ts';
import { eventPattern } from '../../infra/local/eventbridge/event-pattern.ts';
import { eventBusOperations } from '../../infra/local/eventbridge/put-events.ts';
import type { EventType } from '../../shared/contracts/event-schemas.ts';
import { eventSource } from '../../shared/contracts/event-source.ts';
import { becomes } from '../../shared/patterns/becomes.ts';
import { event, matches, memoryMarks, run } from '../../testing/index.ts';

const schemas = eventSchemas().map(({ type, file }) => {
  const text = readFileSync(new URL(`../../docs/events/${file}`, import.meta.url), 'utf8');
  return [type, z.fromJSONSchema(JSON.parse(text))] as const;
});

describe('event', () => {
  it.each(schemas)('makes a valid %s', (type, schema) => {
    expect(schema.safeParse(event(type)).error?.issues ?? []).toEqual([]);
    expect(event(type)).toMatchObject({ source: 'liaison', 'detail-type': type });
  });

  it('takes other values at any depth, and what follows from them is consistent', () => {
    const id = '019aa3f0-7d2e-7c61-9d3c-000000000000';
    const { detail } = event('Connection Created', {
      actor: 'user-omar',
      connection: { id, record1: { name: 'Mia' }, record1RoleId: 'partner', title: 'Lease' },
    });
    expect(detail).toMatchObject({
      actor: 'user-omar',
      eventId: `connection/${id}/1`,
      connection: { record1: { type: 'contact', id: 'maria-oduya', name: 'Mia' } },
    });
    expect(detail.changes).toContainEqual({ field: 'record1RoleId', from: null, to: 'partner' });
    expect(detail.changes).toContainEqual({ field: 'title', from: null, to: 'Lease' });

    const updated = event('Connection Updated', {
      changes: [{ field: 'record2RoleId', from: 'client', to: 'owner' }],
    });
    expect(updated.detail.connection.record2RoleId).toBe('owner');
    const ended = event('Connection Ended', { endedOn: '2026-08-31', connection: { version: 7 } });
    expect(ended.detail).toMatchObject({
      eventId: expect.stringMatching(/\/ended\/2026-08-31\/7$/),
      connection: { effectiveEnd: '2026-08-31' },
    });
  });

  it('refuses unknown fields and invalid values', () => {
    // @ts-expect-error a typo
    expect(() => event('Connection Created', { connection: { titel: 'a' } })).toThrow(
      "event('Connection Created'): connection.titel: the event has no such field",
    );
    // @ts-expect-error no state
    expect(() => event('Connection Created', { connection: { state: 'ended' } })).toThrow(
      "event('Connection Created'): connection.state: Invalid option",
    );
    // @ts-expect-error an end has no changes
    expect(() => event('Connection Ended', { changes: [] })).toThrow('changes: the event has no');
    // @ts-expect-error no type
    expect(() => event('Connection Ends')).toThrow('there is no event Connection Ends');
  });
});

describe('the types of an event', () => {
  it('are distinguished by type, changes by field', async () => {
    const seen: unknown[] = [];
    const handler = workflow(['Connection Updated', 'Connection Ended'], async (given) => {
      if (given.type === 'Connection Ended') {
        const day: string = given.endedOn;
        seen.push(day);
        // @ts-expect-error an end has no changes
        seen.push(given.changes);
        return;
      }
      for (const change of given.changes) {
        if (change.field === 'effectiveEnd') {
          const date: string | null = change.to;
          seen.push(date);
        } else if (change.field === 'externalId') {
          seen.push(change.to?.source);
        } else if (change.field === 'state') {
          const state: 'active' | 'inactive' | null = change.from;
          seen.push(state);
        }
        // @ts-expect-error no field of a connection
        if (change.field === 'effectivEnd') seen.push(change);
      }
    });
    await run(handler, event('Connection Ended'));
    await run(handler, event('Connection Updated'));
    expect(seen).toEqual(['2026-06-30', undefined, '2026-06-30']);
  });
});

describe('run', () => {
  it('runs a workflow, and returns what it adds to its log line', async () => {
    const sent = event('Connection Created', { actor: 'user-omar' });
    expect(await run(vendorNotice, sent)).toEqual({
      outcome: 'finished',
      logLine: {
        type: 'Connection Created',
        eventId: sent.detail.eventId,
        actor: 'user-omar',
        depth: 0,
        connectionId: sent.detail.connection.id,
        vendorIds: ['maria-oduya'],
        customerIds: ['fabrikon'],
      },
    });
  });

  it('shows that a run is unfinished, and how much time it has', async () => {
    const handler = workflow('Record Renamed', async (_event, time) => {
      if (time.remainingMs() < 60_000) return 'unfinished';
    });
    const renamed = event('Record Renamed');
    expect(await run(handler, renamed)).toMatchObject({ outcome: 'finished' });
    expect(await run(handler, renamed, { remainingMs: 30_000 })).toMatchObject({
      outcome: 'unfinished',
      logLine: { unfinished: true },
    });
  });

  it('throws what the workflow throws, and refuses events of other types', async () => {
    const handler = workflow('Record Renamed', async () => {
      throw new RangeError('on purpose');
    });
    await expect(run(handler, event('Record Renamed'))).rejects.toThrow(RangeError);
    await expect(run(handler, event('Record Deleted'))).rejects.toThrow(
      'this workflow handles Record Renamed, not Record Deleted',
    );
  });

  it('runs a workflow on a schedule', async () => {
    const handler = scheduledWorkflow(async () => addToLogLine({ done: 1 }));
    expect(await run(handler)).toEqual({ outcome: 'finished', logLine: { done: 1 } });
  });

  it('shows what a redelivered event does', async () => {
    const tasks: string[] = [];
    const handler = workflow('Connection Created', async ({ eventId }) => {
      const task = await once(eventId, async () => `task-${tasks.push(eventId)}`);
      addToLogLine({ task });
    });
    const created = event('Connection Created');
    const marks = memoryMarks();
    const first = await run(handler, created, { marks });
    const second = await run(handler, created, { marks });
    expect([first.logLine.task, second.logLine.task, tasks.length]).toEqual([
      'task-1',
      'task-1',
      1,
    ]);
    // Another test does not see these marks.
    await run(handler, created);
    expect(tasks).toHaveLength(2);
  });

  it('needs no environment', () => {
    const program = `
      const { event, run } = await import('./testing/index.ts');
      const { handler } = await import('./functions/handlers/workflows/vendor-notice.ts');
      console.log((await run(handler, event('Connection Created'))).outcome);`;
    const options = { cwd: new URL('../..', import.meta.url), env: {}, encoding: 'utf8' } as const;
    const output = execFileSync(process.execPath, ['--input-type=module', '-e', program], options);
    expect(output).toBe('finished\n');
  });
});

describe('matches', () => {
  const matcher = fc.constantFrom<unknown>(
    'vendor',
    'client',
    'active',
    null,
    1,
    { exists: true },
    { exists: false },
    { prefix: 'v' },
    { 'anything-but': ['vendor'] },
    { wildcard: '*ne*' },
    { numeric: ['>', 1] },
  );
  const list = fc.array(matcher, { minLength: 1, maxLength: 2 });
  const fields = fc.record(
    {
      actor: list,
      reason: list,
      endedOn: list,
      connection: fc.record(
        { record1RoleId: list, state: list, version: list, title: list, externalId: list },
        { requiredKeys: [] },
      ),
      changes: fc.record({ field: list, from: list, to: list }, { requiredKeys: [] }),
    },
    { requiredKeys: [] },
  );
  const where = fc.oneof(
    fields,
    fc.record(
      { $or: fc.array(fields, { minLength: 2, maxLength: 3 }), actor: list },
      { requiredKeys: ['$or'] },
    ),
    fc.constant(becomes('vendor')),
  );
  const types = schemas.map(([type]) => type);

  it('decides as the bus of the local host does', () => {
    fc.assert(
      fc.property(where, fc.constantFrom<EventType>(...types), (pattern, type) => {
        const sent = event(type);
        const delivered: unknown[] = [];
        const rule = {
          busName: 'default',
          matches: eventPattern({ source: [eventSource], 'detail-type': [type], detail: pattern }),
          deliver: [(one: unknown) => delivered.push(one)],
        };
        const bus = eventBusOperations(new Set(), [rule], { trace() {}, onEvent() {} });
        const entry = {
          Source: sent.source,
          DetailType: type,
          Detail: JSON.stringify(sent.detail),
        };
        bus['AWSEvents.PutEvents']?.({ Entries: [entry] });
        expect(matches(pattern, sent)).toBe(delivered.length === 1);
      }),
      { numRuns: 300 },
    );
  });

  it('names the place of what is no pattern', () => {
    expect(() => matches({ actor: [{ startsWith: 'a' }] }, event('Record Deleted'))).toThrow(
      "where.actor: 'startsWith' is not an operator",
    );
  });
});
