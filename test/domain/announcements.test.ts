// One event for each change, with an id that tells changes apart and deliveries not.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LiaisonEvent } from '../../shared/contracts/event-schemas.ts';
import {
  catalogEvent,
  connectionEvent,
  endedEvent,
  recordEvent,
} from '../../shared/domain/events/announced-events.ts';
import { lives } from '../support/changes.ts';
import { role } from '../support/fixtures.ts';

const idOf = (event: LiaisonEvent | null) => event?.detail.eventId;

describe('the event of a change', () => {
  it('is always the same for the same change, and has a different id for each change', () => {
    fc.assert(
      fc.property(fc.array(lives, { minLength: 1, maxLength: 3 }), (all) => {
        const changes = all.flat();
        const ids = changes.map((change) => idOf(connectionEvent(change)));

        const again = JSON.parse(JSON.stringify(changes)) as typeof changes;

        expect(again.map((change) => idOf(connectionEvent(change)))).toEqual(ids);
        expect(new Set(ids).size).toBe(changes.length);
      }),
    );
  });

  it('is ordered by version, a deletion last', () => {
    fc.assert(
      fc.property(lives, (changes) => {
        const versions = changes.map((change) => {
          const { detail } = connectionEvent(change);
          return 'connection' in detail ? detail.connection.version : 0;
        });
        expect(versions).toEqual(changes.map((_, index) => index + 1));
      }),
    );
  });

  it('of a deletion has the actor who deleted, and the last state', () => {
    fc.assert(
      fc.property(lives, (changes) => {
        const last = changes.at(-1);
        fc.pre(last?.after === null);
        const before = last?.before;
        if (!last || !before) throw new Error('a deletion has a connection before it');

        const { type, detail } = connectionEvent(last);

        expect(type).toBe('Connection Deleted');
        expect(detail.actor).toBe(last.actor);
        expect(detail.at).toBe(last.at);
        expect(detail).toMatchObject({
          connection: {
            record1: {
              type: before.record1.type,
              id: before.record1.id,
              name: before.record1.name,
            },
            record1RoleId: before.record1.roleId,
            record2RoleId: before.record2.roleId,
            state: before.state,
            modifiedBy: before.modifiedBy,
          },
          changes: expect.arrayContaining([{ field: 'state', from: before.state, to: null }]),
        });
      }),
    );
  });
});

describe('the ids of events', () => {
  const by = { actor: 'ines', at: '2026-11-22T10:00:00.000Z' };
  const record = { type: 'contact', id: 'a', name: 'A' };

  it('differ for two changes of one record at the same time', () => {
    const renamed = (version: number) =>
      idOf(recordEvent({ event: 'renamed', formerName: 'B', ...record, version, ...by }));
    const deleted = idOf(recordEvent({ event: 'deleted', ...record, version: 4, ...by }));
    expect(new Set([renamed(2), renamed(3), deleted]).size).toBe(3);
    expect(renamed(2)).toBe('record/contact/a/2026-11-22T10:00:00.000Z/2');
  });

  it('differ for two deletions of an id that was used twice', () => {
    const deleted = (at: string) =>
      idOf(recordEvent({ event: 'deleted', ...record, version: 2, actor: 'ines', at }));
    expect(deleted('2026-11-22T10:00:00.000Z')).not.toBe(deleted('2026-11-22T10:00:01.000Z'));
  });

  it('differ for a role and a record type with the same id that change together', () => {
    const vendor = role({ id: 'vendor' });
    const type = {
      type: 'vendor',
      displayName: 'Vendor',
      displayCollectionName: 'Vendors',
      connectionsEnabled: true,
      version: 1,
    };
    const version = { version: 7, ...by };
    expect(
      [
        catalogEvent({ kind: 'role', id: 'vendor', before: null, after: vendor }, version),
        catalogEvent({ kind: 'record-type', id: 'vendor', before: null, after: type }, version),
      ].map(idOf),
    ).toEqual(['connection-role/vendor/7', 'record-type/vendor/7']);
  });

  it('of an ended connection contain the date and the version that set it: one id for each end', () => {
    fc.assert(
      fc.property(lives, ([created]) => {
        const connection = created?.after;
        if (!connection) throw new Error('every life begins');
        const actor = 'liaison:end-of-term';
        const ended = (effectiveEnd: string, at: string, setBy = 2) =>
          idOf(endedEvent({ ...connection, effectiveEnd }, { setBy, actor, at }));
        expect(ended('2026-06-30', '2026-07-01T00:10:00.000Z')).toBe(
          ended('2026-06-30', '2026-07-01T01:10:00.000Z'),
        );
        expect(ended('2026-06-30', by.at)).not.toBe(ended('2026-09-30', by.at));
        expect(ended('2026-06-30', by.at)).not.toBe(ended('2026-06-30', by.at, 4));
      }),
    );
  });
});
