// The rules of connections, roles and records, over HTTP against the real engine.
import { beforeAll, describe, expect, it } from 'vitest';
import { clientOf, drained, walk } from '../support/api.ts';

type Call = Awaited<ReturnType<typeof clientOf>>;
let ines: Call;
let mateo: Call;

beforeAll(async () => {
  ines = await clientOf('ines');
  mateo = await clientOf('mateo', 'liaison/read liaison/write');
  for (const type of ['account', 'contact', 'deal']) {
    await ines('PUT', `/v1/record-types/${type}`, { displayName: type, connectionsEnabled: true });
  }
  await ines('PUT', '/v1/record-types/note', { displayName: 'Note' });
  await ines('POST', '/v1/connection-roles/batch', {
    items: [
      { id: 'doctor', name: 'Doctor', matchingRoleIds: ['patient', 'nurse', 'medical-assistant'] },
      { id: 'patient', name: 'Patient', recordTypes: ['contact'], matchingRoleIds: ['doctor'] },
      { id: 'nurse', name: 'Nurse', matchingRoleIds: ['doctor'] },
      { id: 'medical-assistant', name: 'Medical Assistant', matchingRoleIds: ['doctor'] },
      { id: 'friend', name: 'Friend', category: 'social', matchingRoleIds: ['friend'] },
      { id: 'vendor', name: 'Vendor', category: 'business', recordTypes: ['account', 'contact'] },
    ],
  });
});

let made = 0;
/** New records by short name, with ids that no other test uses. */
async function records<Names extends string>(...names: Names[]) {
  made += 1;
  const result = {} as Record<Names, { type: string; id: string }>;
  const items = names.map((name) => {
    const type = name.startsWith('acct') ? 'account' : name.startsWith('deal') ? 'deal' : 'contact';
    result[name] = { type, id: `${name}-${made}` };
    return { ...result[name], name: `${name} ${made}` };
  });
  await ines('POST', '/v1/records/batch', { items });
  return result;
}

const connect = (call: Call, body: unknown) => call('POST', '/v1/connections', body);
const connectionsOf = (record: { type: string; id: string }, query = '') =>
  walk(ines, `/v1/records/${record.type}/${record.id}/connections${query}`, 7);

describe('a connection', () => {
  it('is shown as created, with its location and entity tag', async () => {
    const { acct, contact } = await records('acct', 'contact');
    const reply = await connect(ines, {
      record1: acct,
      record1RoleId: 'vendor',
      record2: contact,
      description: 'Key supplier',
      effectiveStart: '2026-03-01',
      effectiveEnd: '2999-06-30',
    });
    expect(reply.status).toBe(201);
    expect(reply.headers.get('location')).toBe(`/v1/connections/${reply.body.id}`);
    expect(reply.headers.get('etag')).toBe('"1"');
    expect(reply.body).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
      name: expect.stringContaining('contact'),
      record1: { ...acct, name: expect.stringContaining('acct') },
      record1RoleId: 'vendor',
      record1RoleName: 'Vendor',
      record2: { ...contact, name: expect.stringContaining('contact') },
      record2RoleId: null,
      record2RoleName: null,
      title: null,
      description: 'Key supplier',
      effectiveStart: '2026-03-01',
      effectiveEnd: '2999-06-30',
      attributes: null,
      externalId: null,
      validity: 'current',
      state: 'active',
      ownerId: 'ines',
      createdAt: expect.any(String),
      createdBy: 'ines',
      modifiedAt: reply.body.createdAt,
      modifiedBy: 'ines',
      version: 1,
    });
    const { body } = await ines('GET', reply.headers.get('location') as string);
    expect(body).toEqual(reply.body);
  });

  it('is found from both sides, with the requested record as record1', async () => {
    const { acct1, contact, acct2 } = await records('acct1', 'contact', 'acct2');
    await connect(ines, { record1: acct1, record2: contact });
    await connect(ines, { record1: contact, record1RoleId: 'doctor', record2: acct2 });
    const seen = await connectionsOf(contact);
    expect(seen.map((one) => [one.record1.id, one.record2.id, one.record1RoleId]).sort()).toEqual(
      [
        [contact.id, acct1.id, null],
        [contact.id, acct2.id, 'doctor'],
      ].sort(),
    );
    const [fromOther] = await connectionsOf(acct2);
    expect(fromOther).toMatchObject({
      record1: acct2,
      record1RoleId: 'nurse',
      record2RoleId: 'doctor',
      name: expect.stringContaining('contact'),
    });
  });

  it('gets the default role, accepts the second matching role, or has a role on one side only', async () => {
    const { a, b, c } = await records('a', 'b', 'c');
    const roles = async (body: object) => {
      const reply = await connect(ines, body);
      expect(reply.status).toBe(201);
      return [reply.body.record1RoleId, reply.body.record2RoleId];
    };
    const doctor = { record1: a, record1RoleId: 'doctor' };
    expect(await roles({ ...doctor, record2: b })).toEqual(['doctor', 'patient']);
    expect(await roles({ ...doctor, record2: b, record2RoleId: 'nurse' })).toEqual([
      'doctor',
      'nurse',
    ]);
    expect(await roles({ ...doctor, record2: c, record2RoleId: null })).toEqual(['doctor', null]);
    expect(await roles({ record1: b, record2: c, record2RoleId: 'friend' })).toEqual([
      'friend',
      'friend',
    ]);
  });
});

describe('a refusal', () => {
  it.each([
    ['ConnectionObjectsMissing', 'record2', { record2: { type: 'contact', id: 'nobody' } }],
    ['ConnectionNotSupported', 'record2.type', { record2: { type: 'note', id: 'n' } }],
    ['ConnectionRoleNotFound', 'record1RoleId', { record1RoleId: 'unheard-of' }],
    [
      'ConnectionInvalidStartEndDate',
      'effectiveEnd',
      { effectiveStart: '2026-02-02', effectiveEnd: '2026-02-01' },
    ],
  ])('%s at %s', async (code, path, change) => {
    const { a, b } = await records('a', 'b');
    const reply = await connect(ines, { record1: a, record2: b, ...change });
    expect([reply.status, reply.body.code, reply.body.errors[0].path]).toEqual([400, code, path]);
    expect(await connectionsOf(a)).toEqual([]);
  });

  it('of a role limited to two types, for a third type, writes nothing', async () => {
    const { deal, acct } = await records('deal', 'acct');
    const reply = await connect(ines, { record1: deal, record1RoleId: 'vendor', record2: acct });
    expect(reply.body).toMatchObject({
      code: 'ConnectionRoleNotValidForObjectType',
      errors: [{ path: 'record1RoleId' }],
    });
    expect(await connectionsOf(deal)).toEqual([]);
    expect(await connectionsOf(acct)).toEqual([]);
  });

  it('of roles that do not match lists the matching roles', async () => {
    const { a, acct } = await records('a', 'acct');
    const reply = await connect(ines, {
      record1: a,
      record1RoleId: 'doctor',
      record2: acct,
      record2RoleId: 'friend',
    });
    expect(reply.body).toMatchObject({
      status: 400,
      code: 'UnrelatedConnectionRoles',
      validRoleIds: ['nurse', 'medical-assistant'],
      errors: [{ path: 'record2RoleId' }],
    });
  });

  it('of a record connected to itself', async () => {
    const { a } = await records('a');
    const reply = await connect(ines, { record1: a, record2: a });
    expect([reply.status, reply.body.code]).toEqual([400, 'CannotConnectToSelf']);
  });
});

describe('a duplicate', () => {
  const term = (effectiveStart?: string, effectiveEnd?: string) => ({
    ...(effectiveStart && { effectiveStart }),
    ...(effectiveEnd && { effectiveEnd }),
  });

  it('is refused also in reverse, and the refusal names the existing connection', async () => {
    const { a, b } = await records('a', 'b');
    const first = await connect(ines, { record1: a, record1RoleId: 'friend', record2: b });
    const reverse = await connect(ines, { record1: b, record1RoleId: 'friend', record2: a });
    expect([reverse.status, reverse.body.code, reverse.body.existingId]).toEqual([
      409,
      'ConnectionExists',
      first.body.id,
    ]);
    const { acct, deal } = await records('acct', 'deal');
    await connect(ines, { record1: acct, record1RoleId: 'vendor', record2: deal });
    const mirrored = await connect(ines, { record1: deal, record2: acct, record2RoleId: 'vendor' });
    expect(mirrored.status).toBe(409);
  });

  it('in a batch is identical, differs, or is prevented by another connection', async () => {
    const { a, b } = await records('a', 'b');
    const doctor = { record1: a, record1RoleId: 'doctor', record2: b };
    const first = await connect(ines, { ...doctor, ...term('2020-01-01', '2022-01-01') });
    const { body } = await ines('POST', '/v1/connections/batch?mode=create', {
      items: [
        { ...doctor, ...term('2020-01-01', '2022-01-01') },
        { ...doctor, ...term('2020-01-01', '2023-01-01'), description: 'GP' },
        { ...doctor, ...term('2021-01-01') },
        { ...doctor, ...term('2022-01-01') },
        { ...doctor, ...term('2022-01-01'), state: 'inactive' },
      ],
    });
    const existing = { existingId: first.body.id, existingState: 'active' };
    expect(body.counts).toEqual({ created: 1, identical: 1, duplicate: 3, invalid: 0 });
    expect(body.results).toMatchObject([
      { status: 'identical', connection: first.body },
      {
        status: 'duplicate',
        problem: {
          ...{ code: 'ConnectionExists', ...existing, differs: ['effectiveEnd', 'description'] },
          errors: [
            { path: 'effectiveEnd', message: 'the existing one has 2022-01-01' },
            { path: 'description', message: 'the existing one has no value' },
          ],
        },
      },
      { status: 'duplicate', problem: { code: 'ConnectionExists', ...existing } },
      { status: 'created' },
      { status: 'duplicate', problem: { differs: ['state'] } },
    ]);
    expect(body.results[2].problem.differs).toBeUndefined();
    expect(body.results[4].problem.existingId).toBe(body.results[3].connection.id);
  });

  it('requires overlapping periods and the same roles; adjacent periods are allowed', async () => {
    const { a, b } = await records('a', 'b');
    const status = async (period: object, roles: object = { record1RoleId: 'doctor' }) =>
      (await connect(ines, { record1: a, record2: b, ...roles, ...period })).status;
    expect(await status(term('2020-01-01', '2022-01-01'))).toBe(201);
    expect(await status(term('2022-01-01', '2024-01-01'))).toBe(201);
    expect(await status(term('2024-01-01'))).toBe(201);
    expect(await status(term('2021-06-01', '2021-07-01'))).toBe(409);
    expect(await status(term(undefined, '2020-01-02'))).toBe(409);
    expect(await status(term(undefined, '2020-01-01'))).toBe(201);
    expect(await status(term('2024-01-01', '2024-01-01'))).toBe(409);
    expect(await status(term('2021-06-01'), { record1RoleId: 'friend' })).toBe(201);
    expect(await connectionsOf(a)).toHaveLength(5);
  });

  it('sent by 30 clients at once is created only once', async () => {
    const { a, b } = await records('a', 'b');
    const replies = await Promise.all(
      Array.from({ length: 30 }, (_, n) =>
        connect(ines, n % 2 ? { record1: a, record2: b } : { record1: b, record2: a }),
      ),
    );
    const created = replies.filter(({ status }) => status === 201);
    expect(created).toHaveLength(1);
    const existing = new Set(replies.map(({ body }) => body.existingId ?? body.id));
    expect([...existing]).toEqual([created[0]?.body.id]);
  });
});

describe('an edit', () => {
  const edit = (call: Call, id: string, patch: object, tag?: string) =>
    call('PATCH', `/v1/connections/${id}`, patch, tag ? { 'if-match': tag } : {});

  it('is visible from both sides, and open to any caller with the write scope', async () => {
    const { a, b } = await records('a', 'b');
    const { body } = await connect(ines, { record1: a, record1RoleId: 'doctor', record2: b });
    const reply = await edit(mateo, body.id, { description: 'GP', effectiveStart: '2026-01-01' });
    expect(reply.body).toMatchObject({ description: 'GP', modifiedBy: 'mateo', version: 2 });
    expect(reply.headers.get('etag')).toBe('"2"');
    for (const [record, role] of [
      [a, 'doctor'],
      [b, 'patient'],
    ] as const) {
      const [seen] = await connectionsOf(record);
      expect(seen).toMatchObject({ description: 'GP', version: 2, record1RoleId: role });
    }
    const cleared = await edit(ines, body.id, { description: null, effectiveStart: null });
    expect(cleared.body).toMatchObject({ description: null, effectiveStart: null, version: 3 });
  });

  it('of one role so that it no longer matches is refused; of both roles at once is applied', async () => {
    const { a, b } = await records('a', 'b');
    const { body } = await connect(ines, { record1: a, record1RoleId: 'doctor', record2: b });
    const one = await edit(ines, body.id, { record2RoleId: 'friend' });
    expect(one.body).toMatchObject({
      code: 'UnrelatedConnectionRoles',
      validRoleIds: ['patient', 'nurse', 'medical-assistant'],
    });
    const both = await edit(ines, body.id, { record1RoleId: 'friend', record2RoleId: 'friend' });
    expect(both.status).toBe(200);
    expect((await connectionsOf(b, '?roleId=friend')).map(({ id }) => id)).toEqual([body.id]);
    expect(await connectionsOf(b, '?roleId=patient')).toEqual([]);
  });

  it('in a race with others: one is applied, the others get 412, and the halves never differ', async () => {
    const { a, b } = await records('a', 'b');
    const { body } = await connect(ines, { record1: a, record2: b });
    const replies = await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        edit(ines, body.id, { description: `edit ${n}`, ownerId: `owner-${n}` }, '"1"'),
      ),
    );
    expect(replies.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(412)]);
    const [[fromA], [fromB]] = [await connectionsOf(a), await connectionsOf(b)];
    expect(fromA.description.slice(5)).toBe(fromA.ownerId.slice(6));
    expect([fromB.description, fromB.ownerId]).toEqual([fromA.description, fromA.ownerId]);
  });

  it('is refused while the connection is inactive, and applied after activation', async () => {
    const { a, b } = await records('a', 'b');
    const { body } = await connect(ines, { record1: a, record2: b });
    const off = await mateo('POST', `/v1/connections/${body.id}/deactivate`);
    expect([off.status, off.body.state, off.body.version]).toEqual([200, 'inactive', 2]);
    const refused = await edit(ines, body.id, { description: 'x' });
    expect([refused.status, refused.body.code]).toEqual([409, 'ConnectionInactive']);
    expect(await connectionsOf(a, '?state=active')).toEqual([]);
    expect(await connectionsOf(a, '?state=inactive')).toHaveLength(1);
    await mateo('POST', `/v1/connections/${body.id}/activate`);
    expect((await edit(ines, body.id, { description: 'x' })).body.version).toBe(4);
  });

  it('of the owner, and a deletion, are allowed only to the owner or an administrator', async () => {
    const { a, b } = await records('a', 'b');
    const { body } = await connect(ines, { record1: a, record2: b });
    const path = `/v1/connections/${body.id}`;
    expect((await edit(mateo, body.id, { ownerId: 'mateo' })).body.code).toBe('Forbidden');
    expect((await mateo('DELETE', path)).body.code).toBe('Forbidden');
    expect((await edit(ines, body.id, { ownerId: 'mateo' })).status).toBe(200);
    const plainInes = await clientOf('ines', 'liaison/read liaison/write');
    expect((await plainInes('DELETE', path)).status).toBe(403);
    const tagged = await mateo('DELETE', path, undefined, { 'if-match': '"1"' });
    expect(tagged.body.code).toBe('PreconditionFailed');
    expect((await mateo('DELETE', path)).status).toBe(204);
    expect((await mateo('DELETE', path)).status).toBe(404);
    expect([await connectionsOf(a), await connectionsOf(b)]).toEqual([[], []]);
  });
});

describe('a role', () => {
  it('restricted or deactivated after use: existing connections stay editable, new ones are refused', async () => {
    await ines('PUT', '/v1/connection-roles/guest', { name: 'Guest' });
    const { a, b, deal } = await records('a', 'b', 'deal');
    const guest = { record1: a, record1RoleId: 'guest' };
    const { body } = await connect(ines, { ...guest, record2: b });
    await ines('PATCH', '/v1/connection-roles/guest', { recordTypes: ['account'] });
    const narrowed = await connect(ines, { ...guest, record2: deal });
    expect(narrowed.body.code).toBe('ConnectionRoleNotValidForObjectType');
    await ines('POST', '/v1/connection-roles/guest/deactivate');
    const refused = await connect(ines, { ...guest, record2: deal });
    expect(refused.body.code).toBe('ConnectionRoleNotActive');
    const kept = await ines('PATCH', `/v1/connections/${body.id}`, { description: 'still' });
    expect(kept.body).toMatchObject({ record1RoleId: 'guest', description: 'still' });
  });

  it('in use is deleted only with policy=clear, which blanks it on both sides', async () => {
    await ines('PUT', '/v1/connection-roles/pal', { name: 'Pal', matchingRoleIds: ['pal'] });
    const { a, b, c } = await records('a', 'b', 'c');
    const both = await connect(ines, { record1: a, record1RoleId: 'pal', record2: b });
    await connect(ines, { record1: a, record1RoleId: 'pal', record2: c, record2RoleId: null });
    const refused = await ines('DELETE', '/v1/connection-roles/pal');
    expect(refused.body).toMatchObject({ status: 409, code: 'ConnectionRoleInUse', count: 2 });
    expect((await ines('DELETE', '/v1/connection-roles/pal?policy=clear')).status).toBe(202);
    await drained();
    expect((await ines('GET', '/v1/connection-roles/pal')).status).toBe(404);
    const cleared = await ines('GET', `/v1/connections/${both.body.id}`);
    expect(cleared.body).toMatchObject({ record1RoleId: null, record2RoleId: null, version: 2 });
    expect(await connectionsOf(a)).toHaveLength(2);
  });

  it('lists its matching roles in both directions, in order, by type and state', async () => {
    const ids = async (query: string) =>
      (await ines('GET', `/v1/connection-roles/doctor/matching-roles${query}`)).body.items.map(
        ({ id }: { id: string }) => id,
      );
    expect(await ids('')).toEqual(['patient', 'nurse', 'medical-assistant']);
    expect(await ids('?recordType=account')).toEqual(['nurse', 'medical-assistant']);
    expect(await ids('?state=inactive')).toEqual([]);
    const nurse = await ines('GET', '/v1/connection-roles/nurse');
    expect(nurse.body.matchingRoleIds).toEqual(['doctor']);
    const vendors = await ines('GET', '/v1/connection-roles?recordType=deal&namePrefix=ven');
    expect(vendors.body.items).toEqual([]);
    const social = await walk(ines, '/v1/connection-roles?category=social', 1);
    expect(social.map(({ id }) => id)).toContain('friend');
  });

  it('that is invalid is refused with the path of the field', async () => {
    const put = (body: object) => ines('PUT', '/v1/connection-roles/bad', { name: 'Bad', ...body });
    expect((await put({ matchingRoleIds: ['nowhere'] })).body).toMatchObject({
      code: 'ConnectionRoleNotFound',
      errors: [{ path: 'matchingRoleIds[0]' }],
    });
    expect((await put({ recordTypes: ['ghost'] })).body).toMatchObject({
      code: 'RecordTypeNotFound',
      errors: [{ path: 'recordTypes[0]' }],
    });
    expect((await put({ id: 'other' })).body.errors[0].path).toBe('id');
    const again = await ines('POST', '/v1/connection-roles', { id: 'friend', name: 'Friend' });
    expect(again.body).toMatchObject({
      ...{ status: 409, code: 'ConnectionRoleExists' },
      errors: [{ path: 'id' }],
    });
    expect((await ines('GET', '/v1/connection-roles/bad')).status).toBe(404);
  });
});

describe('a record type', () => {
  it('is enabled permanently, and deleted only if nothing uses it', async () => {
    const path = '/v1/record-types/gadget';
    const put = (connectionsEnabled: boolean) =>
      ines('PUT', path, { displayName: 'Gadget', connectionsEnabled });
    expect((await put(false)).status).toBe(201);
    expect((await put(true)).body.connectionsEnabled).toBe(true);
    expect((await put(false)).body.code).toBe('ConnectionsCannotBeDisabled');
    await ines('PUT', '/v1/records/gadget/g', { name: 'G' });
    expect((await ines('DELETE', path)).body.code).toBe('RecordTypeInUse');
    await ines('DELETE', '/v1/records/gadget/g');
    await ines('PUT', '/v1/connection-roles/widget', { name: 'W', recordTypes: ['gadget'] });
    expect((await ines('DELETE', path)).body.code).toBe('RecordTypeInUse');
    await ines('DELETE', '/v1/connection-roles/widget');
    expect((await ines('DELETE', path)).status).toBe(204);
    expect((await ines('GET', path)).status).toBe(404);
  });
});

describe('a record', () => {
  it('that is renamed has its new name on all its connections, from both sides', async () => {
    const { a, b, c } = await records('a', 'b', 'c');
    await connect(ines, { record1: a, record2: b });
    const { body } = await connect(ines, { record1: c, record1RoleId: 'friend', record2: a });
    await ines('PUT', `/v1/records/contact/${a.id}`, { name: 'Ada' });
    await drained();
    expect((await connectionsOf(b))[0]).toMatchObject({ name: 'Ada', version: 2 });
    expect((await connectionsOf(c))[0]).toMatchObject({ name: 'Ada', version: 2 });
    const seen = await connectionsOf(a);
    expect(seen.map((one) => one.record1.name)).toEqual(['Ada', 'Ada']);
    const one = await ines('GET', `/v1/connections/${body.id}`);
    expect(one.body).toMatchObject({
      name: 'Ada',
      modifiedAt: body.modifiedAt,
      modifiedBy: 'ines',
    });
  });

  it('that is deleted disappears at once with all its connections, also from the other records', async () => {
    const { a, b, c } = await records('a', 'b', 'c');
    await connect(ines, { record1: a, record1RoleId: 'doctor', record2: b });
    await connect(ines, { record1: b, record1RoleId: 'friend', record2: a });
    await connect(ines, { record1: b, record1RoleId: 'friend', record2: c });
    expect((await ines('DELETE', `/v1/records/contact/${a.id}`)).status).toBe(202);
    expect((await ines('GET', `/v1/records/contact/${a.id}`)).status).toBe(404);
    await drained();
    expect((await connectionsOf(b)).map((one) => one.record2.id)).toEqual([c.id]);
    const missing = await connect(ines, { record1: a, record2: c });
    expect(missing.body.code).toBe('ConnectionObjectsMissing');
    expect((await ines('DELETE', `/v1/records/contact/${a.id}`)).status).toBe(404);
  });

  it('is deleted only by its creator or an administrator', async () => {
    const path = '/v1/records/contact/created-by-mateo';
    await mateo('PUT', path, { name: 'Mateo’s' });
    const plainInes = await clientOf('ines', 'liaison/read liaison/write');
    expect((await plainInes('PUT', path, { name: 'Changed by Ines' })).status).toBe(200);
    const refused = await plainInes('DELETE', path);
    expect([refused.status, refused.body.code]).toEqual([403, 'Forbidden']);
    expect(refused.body.detail).toMatch(
      /^only the creator of the record, mateo, or an administrator/,
    );
    expect((await mateo('DELETE', path)).status).toBe(202);
    await mateo('PUT', path, { name: 'Again' });
    expect((await ines('DELETE', path)).status).toBe(202);
  });

  it('in a batch is created, updated, identical or invalid; with mode=create it is not updated', async () => {
    const batch = (items: unknown[]) => ines('POST', '/v1/records/batch', { items });
    const first = { type: 'contact', id: 'batch-1', name: 'One', attributes: { a: 1 } };
    const reply = await batch([
      first,
      { type: 'ghost', id: 'x', name: 'X' },
      { type: 'contact', id: 'batch-2' },
      { ...first, name: 'Uno' },
    ]);
    expect(reply.body.results.map(({ status }: { status: string }) => status)).toEqual([
      'created',
      'invalid',
      'invalid',
      'updated',
    ]);
    expect(reply.body.results[2].problem.errors[0].path).toBe('name');
    expect((await batch([{ ...first, name: 'Uno' }])).body.counts).toEqual({
      created: 0,
      updated: 0,
      identical: 1,
      duplicate: 0,
      invalid: 0,
    });
    const create = await ines('POST', '/v1/records/batch?mode=create', {
      items: [{ ...first, name: 'Uno' }, first, { ...first, id: 'batch-3' }],
    });
    expect(create.body).toMatchObject({
      counts: { created: 1, updated: 0, identical: 1, duplicate: 1, invalid: 0 },
      results: [
        { status: 'identical' },
        { status: 'duplicate', problem: { code: 'PreconditionFailed', differs: ['name'] } },
        { status: 'created' },
      ],
    });
    expect((await batch([])).body.errors[0].path).toBe('items');
    expect((await batch(Array(101).fill(first))).status).toBe(400);
  });
});

describe("a record's connections", () => {
  it('are filtered by role, type, record, category, owner, state and day', async () => {
    const { hub, a, acct, deal } = await records('hub', 'a', 'acct', 'deal');
    const link = async (body: object) => (await connect(ines, { record1: hub, ...body })).body.id;
    const doctor = await link({ record1RoleId: 'doctor', record2: a });
    const friend = await link({ record1RoleId: 'friend', record2: a, ownerId: 'mateo' });
    const plain = await link({
      record2: acct,
      effectiveStart: '2026-01-01',
      effectiveEnd: '2026-03-31',
    });
    const sold = await link({
      record1RoleId: 'vendor',
      record2: deal,
      effectiveStart: '2026-04-01',
    });
    const ids = async (query: string) =>
      (await connectionsOf(hub, query)).map(({ id }) => id).sort();
    const some = (...all: string[]) => all.sort();
    expect(await ids('')).toEqual(some(doctor, friend, plain, sold));
    expect(await ids('?roleId=doctor')).toEqual([doctor]);
    expect(await ids('?connectedRoleId=patient')).toEqual([doctor]);
    expect(await ids('?connectedType=contact')).toEqual(some(doctor, friend));
    expect(await ids(`?connectedType=contact&connectedId=${a.id}`)).toEqual(some(doctor, friend));
    expect(await ids('?roleId=vendor&connectedType=deal')).toEqual([sold]);
    expect(await ids('?roleId=vendor&connectedType=account')).toEqual([]);
    expect(await ids('?category=social')).toEqual([friend]);
    expect(await ids('?category=nothing')).toEqual([]);
    expect(await ids('?ownerId=mateo')).toEqual([friend]);
    expect(await ids('?activeOn=2026-03-31')).toEqual(some(doctor, friend, plain));
    expect(await ids('?activeOn=2026-04-01')).toEqual(some(doctor, friend, sold));
    expect(await ids('?state=inactive')).toEqual([]);
  });
});

describe('titles and attributes', () => {
  it('are shown on both sides, in graphs and in the history', async () => {
    const { acct, contact } = await records('acct', 'contact');
    const post = { record1: contact, record2: acct, effectiveStart: '2026-01-01' };
    const chair = await connect(ines, { ...post, title: 'Chair', attributes: { share: 30.5 } });
    const clerk = await connect(ines, { ...post, title: 'Clerk' });
    expect([chair.status, clerk.status]).toEqual([201, 201]);
    expect(chair.body).toMatchObject({ title: 'Chair', attributes: { share: 30.5 } });
    expect(clerk.body.attributes).toBeNull();
    const again = await connect(ines, { ...post, title: 'CHAIR' });
    expect([again.status, again.body.existingId, again.body.differs]).toEqual([
      409,
      chair.body.id,
      ['title', 'attributes'],
    ]);
    const [seen] = await connectionsOf(acct, '?title=chair');
    expect(seen).toMatchObject({ id: chair.body.id, title: 'Chair', attributes: { share: 30.5 } });
    const ids = async (filter: string) =>
      (await connectionsOf(acct, `?filter=${encodeURIComponent(filter)}`)).map(({ id }) => id);
    expect(await ids('connection/share gt 30')).toEqual([chair.body.id]);
    expect(await ids('connection/share gt 31')).toEqual([]);

    const path = `/v1/connections/${chair.body.id}`;
    const edited = await ines('PATCH', path, {
      title: 'President',
      attributes: { share: null, seats: [2] },
    });
    expect(edited.body).toMatchObject({ title: 'President', attributes: { seats: [2] } });
    const graph = await ines('GET', `/v1/records/account/${acct.id}/graph`);
    expect(graph.body.edges.map(({ title }: { title: string }) => title).toSorted()).toEqual([
      'Clerk',
      'President',
    ]);
    await drained();
    const { body: history } = await ines('GET', `${path}/history`);
    expect(history.items[0].changes).toEqual([
      { field: 'title', from: 'Chair', to: 'President' },
      { field: 'attributes.share', from: 30.5, to: null },
      { field: 'attributes.seats', from: null, to: [2] },
    ]);
  });

  it('that are wrong are refused, each with its path', async () => {
    const { a, b } = await records('a', 'b');
    const attributeSchema = { share: { type: 'number', maximum: 100, required: true } };
    const role = { id: 'shareholder', name: 'Shareholder', attributeSchema };
    const made = await ines('POST', '/v1/connection-roles', role);
    expect(made.body.attributeSchema).toEqual(attributeSchema);
    const wrong = {
      ...{ record1: a, record1RoleId: 'shareholder', record2: b },
      title: 'x'.repeat(201),
      attributes: { share: 101, other: 1 },
    };
    const { status, body } = await connect(ines, wrong);
    expect([status, body.code]).toEqual([400, 'ValidationFailed']);
    expect(body.errors).toEqual([
      {
        path: 'title',
        message: expect.stringMatching(/^must have at most 200 characters; found 201/),
      },
      ...['other', 'share'].map((name) => ({
        path: `attributes.${name}`,
        code: 'ConnectionAttributesInvalid',
        message: expect.stringContaining('role shareholder'),
      })),
    ]);
    const { body: plain } = await connect(ines, { record1: a, record2: b });
    const text = '{"attributes":{"share":12345678901234567890}}';
    const lossy = await ines('PATCH', `/v1/connections/${plain.id}`, text);
    expect(lossy.body.errors[0]).toMatchObject({ path: 'attributes.share' });
  });
});

describe('an external id', () => {
  it('is unique, and finds its connection until that is deleted', async () => {
    const { a, b, c } = await records('a', 'b', 'c');
    const externalId = { source: 'crm & co', key: `ü/${made}` };
    const query = new URLSearchParams({
      externalSource: externalId.source,
      externalKey: externalId.key,
    });
    const lookUp = async () => (await ines('GET', `/v1/connections?${query}`)).body.items;
    expect(await lookUp()).toEqual([]);
    const { body: first } = await connect(ines, { record1: a, record2: b, externalId });
    expect(first.externalId).toEqual(externalId);
    expect(await lookUp()).toEqual([first]);
    const second = await connect(ines, { record1: a, record2: c, externalId });
    expect([second.status, second.body.code, second.body.existingId]).toEqual([
      409,
      'ExternalIdTaken',
      first.id,
    ]);
    const items = [{ record1: b, record2: c, externalId }];
    const batch = await ines('POST', '/v1/connections/batch', { items });
    expect(batch.body.results).toMatchObject([
      { status: 'duplicate', problem: { code: 'ExternalIdTaken', existingId: first.id } },
    ]);
    await ines('DELETE', `/v1/connections/${first.id}`);
    expect(await lookUp()).toEqual([]);
    expect((await connect(ines, { record1: a, record2: c, externalId })).status).toBe(201);
  });
});
