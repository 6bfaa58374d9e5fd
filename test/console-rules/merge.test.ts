// What a merge does, as the console says it before.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mergePreview } from '../../console/record/merge-preview.ts';
import type { ConnectionView } from '../../shared/contracts/answers/connection-answers.ts';
import { collide } from '../../shared/domain/duplicate-rule.ts';

const survivor = { type: 'contact', id: 'survivor' };

const connection = (
  id: string,
  other: string,
  [record1RoleId, record2RoleId]: readonly [string | null, string | null] = [null, null],
  more: Partial<ConnectionView> = {},
) =>
  ({
    ...{ id, record1RoleId, record2RoleId, title: null, effectiveStart: null, effectiveEnd: null },
    record2: { type: 'contact', id: other, name: other },
    ...more,
  }) as ConnectionView;

const previewOf = (ofMerged: ConnectionView[], ofSurvivor: ConnectionView[]) => {
  const { moved, repeated, between } = mergePreview(ofMerged, ofSurvivor, survivor);
  const ids = (each: readonly ConnectionView[]) => each.map(({ id }) => id);
  return { moved: ids(moved), repeated: ids(repeated), between: ids(between) };
};

it('a connection of the two records is deleted, and one that the survivor has, too', () => {
  const roles = ['friend', 'friend'] as const;
  const merged = [
    connection('between', 'survivor'),
    connection('again', 'eva', roles, { title: 'CHAIR' }),
    connection('other title', 'eva', roles, { title: 'Member' }),
    connection('other roles', 'eva', ['friend', null], { title: 'chair' }),
    connection('other record', 'jan', roles, { title: 'chair' }),
  ];
  expect(previewOf(merged, [connection('there', 'eva', roles, { title: 'chair' })])).toEqual({
    moved: ['other title', 'other roles', 'other record'],
    repeated: ['again'],
    between: ['between'],
  });
});

it('roles count from the side of the merged record: swapped ones are others', () => {
  const merged = [connection('swapped', 'eva', ['parent', 'child'])];
  expect(previewOf(merged, [connection('there', 'eva', ['child', 'parent'])]).moved).toEqual([
    'swapped',
  ]);
});

it('periods collide as the service has it', () => {
  const days = fc.constantFrom(null, '2026-01-01', '2026-01-02', '2026-01-03');
  const periods = fc
    .record({ effectiveStart: days, effectiveEnd: days })
    .filter(({ effectiveStart: start, effectiveEnd: end }) => !start || !end || start <= end);
  fc.assert(
    fc.property(periods, periods, (one, other) => {
      const { repeated } = previewOf(
        [connection('one', 'eva', [null, null], one)],
        [connection('other', 'eva', [null, null], other)],
      );
      expect(repeated.length > 0).toBe(collide(one, other));
    }),
  );
});
