// Which connections use up the limit of a role, as the console shows them.
import { expect, it } from 'vitest';
import {
  canReplace,
  limitHolders,
  type Refused,
} from '../../console/connection-form/limit-holders.ts';
import type { ConnectionView } from '../../shared/contracts/answers/connection-answers.ts';

const record = (type: string, id: string) => ({ type, id, name: `The ${id}` });
const deal = record('opportunity', 'deal');
const maria = record('contact', 'maria');
const jan = record('contact', 'jan');

const connection = (
  [record1, record1RoleId]: [typeof deal, string | null],
  [record2, record2RoleId]: [typeof deal, string | null],
  effectiveStart: string | null = null,
) =>
  ({
    id: `${record1.id}-${record2.id}`,
    record1,
    record1RoleId,
    record2,
    record2RoleId,
    effectiveStart,
  }) as ConnectionView;

const refused: Refused = {
  record: deal,
  other: jan,
  connectedRole: 'decision-maker',
  ownRole: 'deal',
};

const shown = (connections: ConnectionView[], of = refused) =>
  limitHolders(connections, of).map(({ at, connection: { record2, record2RoleId } }) => [
    ...[at.id, record2.id, record2RoleId],
  ]);

it('are shown from the record that has reached the limit, whichever side created them', () => {
  const held = connection([maria, 'decision-maker'], [deal, 'deal']);
  expect(shown([held])).toEqual([['deal', 'maria', 'decision-maker']]);
  const fromThere = { record: jan, other: deal, connectedRole: 'deal', ownRole: 'decision-maker' };
  expect(shown([held], fromThere)).toEqual([['deal', 'maria', 'decision-maker']]);
});

it('of the same two records, the side with the role of the limit decides', () => {
  const again = connection([deal, 'deal'], [jan, 'decision-maker']);
  const fromThere = { record: jan, other: deal, connectedRole: 'x', ownRole: 'decision-maker' };
  expect(shown([again], fromThere)).toEqual([['deal', 'jan', 'decision-maker']]);
});

it('of other records are left out', () => {
  expect(shown([connection([maria, 'friend'], [record('contact', 'eva'), 'friend'])])).toEqual([]);
});

it('can be replaced only on a day after they have started', () => {
  const since = (start: string | null) =>
    limitHolders([connection([deal, 'deal'], [maria, 'decision-maker'], start)], refused);
  expect(canReplace(since('2026-03-01'), '2026-03-02')).toBe(true);
  expect(canReplace(since('2026-03-01'), '2026-03-01')).toBe(false);
  expect(canReplace(since(null), '2026-03-01')).toBe(true);
});
