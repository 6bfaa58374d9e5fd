// Neighbourhoods and shortest paths in the sales company: every figure of its README.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { service } from '../support/service.ts';
import { root } from '../support/workbench.ts';

interface Reference {
  readonly type: string;
  readonly id: string;
}
interface Edge {
  readonly id: string;
  readonly from: Reference;
  readonly to: Reference;
}

let get: (
  path: string,
  headers?: Record<string, string>,
  // biome-ignore lint/suspicious/noExplicitAny: the tests check the bodies that they expect
) => Promise<{ status: number; body: any; text: string; headers: Headers }>;
let send: (method: string, path: string, body?: unknown) => Promise<Response>;

const nameOf = ({ type, id }: Reference) => `${type}/${id}`;

beforeAll(async () => {
  const host = await service('sales');
  const authorization = `Bearer ${await host.token()}`;
  send = (method, path, body) =>
    fetch(`${host.url}/v1${path}`, {
      method,
      headers: { authorization, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  get = async (path, headers = {}) => {
    const response = await fetch(`${host.url}/v1${path}`, {
      headers: { authorization, ...headers },
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json');
    return {
      status: response.status,
      body: isJson ? JSON.parse(text) : undefined,
      text,
      headers: response.headers,
    };
  };
});

describe('the neighbourhood', () => {
  it.each([
    ['contact/maria-oduya', 1, 15, 16],
    ['contact/maria-oduya', 2, 71, 135],
    ['contact/maria-oduya', 3, 168, 450],
    ['account/fabrikon', 1, 33, 37],
    ['account/fabrikon', 2, 105, 246],
    ['account/fabrikon', 3, 178, 541],
    ['contact/hemi-te-ranui', 1, 3, 2],
    ['contact/hemi-te-ranui', 2, 8, 8],
    ['contact/hemi-te-ranui', 3, 29, 39],
    ['contact/saoirse-vantongeren', 3, 1, 0],
  ])('of %s to depth %i has %i records and %i connections', async (record, depth, records, count) => {
    const { status, body } = await get(`/records/${record}/graph?depth=${depth}`);
    expect(status).toBe(200);
    expect([body.nodes.length, body.edges.length, body.truncated]).toEqual([records, count, false]);
    expect(nameOf(body.root)).toBe(record);
    expect(body.nodes[0]).toMatchObject({ ...body.root, depth: 0 });
    expect(new Set(body.nodes.map(nameOf)).size).toBe(records);
    expect(new Set(body.edges.map(({ id }: Edge) => id)).size).toBe(count);
    const here = new Set(body.nodes.map(nameOf));
    for (const { from, to } of body.edges) {
      expect([here.has(nameOf(from)), here.has(nameOf(to))]).toEqual([true, true]);
    }
  });

  it('has depth 1 by default, and includes the current names of its records', async () => {
    const { body } = await get('/records/contact/maria-oduya/graph');
    const lines = (await readFile(join(root, 'samples/sales/records.jsonl'), 'utf8')).split('\n');
    const names = new Map(
      lines.filter(Boolean).map((line) => [nameOf(JSON.parse(line)), JSON.parse(line).name]),
    );
    for (const node of body.nodes) expect(node.name).toBe(names.get(nameOf(node)));
    expect(body.nodes.map(({ depth }: { depth: number }) => depth)).toEqual([
      0,
      ...Array(14).fill(1),
    ]);
  });

  it('contains each connection in the direction in which it was created', async () => {
    const { body } = await get('/records/account/fabrikon/graph');
    for (const edge of body.edges.slice(0, 10)) {
      const { body: one } = await get(`/connections/${edge.id}`);
      expect(edge).toEqual({
        id: one.id,
        from: { type: one.record1.type, id: one.record1.id },
        to: { type: one.record2.type, id: one.record2.id },
        fromRoleId: one.record1RoleId,
        toRoleId: one.record2RoleId,
        title: one.title,
        validity: one.validity,
        state: one.state,
      });
    }
    const outward = body.edges.filter(({ from }: Edge) => nameOf(from) === 'account/fabrikon');
    expect(outward).toHaveLength(5);
  });

  it.each([
    ['roleId=vendor', 'account/atlas-peak-components', 10, 10],
    ['roleId=vendor&activeOn=2026-11-22', 'account/atlas-peak-components', 9, 8],
    ['activeOn=2019-12-31', 'account/fabrikon', 19, 18],
    ['activeOn=2027-02-01', 'account/fabrikon', 26, 25],
    ['connectedType=user', 'account/fabrikon', 5, 5],
    ['roleId=employer&connectedType=patient', 'account/fabrikon', 7, 6],
    ['state=inactive', 'account/fabrikon', 1, 0],
    ['state=active', 'account/fabrikon', 33, 37],
    ['roleId=doctor', 'account/fabrikon', 1, 0],
    ['roleId=-', 'opportunity/opp-pellworm-2026-yard', 2, 1],
  ])('under %s of %s', async (conditions, record, records, count) => {
    const { body } = await get(`/records/${record}/graph?${conditions}`);
    const list = await get(`/records/${record}/connections?limit=100&${conditions}`);
    expect(body.edges.map(({ id }: Edge) => id)).toEqual(list.body.items.map(({ id }: Edge) => id));
    expect([body.nodes.length, body.edges.length]).toEqual([records, count]);
  });

  it('applies its conditions at each step, as seen from the record that is followed', async () => {
    const { body } = await get('/records/account/fabrikon/graph?depth=2&roleId=employer');
    const employers = body.nodes.filter(({ depth }: { depth: number }) => depth === 1);
    const expected = new Set<string>();
    for (const record of [body.root, ...employers]) {
      const list = await get(`/records/${nameOf(record)}/connections?limit=100&roleId=employer`);
      for (const { id } of list.body.items) expected.add(id);
    }
    expect(new Set(body.edges.map(({ id }: Edge) => id))).toEqual(expected);
  });

  it('limited by maxNodes says that it is truncated', async () => {
    const { body } = await get('/records/contact/maria-oduya/graph?depth=3&maxNodes=40');
    expect([body.nodes.length, body.truncated]).toEqual([40, true]);
    const again = await get('/records/contact/maria-oduya/graph?depth=3&maxNodes=40');
    expect(again.body).toEqual(body);
    const whole = await get('/records/contact/maria-oduya/graph?depth=3&maxNodes=168');
    expect(whole.body.truncated).toBe(false);
  });

  it('includes a deactivated connection, and omits it on request', async () => {
    const { body } = await get('/records/contact/hemi-te-ranui/graph');
    const [{ id }] = body.edges;
    await send('POST', `/connections/${id}/deactivate`);
    const all = await get('/records/contact/hemi-te-ranui/graph');
    expect(all.body.edges.find((one: Edge) => one.id === id).state).toBe('inactive');
    const active = await get('/records/contact/hemi-te-ranui/graph?state=active');
    expect(active.body.edges).toHaveLength(1);
    await send('POST', `/connections/${id}/activate`);
  });
});

describe('formats', () => {
  const path = '/records/contact/maria-oduya/graph?depth=2';

  it('are JSON, GraphML and DOT, with the same records and connections', async () => {
    const json = await get(path, { accept: 'application/json' });
    expect(json.headers.get('content-type')).toBe('application/json');
    const xml = await get(path, { accept: 'application/graphml+xml' });
    expect(xml.headers.get('content-type')).toBe('application/graphml+xml');
    expect(xml.text.match(/<node /g)).toHaveLength(71);
    expect(xml.text.match(/<edge /g)).toHaveLength(135);
    const dot = await get(path, { accept: 'text/vnd.graphviz' });
    expect(dot.headers.get('content-type')).toBe('text/vnd.graphviz; charset=utf-8');
    expect(dot.text.match(/ -> /g)).toHaveLength(135);
    for (const { id } of json.body.edges) {
      expect([xml.text.includes(id), dot.text.includes(id)]).toEqual([true, true]);
    }
    for (const reply of [json, xml, dot]) expect(reply.headers.get('vary')).toMatch(/^Accept(,|$)/);
  });

  it('are chosen by the weights in Accept; errors are always problem documents', async () => {
    const weighed = await get(path, { accept: 'application/json;q=0.5, text/vnd.graphviz;q=0.8' });
    expect(weighed.headers.get('content-type')).toContain('text/vnd.graphviz');
    for (const accept of ['*/*', 'image/png']) {
      const reply = await get(path, { accept });
      expect(reply.headers.get('content-type')).toBe('application/json');
    }
    const error = await get('/records/contact/nobody/graph', { accept: 'text/vnd.graphviz' });
    expect([error.status, error.headers.get('content-type')]).toEqual([
      404,
      'application/problem+json',
    ]);
  });

  it('are in the description', async () => {
    const { paths } = (await (await send('GET', '/../openapi.json')).json()) as {
      // biome-ignore lint/suspicious/noExplicitAny: as above
      paths: any;
    };
    const { content } = paths['/v1/records/{type}/{id}/graph'].get.responses['200'];
    expect(Object.keys(content)).toEqual([
      'application/json',
      'application/graphml+xml',
      'text/vnd.graphviz',
    ]);
  });
});

describe('shortest paths', () => {
  const paths = async (from: string, to: string, more = '') => {
    const { status, body } = await get(`/paths?from=${from}&to=${to}${more}`);
    expect(status).toBe(200);
    expect(body.truncated).toBe(false);
    return body.paths as { length: number; nodes: Reference[]; edges: Edge[] }[];
  };
  const between = (found: { nodes: Reference[] }[]) =>
    found.map(({ nodes }) => nodes.slice(1, -1).map(({ id }) => id));

  it('from Petra to Atlas Peak: four, all through her mother', async () => {
    const found = await paths('patient/pt-petra-oduya-sandoe', 'account/atlas-peak-components');
    expect(found.map(({ length }) => length)).toEqual([3, 3, 3, 3]);
    expect(between(found)).toEqual(
      ['fabrikon', 'imani-whitlock', 'lucia-armendaro', 'user-ines'].map((id) => [
        'maria-oduya',
        id,
      ]),
    );
    const back = await paths('account/atlas-peak-components', 'patient/pt-petra-oduya-sandoe');
    expect(new Set(between(back).map((ids) => ids.reverse().join()))).toEqual(
      new Set(between(found).map((ids) => ids.join())),
    );
  });

  it('from Aoife to Maria: three of length 4', async () => {
    const found = await paths('contact/aoife-quillan', 'contact/maria-oduya');
    expect(found.map(({ length }) => length)).toEqual([4, 4, 4]);
  });

  it('from Dorothea to Valdoro: one of length 3', async () => {
    const found = await paths('contact/dorothea-vance', 'account/valdoro-vineyards');
    expect(between(found)).toEqual([['brightwater-foods', 'okoro-packaging']]);
  });

  it('are not found beyond maxDepth: length 5 with 4, length 7 with 6', async () => {
    const ends = ['contact/aroha-wikaira', 'contact/rosalba-pimentel'] as const;
    expect(await paths(...ends)).toEqual([]);
    const found = await paths(...ends, '&maxDepth=5');
    expect(found.map(({ length }) => length)).toEqual([5]);
    const far = ['contact/anjali-deshmane', 'contact/inmaculada-roldan-vega'] as const;
    expect(await paths(...far, '&maxDepth=6')).toEqual([]);
    expect(await paths('contact/saoirse-vantongeren', 'account/fabrikon', '&maxDepth=6')).toEqual(
      [],
    );
  });

  it('lead from record to record over their connections, in the direction of their creation', async () => {
    const found = await paths('contact/aroha-wikaira', 'contact/rosalba-pimentel', '&maxDepth=6');
    for (const { length, nodes, edges } of found) {
      expect([nodes.length, edges.length]).toEqual([length + 1, length]);
      for (const [at, { id, from, to }] of edges.entries()) {
        const step = [nodes[at], nodes[at + 1]].map((node) => nameOf(node as Reference)).sort();
        expect([nameOf(from), nameOf(to)].sort()).toEqual(step);
        const { body } = await get(`/connections/${id}`);
        expect([nameOf(body.record1), nameOf(body.record2)]).toEqual([nameOf(from), nameOf(to)]);
      }
    }
  });

  it('contain the connection in effect if there are several', async () => {
    const [path] = await paths('contact/margot-delahaye-finch', 'account/fabrikon');
    expect(path).toMatchObject({ length: 1, edges: [{ validity: 'current', state: 'active' }] });
  });

  it('are as many as requested, and the answer says that there are more', async () => {
    const { body } = await get(
      '/paths?from=patient/pt-petra-oduya-sandoe&to=account/atlas-peak-components&limit=3',
    );
    expect([body.paths.length, body.truncated]).toEqual([3, true]);
  });

  it('use only connections that meet the conditions, seen from either record', async () => {
    const ends = ['contact/noah-lindqvale', 'competitor/plankwell'] as const;
    const [ended] = await paths(...ends);
    expect(ended).toMatchObject({ length: 1, edges: [{ validity: 'past' }] });
    expect(await paths(...ends, '&activeOn=2018-01-01')).toHaveLength(1);
    expect(await paths(...ends, '&activeOn=2026-11-22&maxDepth=1')).toEqual([]);
    // From one employee over the employer to another, and back.
    const colleagues = ['patient/pt-alton-greaves', 'contact/jonas-terveen'] as const;
    const through = await paths(...colleagues, '&roleId=employee');
    expect(between(through)).toEqual([['fabrikon']]);
    expect(between(await paths(colleagues[1], colleagues[0], '&roleId=employee'))).toEqual([
      ['fabrikon'],
    ]);
    expect(await paths(...colleagues, '&roleId=employee&connectedType=account')).toHaveLength(1);
    expect(await paths(...colleagues, '&roleId=employee&connectedType=contact')).toEqual([]);
    expect(await paths(...colleagues, '&state=inactive')).toEqual([]);
  });

  it('from a record to itself: one of length 0', async () => {
    const [path] = await paths('account%2Ffabrikon', 'account/fabrikon');
    expect(path).toEqual({
      length: 0,
      nodes: [{ type: 'account', id: 'fabrikon', name: 'Fabrikon Works' }],
      edges: [],
    });
  });
});

describe('an invalid request', () => {
  it.each([
    ['/records/account/fabrikon/graph?depth=0', 'depth', /whole number from 1 to 3/],
    ['/records/account/fabrikon/graph?depth=4', 'depth', /whole number from 1 to 3/],
    ['/records/account/fabrikon/graph?depth=1.5', 'depth', /whole number/],
    ['/records/account/fabrikon/graph?depth=', 'depth', /whole number/],
    ['/records/account/fabrikon/graph?maxNodes=1001', 'maxNodes', /from 1 to 1000/],
    ['/records/account/fabrikon/graph?roleId=No', 'roleId', /must be/],
    ['/records/account/fabrikon/graph?activeOn=today', 'activeOn', /YYYY-MM-DD/],
    ['/records/account/fabrikon/graph?state=on', 'state', /active, inactive, all/],
    ['/records/account/fabrikon/graph?limit=1', 'limit', /not a known query parameter/],
    ['/paths?from=account/fabrikon&to=account/fabrikon&activeOn=now', 'activeOn', /YYYY-MM-DD/],
    ['/paths?to=account/fabrikon', 'from', /missing/],
    ['/paths?from=fabrikon&to=account/fabrikon', 'from', /type\/id, such as account\/fabrikon/],
    ['/paths?from=account/fabrikon&to=account/', 'to', /type\/id/],
    ['/paths?from=account/a/b&to=account/fabrikon', 'from', /type\/id/],
    ['/paths?from=account/a&to=account/b&maxDepth=7', 'maxDepth', /from 1 to 6/],
    ['/paths?from=account/a&to=account/b&limit=21', 'limit', /from 1 to 20/],
    ['/paths?from=account/a&to=account/b&depth=2', 'depth', /not a known query parameter/],
  ])('%s is refused at %s', async (path, field, message) => {
    const { status, body } = await get(path);
    expect([status, body.code]).toEqual([400, 'ValidationFailed']);
    expect(body.errors).toEqual([{ path: field, message: expect.stringMatching(message) }]);
  });

  it.each([
    ['/records/account/fabrikon/graph?roleId=ghost', 'ConnectionRoleNotFound', 'roleId'],
    ['/records/account/fabrikon/graph?connectedType=ghost', 'RecordTypeNotFound', 'connectedType'],
    ['/paths?from=account/x&to=account/y&roleId=ghost', 'ConnectionRoleNotFound', 'roleId'],
    ['/paths?from=account/x&to=account/y&connectedType=x', 'RecordTypeNotFound', 'connectedType'],
  ])('%s is refused with %s', async (path, code, field) => {
    const { status, body } = await get(path);
    expect([status, body.code]).toEqual([400, code]);
    expect(body.errors).toEqual([{ path: field, message: expect.stringContaining('there is no') }]);
  });

  it.each([
    ['/records/account/nobody/graph', 'account/nobody'],
    ['/records/ghost/x/graph', 'ghost/x'],
    ['/paths?from=account/nobody&to=account/fabrikon', 'account/nobody'],
    ['/paths?from=account/fabrikon&to=contact/nobody', 'contact/nobody'],
    ['/paths?from=account/nobody&to=account/nobody', 'account/nobody'],
  ])('%s is not found', async (path, record) => {
    const { status, body } = await get(path);
    expect([status, body.code, body.detail]).toEqual([
      404,
      'NotFound',
      `there is no record ${record}`,
    ]);
  });
});
