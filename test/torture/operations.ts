// Random operations of clients, operators and the platform in a sequence, as plain data.
import fc from 'fast-check';

// A record that was merged stays closed, so there are enough others.
const recordNames = ['contact/a', 'contact/b', 'contact/c', 'account/x', 'contact/d'] as const;
export const typeNames = ['contact', 'account'] as const;
const roleIds = ['doctor', 'patient', 'nurse', 'friend', 'expert'] as const;

/** The initial catalog of each sequence: doctor matches patient and nurse, friend matches itself, a record has one lead. */
export const firstRoles = [
  { id: 'doctor', name: 'Doctor', matchingRoleIds: ['patient', 'nurse'] },
  { id: 'patient', name: 'Patient', matchingRoleIds: ['doctor'], recordTypes: ['contact'] },
  { id: 'nurse', name: 'Nurse', matchingRoleIds: ['doctor'] },
  { id: 'friend', name: 'Friend', matchingRoleIds: ['friend'] },
  { id: 'expert', name: 'Expert', matchingRoleIds: [] },
  // No operation changes it, so the limit holds from the beginning to the end.
  { id: 'lead', name: 'Lead', matchingRoleIds: [], maxPerRecord: 1 },
] as const;
export const firstRecords = recordNames.slice(0, 3);

const record = fc.constantFrom(...recordNames);
const role = fc.constantFrom(...roleIds, null, undefined);
const roleId = fc.constantFrom(...roleIds);
const day = fc.constantFrom(null, '2020-01-01', '2021-01-01');
const title = fc.constantFrom(null, null, 'Chair', 'CHAIR', 'Secretary');
const externalId = fc.constantFrom(
  null,
  null,
  { source: 'other', key: '1' },
  { source: 'other', key: '2' },
);
const attributes = fc.constantFrom(null, { share: 1 }, { share: 2.5 });
const which = fc.nat(7);
/** With the current ETag, with one that may be outdated, or without. */
const ifMatch = fc.constantFrom(
  'current' as const,
  'current' as const,
  'first' as const,
  undefined,
);

/** Mostly matching, omitted or blank roles, so that most requests are applied, not refused. */
const roles = fc.oneof(
  {
    arbitrary: fc.constantFrom<[string | null | undefined, string | null | undefined][]>(
      ['doctor', 'patient'],
      ['nurse', 'doctor'],
      ['friend', 'friend'],
      ['doctor', undefined],
      ['expert', null],
      ['expert', 'lead'],
      ['lead', null],
      [null, 'expert'],
      [null, null],
    ),
    weight: 5,
  },
  { arbitrary: fc.tuple(role, role), weight: 1 },
);
const planned = fc
  .record({ from: record, roles, to: record, effectiveStart: day, title, externalId, attributes })
  .map(({ roles: [role1, role2], ...rest }) => ({ ...rest, role1, role2 }));
export type Planned = typeof planned extends fc.Arbitrary<infer T> ? T : never;

const kind = <Kind extends string, Rest extends object>(
  name: Kind,
  rest: { [K in keyof Rest]: fc.Arbitrary<Rest[K]> },
): fc.Arbitrary<{ kind: Kind } & Rest> =>
  fc.record({ kind: fc.constant(name), ...rest }) as unknown as fc.Arbitrary<{ kind: Kind } & Rest>;

const withKey = fc.boolean();
const ofConnections = [
  { arbitrary: kind('create', { planned, replace: fc.boolean(), withKey }), weight: 8 },
  {
    arbitrary: kind('batch', { items: fc.array(planned, { minLength: 2, maxLength: 5 }), withKey }),
    weight: 2,
  },
  { arbitrary: kind('edit', { which, roles, ifMatch }), weight: 4 },
  {
    arbitrary: kind('period', {
      which,
      effectiveStart: day,
      title,
      externalId,
      attributes,
      ifMatch,
    }),
    weight: 2,
  },
  {
    arbitrary: kind('state', {
      which,
      state: fc.constantFrom('activate' as const, 'deactivate' as const),
      withKey,
      ifMatch,
    }),
    weight: 3,
  },
  { arbitrary: kind('delete', { which, ifMatch }), weight: 4 },
  { arbitrary: kind('read', { which }), weight: 2 },
] as const;
const ofRecords = [
  {
    arbitrary: kind('put record', { record, name: fc.constantFrom('One', 'Two', 'Three') }),
    weight: 4,
  },
  {
    arbitrary: kind('batch of records', {
      records: fc.uniqueArray(record, { minLength: 1, maxLength: 3 }),
      name: fc.constantFrom('One', 'Two', 'Three'),
      withKey,
    }),
    weight: 1,
  },
  { arbitrary: kind('delete record', { record }), weight: 2 },
  { arbitrary: kind('merge record', { record, into: record, withKey }), weight: 2 },
] as const;
const ofRoles = [
  {
    arbitrary: kind('role state', {
      roleId,
      state: fc.constantFrom('activate' as const, 'deactivate' as const),
      withKey,
    }),
    weight: 1,
  },
  { arbitrary: kind('put role', { roleId }), weight: 1 },
  {
    arbitrary: kind('delete role', {
      roleId,
      policy: fc.constantFrom('clear' as const, 'restrict' as const),
    }),
    weight: 2,
  },
] as const;
const ofPlatform = [
  {
    arbitrary: kind('project', { shard: fc.nat(1), some: fc.nat(12), again: fc.nat(6) }),
    weight: 5,
  },
  { arbitrary: kind('publish', { some: fc.nat(12), again: fc.nat(6) }), weight: 3 },
  { arbitrary: kind('work', { which: fc.nat(3) }), weight: 4 },
  { arbitrary: kind('new processes', {}), weight: 1 },
  { arbitrary: kind('time passes', { ms: fc.constantFrom(5, 1500, 40_000) }), weight: 1 },
] as const;

type Operation1 = (
  | typeof ofConnections
  | typeof ofRecords
  | typeof ofRoles
  | typeof ofPlatform
)[number];
/** One operation of a client. */
export type Operation = Operation1['arbitrary'] extends infer A
  ? A extends fc.Arbitrary<infer T>
    ? T
    : never
  : never;

const weighted = [...ofConnections, ...ofRecords, ...ofRoles, ...ofPlatform] as unknown as {
  arbitrary: fc.Arbitrary<Operation>;
  weight: number;
}[];

const operation: fc.Arbitrary<Operation> = fc.oneof(...weighted);

/** Operations that may run concurrently with others: all except those that change the stage. */
const concurrent = operation.filter(
  ({ kind: one }) => one !== 'publish' && one !== 'time passes' && one !== 'new processes',
);

/** Steps of a sequence: one operation, or several concurrent ones. */
export const step: fc.Arbitrary<readonly Operation[]> = fc.oneof(
  { arbitrary: operation.map((one) => [one]), weight: 3 },
  { arbitrary: fc.array(concurrent, { minLength: 2, maxLength: 4 }), weight: 2 },
);
