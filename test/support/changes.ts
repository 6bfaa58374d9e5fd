// Random connections and their changes, for property tests.
import fc from 'fast-check';
import type { Connection, Side } from '../../shared/domain/connection-rules.ts';
import type { Change } from '../../shared/domain/events/connection-change.ts';

const roleId = fc.constantFrom(null, 'vendor', 'client', 'friend');
const date = fc.constantFrom(null, '2025-01-01', '2026-03-01', '2026-12-31');
const actor = fc.constantFrom('user-ines', 'user-omar', 'liaison:end-of-term');
const state = fc.constantFrom('active', 'inactive');
const name = fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' });

const side: fc.Arbitrary<Side> = fc.record({
  type: fc.constantFrom('contact', 'account'),
  id: fc.constantFrom('a', 'b', 'c', 'd:1.2@x~y-z'),
  name,
  roleId,
});

/** The fields that a person may change, and a record name, which follows from renaming the record. */
const edit = fc.record(
  {
    title: fc.option(fc.constantFrom('Chair', 'chair', 'Secretary')),
    attributes: fc.option(fc.dictionary(fc.constantFrom('share', 'level', 'a b'), fc.jsonValue())),
    description: fc.option(fc.string({ minLength: 1, maxLength: 30, unit: 'grapheme' })),
    effectiveStart: date,
    effectiveEnd: date,
    ownerId: actor,
    state,
    role1: roleId,
    role2: roleId,
    name1: name,
  },
  { requiredKeys: [] },
);

const instant = (minute: number) =>
  new Date(Date.UTC(2026, 10, 22, 10, 0, 0, 0) + minute * 60_000).toISOString();

const first = fc
  .record({ id: fc.uuid({ version: 7 }), record1: side, record2: side, state, actor, date })
  .filter(({ record1, record2 }) => record1.type !== record2.type || record1.id !== record2.id)
  .map(
    ({ id, record1, record2, state: now, actor: createdBy, date: effectiveStart }): Connection => ({
      id,
      record1,
      record2,
      title: null,
      attributes: null,
      externalId: null,
      description: null,
      effectiveStart,
      effectiveEnd: null,
      state: now,
      ownerId: createdBy,
      createdAt: instant(0),
      createdBy,
      modifiedAt: instant(0),
      modifiedBy: createdBy,
      version: 1,
    }),
  );

function edited(before: Connection, { role1, role2, name1, ...fields }: Edit, by: string) {
  const { record1, record2, version } = before;
  return {
    ...before,
    ...fields,
    record1: {
      ...record1,
      ...(role1 !== undefined && { roleId: role1 }),
      ...(name1 && { name: name1 }),
    },
    record2: { ...record2, ...(role2 !== undefined && { roleId: role2 }) },
    modifiedAt: instant(version),
    modifiedBy: by,
    version: version + 1,
  };
}

type Edit = typeof edit extends fc.Arbitrary<infer One> ? One : never;

/** All changes of one connection, in order: created, changed, perhaps deleted. */
export const lives: fc.Arbitrary<Change[]> = fc
  .record({
    made: first,
    edits: fc.array(fc.tuple(edit, actor), { maxLength: 6 }),
    deletedBy: fc.option(actor),
  })
  .map(({ made, edits, deletedBy }) => {
    const { createdAt: at, createdBy } = made;
    const changes: Change[] = [{ before: null, after: made, actor: createdBy, at }];
    let last = made;
    for (const [change, by] of edits) {
      const after = edited(last, change, by);
      changes.push({ before: last, after, actor: by, at: after.modifiedAt });
      last = after;
    }
    if (deletedBy) {
      changes.push({ before: last, after: null, actor: deletedBy, at: instant(last.version) });
    }
    return changes;
  });

/** The connections that still exist at the end of some histories. */
export function leftOf(all: readonly (readonly Change[])[]): Connection[] {
  return all.map((changes) => changes.at(-1)?.after ?? null).filter((one) => one !== null);
}
