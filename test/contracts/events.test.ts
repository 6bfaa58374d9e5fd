// What is put on the bus is what docs/events promises.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { eventSchemas } from '../../docs/event-schemas.ts';
import { events, type LiaisonEvent } from '../../shared/contracts/event-schemas.ts';
import { eventSource } from '../../shared/contracts/event-source.ts';
import { type CatalogChange, catalogEvents } from '../../shared/domain/catalog.ts';
import {
  catalogEvent,
  connectionEvent,
  endedEvent,
  recordEvent,
} from '../../shared/domain/events/announced-events.ts';
import { lives } from '../support/changes.ts';
import { clinic, role } from '../support/fixtures.ts';

const published = new Map(
  eventSchemas().map(({ type, file }) => {
    const text = readFileSync(new URL(`../../docs/events/${file}`, import.meta.url), 'utf8');
    return [type, z.fromJSONSchema(JSON.parse(text))];
  }),
);

/** As a rule's target gets it. */
const whole = ({ type, detail }: LiaisonEvent) => ({
  version: '0',
  id: '6a7e8feb-b491-4cf7-a9f1-bf3703467718',
  source: eventSource,
  'detail-type': type,
  account: '123456789012',
  time: '2026-11-22T10:00:00Z',
  region: 'eu-central-1',
  resources: [],
  detail: JSON.parse(JSON.stringify(detail)),
});

function expectPromised(event: LiaisonEvent): void {
  const result = published.get(event.type)?.safeParse(whole(event));
  expect(result?.error?.issues ?? []).toEqual([]);
  expect(result?.success).toBe(true);
  // And it has no field that is not described: those that the contract does not know are dropped.
  expect(events[event.type].parse(event.detail)).toEqual(event.detail);
}

it('an event that is read keeps attributes with any names', () => {
  const attributes = JSON.parse('{"__proto__": {"a": 1}, "list": [{"__proto__": false}]}');
  const [[created] = []] = fc.sample(lives, { numRuns: 1, seed: 1 });
  if (!created?.after) throw new Error('every life begins');
  const event = connectionEvent({ ...created, after: { ...created.after, attributes } });
  const { connection, changes } = events['Connection Created'].parse(event.detail);
  expect(JSON.stringify(connection.attributes)).toBe(JSON.stringify(attributes));
  const values = changes.filter(({ field }) => field.startsWith('attributes.'));
  expect(JSON.stringify(values.map(({ to }) => to))).toBe('[{"a":1},[{"__proto__":false}]]');
});

describe('every event matches its published schema', () => {
  it('of connections', () => {
    fc.assert(
      fc.property(lives, (changes) => {
        for (const change of changes) expectPromised(connectionEvent(change));
      }),
    );
  });

  it('of connections that ended', () => {
    fc.assert(
      fc.property(lives, ([created]) => {
        const connection = created?.after;
        if (!connection) throw new Error('every life begins');
        expectPromised(
          endedEvent(
            { ...connection, effectiveEnd: '2026-11-21' },
            { setBy: 1, actor: 'liaison:end-of-term', at: '2026-11-22T00:10:00.000Z' },
          ),
        );
      }),
    );
  });

  it('of records', () => {
    const of = { type: 'contact', id: 'a', name: 'A', version: 2, actor: 'ines' };
    const at = '2026-11-22T10:00:00.000Z';
    const renamed = recordEvent({ event: 'renamed', formerName: 'B', ...of, at });
    const deleted = recordEvent({ event: 'deleted', ...of, at });
    if (!renamed || !deleted) throw new Error('both are announced');
    expectPromised(renamed);
    expectPromised(deleted);
    expect(recordEvent({ event: 'created', ...of, at })).toBeNull();
  });

  it.each<[string, CatalogChange]>([
    ['Connection Role Created', { roles: [role({ id: 'tutor' })] }],
    ['Connection Role Updated', { roles: [role({ id: 'nurse', name: 'Nurse' })] }],
    ['Connection Role Activated', { roles: [role({ id: 'retired' })] }],
    ['Connection Role Deactivated', { roles: [role({ id: 'expert', state: 'inactive' })] }],
    ['Connection Role Clearing', { clearedRoles: ['retired'] }],
    ['Connection Role Deleted', { removedRoles: ['expert'] }],
    [
      'Record Type Created',
      {
        recordTypes: [
          {
            type: 'case',
            displayName: 'Case',
            displayCollectionName: 'Cases',
            connectionsEnabled: true,
            version: 1,
          },
        ],
      },
    ],
    [
      'Record Type Updated',
      {
        recordTypes: [
          {
            type: 'note',
            displayName: 'note',
            displayCollectionName: 'notes',
            connectionsEnabled: true,
            version: 2,
          },
        ],
      },
    ],
    ['Record Type Deleted', { removedRecordTypes: ['note'] }],
  ])('%s', (type, change) => {
    const by = { version: 2, actor: 'ines', at: '2026-11-22T10:00:00.000Z' };

    const [event, ...more] = catalogEvents(clinic, change).map((one) => catalogEvent(one, by));

    expect(more).toEqual([]);
    expect(event?.type).toBe(type);
    expectPromised(event as LiaisonEvent);
  });

  it('and other events are refused', () => {
    const [type, detail] = ['Connection Deleted', { schemaVersion: 1, eventId: 'connection/1' }];
    const schema = published.get('Connection Deleted');
    const event = whole({ type, detail } as unknown as LiaisonEvent);
    expect(schema?.safeParse(event).success).toBe(false);
  });
});
