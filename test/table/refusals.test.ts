// Refusals as callers get them: every fault in one answer, at the item and the field that it is about.
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Route } from '../../shared/contracts/route-definition.ts';
import { routes } from '../../shared/contracts/routes.ts';
import { effort } from '../support/effort.ts';
import { functionsOn } from '../support/in-process.ts';
import { clinicTable } from '../support/table.ts';

let ask: Awaited<ReturnType<typeof functionsOn>>['ask'];

beforeAll(async () => {
  const { table } = await clinicTable();
  ({ ask } = await functionsOn(table.name, table.shards));
});

const contact = (id: string) => ({ type: 'contact', id });
const connect = (body: unknown) => ask(routes.createConnection, '/v1/connections', { body });
const patch = (id: string, body: unknown, headers = {}) =>
  ask(routes.patchConnection, `/v1/connections/${id}`, { body, headers });
const told = ({ body }: { body: { errors: { path: string; message: string; code?: string }[] } }) =>
  body.errors.map(({ path, code }) => (code ? `${path} ${code}` : path));

describe('a new connection', () => {
  it('is refused with all faults: of the fields, of the records, dates and roles', async () => {
    const reply = await connect({
      record1: contact('nobody'),
      record1RoleId: 'retired',
      record2: { type: 'note', id: 'n' },
      record2RoleId: 'unheard-of',
      effectiveStart: '2026-02-02',
      effectiveEnd: '2026-02-01',
      description: 7,
      colour: 'red',
      version: 1,
    });

    expect([reply.status, reply.body.code]).toEqual([400, 'ValidationFailed']);
    expect(told(reply)).toEqual([
      'description',
      'colour',
      'record2.type ConnectionNotSupported',
      'effectiveEnd ConnectionInvalidStartEndDate',
      'record1 ConnectionObjectsMissing',
      'record2 ConnectionObjectsMissing',
      'record1RoleId ConnectionRoleNotActive',
      'record2RoleId ConnectionRoleNotFound',
      'version',
    ]);
    expect(reply.body.detail).toBe('description: must be text; found 7 (and 8 more faults)');
  });

  it('may have the names of its records, if they are right', async () => {
    const named = (id: string, name: string) => ({ ...contact(id), name });
    const wrong = await connect({ record1: named('i', 'Ida'), record2: named('nobody', 'N') });
    const { body } = await ask(routes.getRecord, '/v1/records/contact/i');
    expect(wrong.body.errors).toEqual([
      { path: 'record2', message: 'there is no record contact/nobody' },
      {
        path: 'record1.name',
        message: `cannot be changed here: rename the record with PUT /v1/records/{type}/{id}; found "Ida"`,
        code: 'ValidationFailed',
      },
    ]);
    const right = await connect({ record1: named('i', body.name), record2: contact('j') });
    expect(right.status).toBe(201);
  });

  it('is refused with the code of the first fault, if all are of the rules', async () => {
    const reply = await connect({
      record1: contact('x1'),
      record2: contact('x2'),
      record1RoleId: 'nothing',
    });
    expect(reply.body.code).toBe('ConnectionObjectsMissing');
    expect(told(reply)).toEqual(['record1', 'record2', 'record1RoleId ConnectionRoleNotFound']);
  });

  it('has the faults that need a field only if that field is valid', async () => {
    const reply = await connect({
      record1: { type: 'contact' },
      record1RoleId: 'vendor',
      record2: contact('a'),
      record2RoleId: 'Doctor!',
      effectiveStart: 'yesterday',
      effectiveEnd: '2026-01-01',
    });
    expect(told(reply)).toEqual(['record1.id', 'record2RoleId', 'effectiveStart']);
  });

  it.each([
    // Which roles are set, and so at fault: record2 if both are.
    [
      { record1RoleId: 'doctor', record2RoleId: 'friend' },
      'record2RoleId',
      ['patient', 'nurse', 'medical-assistant'],
    ],
    [{ record1RoleId: 'expert', record2RoleId: 'doctor' }, 'record2RoleId', ['expert', 'vendor']],
  ])('%j: the fault is at %s, valid are %j', async (roles, path, validRoleIds) => {
    const reply = await connect({ record1: contact('a'), record2: contact('b'), ...roles });
    expect(reply.body.code).toBe('UnrelatedConnectionRoles');
    expect(told(reply)).toEqual([path]);
    expect([...reply.body.validRoleIds].sort()).toEqual([...validRoleIds].sort());
  });

  it('that exists is refused as such, also if its roles may not be set any more', async () => {
    await ask(routes.createConnectionRole, '/v1/connection-roles', {
      body: { id: 'mentor', name: 'Mentor' },
    });
    const body = { record1: contact('c'), record1RoleId: 'mentor', record2: contact('d') };
    const made = await connect(body);
    await ask(routes.deactivateConnectionRole, '/v1/connection-roles/mentor/deactivate');
    const again = await connect(body);
    expect([again.status, again.body.code]).toEqual([409, 'ConnectionExists']);
    expect(again.body.existingId).toBe(made.body.id);
  });
});

describe('a change of a connection', () => {
  let made: Awaited<ReturnType<typeof connect>>['body'];
  beforeAll(async () => {
    ({ body: made } = await connect({
      record1: contact('e'),
      record1RoleId: 'doctor',
      record2: contact('f'),
      effectiveStart: '2026-01-01',
    }));
  });

  it('of a field that cannot be changed is refused with what to do instead', async () => {
    const reply = await patch(made.id, {
      record1: contact('z'),
      name: 'X',
      state: 'inactive',
      validity: 'past',
      version: 9,
      createdBy: 'x',
      record2RoleName: 'X',
      effectiveEnd: '2025-01-01',
    });
    const errors = Object.fromEntries(
      reply.body.errors.map(({ path, message }: { path: string; message: string }) => [
        path,
        message,
      ]),
    );
    expect(errors).toEqual({
      record1: 'cannot be changed: delete the connection and create another; found an object',
      name: 'cannot be changed here: rename the record with PUT /v1/records/{type}/{id}; found "X"',
      state:
        'cannot be changed here: change state with POST /v1/connections/{id}/activate or …/deactivate; found "inactive"',
      validity: 'cannot be changed: it follows from effectiveStart and effectiveEnd; found "past"',
      version: 'cannot be changed: it is 1; found 9',
      createdBy: 'cannot be changed: it is "ines"; found "x"',
      record2RoleName:
        'cannot be changed here: rename the role with PATCH /v1/connection-roles/{id}; found "X"',
      effectiveEnd: 'effectiveEnd 2025-01-01 is before effectiveStart 2026-01-01',
    });
    expect((await patch(made.id, {})).body.version).toBe(1);
  });

  it.each([
    [{ record1RoleId: 'friend' }, 'record1RoleId', ['doctor']],
    [{ record2RoleId: 'friend' }, 'record2RoleId', ['patient', 'nurse', 'medical-assistant']],
    [{ record1RoleId: 'nurse', record2RoleId: 'friend' }, 'record2RoleId', ['doctor']],
  ])('%j: the fault is at %s, valid are %j', async (roles, path, validRoleIds) => {
    const reply = await patch(made.id, roles);
    expect([reply.body.code, reply.body.validRoleIds]).toEqual([
      'UnrelatedConnectionRoles',
      validRoleIds,
    ]);
    expect(told(reply)).toEqual([path]);
  });

  it('has the faults of the request first, then those of its preconditions', async () => {
    const stale = { 'if-match': '"7"' };
    expect((await patch(made.id, { description: 7 }, stale)).status).toBe(400);
    expect((await patch(made.id, { description: 'x' }, stale)).status).toBe(412);
    // What was read before another client changed it.
    const old = await patch(made.id, { ...made, version: 7, description: 'x' }, stale);
    expect(old.body.code).toBe('PreconditionFailed');
  });
});

describe('a record, role or type', () => {
  it('is refused with the faults of the body, of the path and of the rules', async () => {
    const record = await ask(routes.putRecord, '/v1/records/ghost/a', {
      body: { type: 'contact', id: 'b', name: '', modifiedBy: 'x' },
    });
    expect(told(record)).toEqual(['name', 'type', 'id', 'type RecordTypeNotFound', 'modifiedBy']);
    const role = await ask(routes.putConnectionRole, '/v1/connection-roles/new', {
      body: {
        id: 'old',
        name: ' ',
        recordTypes: ['ghost', 'contact', 'contact'],
        matchingRoleIds: ['nobody', 'doctor', 'new'],
        version: 3,
      },
    });
    expect(told(role)).toEqual([
      'name',
      'id',
      'recordTypes[0] RecordTypeNotFound',
      'recordTypes[2]',
      'matchingRoleIds[0] ConnectionRoleNotFound',
      'version',
    ]);
    const type = await ask(routes.putRecordType, '/v1/record-types/contact', {
      body: { type: 'account', displayName: 7, connectionsEnabled: false },
    });
    expect(told(type)).toEqual([
      'displayName',
      'type',
      'connectionsEnabled ConnectionsCannotBeDisabled',
    ]);
  });
});

it('a list is refused with the faults of its filter and of its other parameters', async () => {
  const lists: [Route, string][] = [
    [routes.listConnectionsOfRecord, '/v1/records/contact/a/connections'],
    [routes.listConnectionsOfType, '/v1/record-types/contact/connections'],
    [routes.listConnectionsOfRole, '/v1/connection-roles/doctor/connections'],
  ];
  for (const [route, path] of lists) {
    const reply = await ask(route, `${path}?limit=0&filter=status+eq+open&state=x`);
    expect(told(reply)).toEqual(['state', 'limit', 'filter']);
    expect(reply.body.errors[2].message).toBe(
      'at character 11: found "open"; put text in single quotes: \'open\'',
    );
  }
});

describe('a batch', () => {
  const batches = {
    records: {
      route: routes.batchRecords,
      path: '/v1/records/batch',
      valid: (n: number): object => ({ ...contact(`r-${n}`), name: `R ${n}` }),
      status: ['created', 'identical'],
    },
    roles: {
      route: routes.batchConnectionRoles,
      path: '/v1/connection-roles/batch',
      valid: (n: number): object => ({ id: `role-${n}`, name: `Role ${n}` }),
      status: ['created', 'identical'],
    },
    connections: {
      route: routes.batchConnections,
      path: '/v1/connections/batch',
      valid: (n: number): object => ({
        record1: contact('g'),
        record2: contact('h'),
        effectiveStart: `${2000 + (n % 1000)}-01-01`,
        effectiveEnd: `${2000 + (n % 1000)}-02-01`,
      }),
      status: ['created', 'identical'],
    },
  };
  /** JSON texts of items that are refused, with the path of a fault. */
  const bad: readonly (readonly [string, string])[] = [
    ['7', ''],
    ['null', ''],
    ['"\\ud800"', ''],
    ['[{}]', ''],
    ['{}', ''],
    ['1e-400', ''],
    ['{"a":3804086584686624768}', 'a'],
    ['{"id":"a","id":"b"}', 'id'],
    ['{"name":"a\\u0000"}', 'name'],
    ['{"attributes":{"\\ud800":1}}', 'attributes["\\ud800"]'],
    ['{"description":"\\udfff"}', 'description'],
    [`{"attributes":${'{"a":'.repeat(300)}1${'}'.repeat(300)}}`, 'attributes'],
    [`{"name":"${'x'.repeat(3000)}"}`, ''],
    ['{"type":"ghost","id":"x","name":"X"}', ''],
    ['{"record1":{"type":"contact","id":"nobody"}}', ''],
  ];
  let made = 0;

  it.each(
    Object.entries(batches),
  )('of %s has a result at the index of every item, whatever it is, and keeps the good ones', async (_, {
    route,
    path,
    valid,
    status,
  }) => {
    const item = fc.oneof(
      fc.constant(undefined),
      fc.constantFrom(...bad),
      fc.jsonValue().map((value) => [JSON.stringify(value), ''] as const),
    );
    const items = fc.array(item, { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(items, async (all) => {
        const texts = all.map((one) => {
          made += 1;
          return one ? one[0] : JSON.stringify(valid(made));
        });
        const reply = await ask(route, path, { body: `{"items":[${texts.join()}]}` });
        expect(reply.status).toBe(200);
        expect(reply.body.results.map(({ index }: { index: number }) => index)).toEqual([
          ...all.keys(),
        ]);
        for (const [index, one] of all.entries()) {
          const result = reply.body.results[index];
          if (!one) expect(status).toContain(result.status);
          else {
            expect(result.status).toBe('invalid');
            expect(result.problem.errors.length).toBeGreaterThan(0);
            const paths = result.problem.errors.map(({ path: at }: { path: string }) => at);
            if (one[1] !== '') expect(paths).toContain(one[1]);
          }
        }
      }),
      { numRuns: effort(10, 200) },
    );
  });

  it('says of an item that is no object what it is', async () => {
    const reply = await ask(routes.batchRecords, '/v1/records/batch', {
      body: { items: ['x', []] },
    });
    expect(
      reply.body.results.map(({ problem }: { problem: { detail: string } }) => problem.detail),
    ).toEqual([
      'the item must be an object; found "x"',
      'the item must be an object; found a list',
    ]);
  });

  it('of records shows type, id and version of each, and splits what is too large for one transaction', async () => {
    // Stored, a number such as 1e20 takes five times as much as it was sent with.
    const numbers = `[${'1e20,'.repeat(3_900)}1]`;
    const items = Array.from(
      { length: 45 },
      (_, n) => `{"type":"contact","id":"large-${n}","name":"L","attributes":{"n":${numbers}}}`,
    );
    const body = `{"items":[${items.join()},${items[0]},{"type":"contact","id":"large-0","name":"M"}]}`;
    const reply = await ask(routes.batchRecords, '/v1/records/batch', { body });
    expect(reply.status).toBe(200);
    const { results } = reply.body;
    expect(results.slice(0, 45)).toEqual(
      items.map((_, n) => ({
        index: n,
        status: 'created',
        type: 'contact',
        id: `large-${n}`,
        version: 1,
      })),
    );
    expect(results.slice(45)).toMatchObject([
      { status: 'identical', id: 'large-0', version: 1 },
      { status: 'updated', id: 'large-0', version: 2 },
    ]);
  });
});
