// The `where` of a workflow: what compiles, what is refused with which words, and what `becomes` finds.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventType } from '../../shared/contracts/event-schemas.ts';
import { connectionEvent } from '../../shared/domain/events/announced-events.ts';
import { becomes, sideBecomes, sidesThatBecame } from '../../shared/patterns/becomes.ts';
import { checkWhere } from '../../shared/patterns/check-where.ts';
import { eventPattern } from '../../shared/patterns/event-pattern.ts';
import type { Where } from '../../shared/patterns/where.ts';
import { lives } from '../support/changes.ts';

/** Does not compile unless the pattern fits the events. */
const typed = <Type extends EventType>(
  on: Type | readonly Type[],
  where: Where<NoInfer<Type>>,
) => ({
  on: [on].flat() as EventType[],
  where,
});

describe('a where that fits its events', () => {
  it.each([
    typed('Connection Created', { connection: { record1RoleId: ['vendor', null] } }),
    typed('Connection Created', { connection: { record1: { type: ['account'] } } }),
    typed('Connection Updated', { changes: { field: ['effectiveEnd'] } }),
    typed('Connection Updated', {
      changes: { field: [{ prefix: 'attributes.' }], to: [{ exists: true }] },
    }),
    typed('Connection Updated', {
      connection: { state: ['active'], version: [{ numeric: ['>', 1] }] },
    }),
    typed('Connection Updated', { connection: { version: [{ numeric: ['>=', 2, '<', 9] }, 1] } }),
    typed('Connection Updated', { connection: { externalId: { source: ['erp'] } } }),
    typed('Connection Updated', { connection: { externalId: [null] } }),
    typed('Connection Updated', {
      connection: { attributes: { share: [{ numeric: ['>', 25] }] } },
    }),
    typed('Connection Created', { actor: [{ 'anything-but': ['user-import'] }, { prefix: 'a' }] }),
    typed('Connection Created', { actor: [{ 'anything-but': { prefix: ['liaison:', 'x'] } }] }),
    typed('Connection Created', {
      connection: { title: [{ wildcard: '*Papers*' }, { suffix: 'x' }] },
    }),
    typed('Connection Created', { connection: { title: [{ 'equals-ignore-case': 'a' }] } }),
    typed('Connection Deleted', { reason: [{ exists: false }] }),
    typed('Connection Role Updated', { connectionRole: { matchingRoleIds: ['client'] } }),
    typed('Record Type Updated', { recordType: { connectionsEnabled: [true] } }),
    typed(['Connection Created', 'Connection Updated'], becomes('vendor')),
    typed(['Connection Created', 'Connection Updated'], {
      ...becomes(['vendor', 'partner']),
      actor: [{ 'anything-but': 'user-import' }],
    }),
    typed(['Connection Updated', 'Connection Ended'], {
      connection: { state: ['active'] },
      $or: [{ changes: { field: ['title'] } }, { endedOn: ['2026-06-30'] }],
    }),
  ])('is accepted: $where', ({ on, where }) => {
    expect(() => checkWhere(where, on)).not.toThrow();
  });

  it('may have values that are not known yet', () => {
    const token = { toString: () => 'token' };
    const where = { connection: { record1RoleId: [token], version: [token] }, actor: token };
    expect(() => checkWhere(where, ['Connection Created'], (one) => one === token)).not.toThrow();
  });
});

it('a where that does not fit does not compile', () => {
  // @ts-expect-error a typo in a field
  typed('Connection Created', { conection: { record1RoleId: ['vendor'] } });
  // @ts-expect-error a typo in a nested field
  typed('Connection Created', { connection: { record1Role: ['vendor'] } });
  // @ts-expect-error no list
  typed('Connection Created', { connection: { record1RoleId: 'vendor' } });
  // @ts-expect-error an unknown operator
  typed('Connection Created', { connection: { title: [{ startsWith: 'a' }] } });
  // @ts-expect-error a text for a number
  typed('Connection Created', { connection: { version: ['1'] } });
  // @ts-expect-error an operator for texts
  typed('Connection Created', { connection: { version: [{ prefix: '1' }] } });
  // @ts-expect-error no state
  typed('Connection Created', { connection: { state: ['ended'] } });
  // @ts-expect-error never null
  typed('Connection Created', { connection: { ownerId: [null] } });
  // @ts-expect-error no range
  typed('Connection Created', { connection: { version: [{ numeric: ['<', 1, '>', 2] }] } });
  // @ts-expect-error a field that changes do not have
  typed('Connection Updated', { changes: { field: ['effectivEnd'] } });
  // @ts-expect-error a field of one type only, outside of $or
  typed(['Connection Updated', 'Connection Ended'], { endedOn: ['2026-06-30'] });
  // @ts-expect-error an end has no changes
  typed('Connection Ended', becomes('vendor'));
  // @ts-expect-error a deletion sets no role
  typed('Connection Deleted', becomes('vendor'));
  // @ts-expect-error an activation sets no role
  typed(['Connection Created', 'Connection Activated'], becomes('vendor'));
  expect.assertions(0);
});

describe('behind an any, a where that does not fit', () => {
  it.each<[EventType | EventType[], object, string]>([
    [
      'Connection Created',
      { connection: { record1RoleId: 'vendor' } },
      "where.connection.record1RoleId: expected a list of values, such as ['vendor'], found 'vendor'",
    ],
    [
      'Connection Created',
      { conection: { state: ['active'] } },
      'where.conection: is no field of Connection Created; the fields are schemaVersion, eventId, at, actor, depth, causedBy, workflow, connection, changes',
    ],
    [
      'Record Deleted',
      { record: { name: [{ startsWith: 'a' }] } },
      "where.record.name: 'startsWith' is not an operator; the operators are prefix, suffix, " +
        'equals-ignore-case, wildcard, anything-but, numeric, exists',
    ],
    ['Record Deleted', { record: ['a'] }, "where.record: expected fields in braces, found ['a']"],
    [
      'Connection Created',
      { connection: { attributes: { share: 25 } } },
      'where.connection.attributes.share: expected a list of values, such as [25], found 25',
    ],
    ['Record Deleted', { record: {} }, 'where.record: expected at least one field, found {}'],
    ['Record Deleted', { actor: [] }, 'where.actor: expected at least one value, found []'],
    [
      'Record Deleted',
      { actor: { prefix: 'a' } },
      "where.actor: expected a list of values, such as [{ prefix: 'a' }], found { prefix: 'a' }",
    ],
    [
      'Record Deleted',
      { record: { version: ['1'] } },
      "where.record.version: has numbers, so '1' never matches",
    ],
    [
      'Record Deleted',
      { record: { version: [{ 'anything-but': ['1'] }] } },
      "where.record.version: has numbers, so { 'anything-but': ['1'] } never matches",
    ],
    ['Record Deleted', { actor: [null] }, 'where.actor: is never null'],
    [
      'Connection Created',
      { connection: { state: ['ended'] } },
      "where.connection.state: expected one of ['active', 'inactive'], found 'ended'",
    ],
    [
      'Record Deleted',
      { record: { version: [{ numeric: ['<', 1, '>', 2] }] } },
      "where.record.version: the operator numeric cannot have ['<', 1, '>', 2]",
    ],
    [
      'Record Deleted',
      { actor: [{ wildcard: 'a**' }] },
      "where.actor: the operator wildcard cannot have 'a**'",
    ],
    [
      ['Connection Updated', 'Connection Ended'],
      { endedOn: ['2026-06-30'] },
      'where.endedOn: Connection Updated has no such field, so these events would never match; ' +
        'write conditions for single types into an $or',
    ],
    [
      'Record Deleted',
      { $or: [{ actor: ['a'] }] },
      "where.$or: expected a list of at least two patterns, found [{ actor: ['a'] }]",
    ],
    [
      'Record Deleted',
      { $or: [{ actor: ['a'] }, { actr: ['a'] }] },
      'where.$or[1].actr: is no field of Record Deleted; the fields are schemaVersion, eventId, at, actor, depth, causedBy, workflow, record',
    ],
    [
      'Record Deleted',
      { actor: ['a'], $or: [{ actor: ['b'] }, { record: { id: ['a'] } }] },
      'where.actor: is inside and outside of an $or: EventBridge would use only one of the two; ' +
        'write both conditions into each alternative',
    ],
    [
      'Record Deleted',
      {
        record: {
          $or: Array.from({ length: 40 }, (_, at) => ({ id: [`${at}`] })),
        },
        $or: Array.from({ length: 40 }, (_, at) => ({ actor: [`${at}`] })),
      },
      'where: its $or have more than 1000 combinations',
    ],
    [
      ['Connection Created', 'Connection Ended'],
      becomes('vendor'),
      'where: becomes(…) is for Connection Created and Connection Updated, not for Connection Ended',
    ],
  ])('%s %j is refused with its place', (on, where, message) => {
    expect(() => checkWhere(where, [on].flat())).toThrow(
      expect.objectContaining({ name: 'PatternError', message }),
    );
  });
});

describe('becomes', () => {
  /** What EventBridge may do at worst: it forgets which element of `changes` has which value. */
  const apart = (detail: object) => {
    const { changes = [], ...rest } = detail as { changes?: Record<string, unknown>[] };
    const values = (name: string) => changes.map((change) => change[name]);
    return { ...rest, changes: { field: values('field'), to: values('to') } };
  };

  it('finds exactly the events by which a side got the role', () => {
    const roles = fc.constantFrom('friend', 'vendor', 'client');
    fc.assert(
      fc.property(lives, roles, (changes, role) => {
        for (const change of changes) {
          const { detail } = connectionEvent(change);
          for (const side of ['record1', 'record2'] as const) {
            const isSet =
              change.after?.[side].roleId === role && change.before?.[side].roleId !== role;
            const pattern = sideBecomes(side, role);
            expect(eventPattern(pattern)(detail)).toBe(isSet);
            expect(eventPattern(pattern)(apart(detail))).toBe(isSet);
          }
        }
      }),
    );
  });

  it('finds what sidesThatBecame names', () => {
    fc.assert(
      fc.property(lives, (changes) => {
        for (const change of changes) {
          const { detail } = connectionEvent(change);
          if (!('changes' in detail && 'connection' in detail)) continue;
          const sides = sidesThatBecame(detail, 'friend');
          expect(eventPattern(becomes('friend'))(detail)).toBe(sides.length > 0);
        }
      }),
    );
  });
});
