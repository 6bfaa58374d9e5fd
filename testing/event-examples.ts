// One example of each event, produced by the service's own rules from invented changes.
import type { EventType, LiaisonEvent } from '../shared/contracts/event-schemas.ts';
import type { CatalogEvent } from '../shared/domain/catalog.ts';
import type { Connection } from '../shared/domain/connection-rules.ts';
import {
  catalogEvent,
  connectionEvent,
  endedEvent,
  recordEvent,
} from '../shared/domain/events/announced-events.ts';

const made: Connection = {
  id: '019aa3f0-7d2e-7c61-9d3c-8f4f5f0a1b2c',
  record1: { type: 'contact', id: 'maria-oduya', name: 'Maria Oduya', roleId: 'vendor' },
  record2: { type: 'account', id: 'fabrikon', name: 'Fabrikon', roleId: 'customer' },
  title: null,
  attributes: null,
  externalId: null,
  description: null,
  effectiveStart: '2026-03-01',
  effectiveEnd: null,
  state: 'active',
  ownerId: 'user-ines',
  createdAt: '2026-03-01T09:30:00.000Z',
  createdBy: 'user-ines',
  modifiedAt: '2026-03-01T09:30:00.000Z',
  modifiedBy: 'user-ines',
  version: 1,
};

/** The account as it is after a merge of another one into it. */
const survivor = { ...made.record2, id: 'fabrikon-group', name: 'Fabrikon Group' };

const by = (day: string, actor = 'user-ines') => ({ actor, at: `2026-${day}T09:30:00.000Z` });

function after(day: string, version: number, changed: Partial<Connection>): Connection {
  const { actor, at } = by(day);
  return { ...made, ...changed, modifiedAt: at, modifiedBy: actor, version };
}

const ending = after('06-01', 2, { effectiveEnd: '2026-06-30' });
const inactive = after('07-02', 3, { effectiveEnd: '2026-06-30', state: 'inactive' });
const active = after('07-03', 4, { effectiveEnd: '2026-06-30', state: 'active' });

type Role = NonNullable<Extract<CatalogEvent, { kind: 'role' }>['after']>;
type RecordType = NonNullable<Extract<CatalogEvent, { kind: 'record-type' }>['after']>;

const role: Role = {
  id: 'vendor',
  name: 'Vendor',
  category: 'business',
  description: null,
  recordTypes: ['account', 'contact'],
  matchingRoleIds: ['customer'],
  maxPerRecord: null,
  attributeSchema: null,
  state: 'active',
  version: 1,
};

const type: RecordType = {
  type: 'account',
  displayName: 'Account',
  displayCollectionName: 'Accounts',
  connectionsEnabled: false,
  version: 1,
};

const ofRole = (day: string, version: number, before: Role | null, now: Role | null) =>
  catalogEvent({ kind: 'role', id: role.id, before, after: now }, { version, ...by(day) });
const ofType = (day: string, version: number, before: RecordType | null, now: RecordType | null) =>
  catalogEvent({ kind: 'record-type', id: type.type, before, after: now }, { version, ...by(day) });

const off: Role = { ...role, state: 'inactive', version: 3 };
const on: Role = { ...role, version: 4 };
const cleared: Role = { ...role, state: 'inactive', version: 5 };
const renamed = { type: 'account', id: 'fabrikon', name: 'Fabrikon Ltd', version: 2 };

const all: (LiaisonEvent | null)[] = [
  connectionEvent({ before: null, after: made, ...by('03-01') }),
  connectionEvent({
    ...{ before: made, after: ending, ...by('06-01') },
    cause: { eventId: `connection/${made.id}/1`, depth: 0, workflow: 'Crm-EndTrials-5C2E8F10' },
  }),
  connectionEvent({ before: inactive, after: active, ...by('07-03') }),
  connectionEvent({ before: ending, after: inactive, ...by('07-02') }),
  connectionEvent({
    before: active,
    after: after('07-04', 5, { ...active, record2: survivor }),
    ...by('07-04'),
  }),
  connectionEvent({ before: active, after: null, ...by('08-01'), reason: 'merge' }),
  endedEvent(
    { ...ending, effectiveEnd: '2026-06-30' },
    { setBy: ending.version, ...by('07-01', 'liaison:end-of-term') },
  ),
  recordEvent({ event: 'deleted', ...renamed, version: 3, ...by('09-01') }),
  recordEvent({
    event: 'merged',
    ...{ ...renamed, version: 3, into: { type: 'account', id: 'fabrikon-group' } },
    ...by('07-04'),
  }),
  recordEvent({ event: 'renamed', ...renamed, formerName: 'Fabrikon', ...by('04-01') }),
  ofRole('01-10', 7, null, role),
  ofRole('01-11', 8, role, { ...role, recordTypes: ['account'], version: 2 }),
  ofRole('01-13', 10, off, on),
  ofRole('01-12', 9, role, off),
  catalogEvent(
    { kind: 'role', id: role.id, before: on, after: cleared, isCleared: true },
    { version: 11, ...by('01-14') },
  ),
  ofRole('01-14', 12, cleared, null),
  ofType('01-02', 1, null, type),
  ofType('01-03', 2, type, { ...type, connectionsEnabled: true, version: 2 }),
  ofType('01-04', 3, type, null),
];

/** The examples by event type. */
export const eventExamples: ReadonlyMap<EventType, LiaisonEvent> = new Map(
  all.flatMap((event) => (event ? [[event.type, event]] : [])),
);
