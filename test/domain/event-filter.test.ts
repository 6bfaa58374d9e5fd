// Which events a filter of the feed selects.
import { expect, it } from 'vitest';
import type { EventType } from '../../shared/contracts/event-schemas.ts';
import type { Connection } from '../../shared/domain/connection-rules.ts';
import { connectionEvent } from '../../shared/domain/events/announced-events.ts';
import { type EventFilter, isAbout } from '../../shared/domain/events/event-filter.ts';
import { eventExamples } from '../../testing/event-examples.ts';

const at = '2026-11-22T10:00:00.000Z';

const side = (type: string, roleId: string | null) => ({ type, id: 'x', name: 'X', roleId });

const made: Connection = {
  id: '019aa3f0-7d2e-7c61-9d3c-8f4f5f0a1b2c',
  record1: side('contact', 'vendor'),
  record2: side('account', 'client'),
  ...{ title: null, description: null, attributes: null, externalId: null },
  ...{ effectiveStart: null, effectiveEnd: null, state: 'active', ownerId: 'ines' },
  ...{ createdAt: at, createdBy: 'ines', modifiedAt: at, modifiedBy: 'ines', version: 1 },
};
const changed: Connection = { ...made, record1: side('contact', null), version: 2 };

const by = { actor: 'ines', at };
const created = connectionEvent({ before: null, after: made, ...by });
const updated = connectionEvent({ before: made, after: changed, ...by });
const later = connectionEvent({
  before: changed,
  after: { ...changed, title: 'T', version: 3 },
  ...by,
});

it.each<[EventFilter, [boolean, boolean, boolean]]>([
  [{}, [true, true, true]],
  [{ recordType: 'contact' }, [true, true, true]],
  [{ recordType: 'account' }, [true, true, true]],
  [{ recordType: 'lead' }, [false, false, false]],
  [{ roleId: 'client' }, [true, true, true]],
  // Before or after the change.
  [{ roleId: 'vendor' }, [true, true, false]],
  [{ roleId: null }, [false, true, true]],
  [{ roleId: 'client', recordType: 'lead' }, [false, false, false]],
])('%j selects changes of a connection: created, role removed, title set: %j', (filter, expected) => {
  expect([created, updated, later].map((event) => isAbout(event, filter))).toEqual(expected);
});

it.each<[EventFilter, EventType[]]>([
  [{ roleId: 'vendor' }, ['Connection Role Created', 'Connection Role Deleted']],
  [{ recordType: 'account' }, ['Record Type Created', 'Record Type Deleted', 'Record Renamed']],
  [{ recordType: 'account' }, ['Record Deleted', 'Record Merged', 'Connection Ended']],
])('%j selects %j', (filter, types) => {
  for (const type of types) {
    const event = eventExamples.get(type);
    expect([type, event && isAbout(event, filter)]).toEqual([type, true]);
  }
});

it('events of roles are about no type, those of types about no role', () => {
  const [role, type] = [
    eventExamples.get('Connection Role Created'),
    eventExamples.get('Record Type Created'),
  ];
  expect([
    role && isAbout(role, { recordType: 'account' }),
    type && isAbout(type, { roleId: null }),
  ]).toEqual([false, false]);
});
