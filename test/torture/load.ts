// Mixed load on a service over HTTP, from clients that remember what was acknowledged.

/** What the clients of a service know about it. */
export interface Load {
  /** Each connection that was acknowledged, with its last acknowledged version; null: deleted. */
  readonly acknowledged: ReadonlyMap<string, number | null>;
  readonly requests: number;
  readonly byStatus: ReadonlyMap<string, number>;
  /** Ends when all requests in progress are answered or aborted. */
  stop(): Promise<void>;
}

export interface Target {
  readonly url: string;
  readonly token: string;
}

const clients = 6;
const recordsEach = 12;

export async function ask(
  { url, token }: Target,
  method: string,
  path: string,
  body?: unknown,
  signal?: AbortSignal,
) {
  const response = await fetch(`${url}/v1/${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(signal && { signal }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}

/** Creates types, roles and records for the load. */
export async function prepare(target: Target): Promise<void> {
  const names = { displayName: 'Contact', displayCollectionName: 'Contacts' };
  await ask(target, 'PUT', 'record-types/contact', { ...names, connectionsEnabled: true });
  const role = { id: 'friend', name: 'Friend', matchingRoleIds: ['friend'] };
  await ask(target, 'POST', 'connection-roles/batch', { items: [role] });
  const items = Array.from({ length: clients * recordsEach }, (_, at) => {
    return { type: 'contact', id: `c${at}`, name: `C ${at}`, attributes: {} };
  });
  await ask(target, 'POST', 'records/batch', { items });
}

/** Starts the load; one request in 20 is aborted by its client. */
export function load(target: Target): Load {
  const acknowledged = new Map<string, number | null>();
  const byStatus = new Map<string, number>();
  const stopping = new AbortController();
  let requests = 0;
  const count = (status: string) => byStatus.set(status, (byStatus.get(status) ?? 0) + 1);

  const send = async (method: string, path: string, body?: unknown) => {
    requests += 1;
    const breaksOff = Math.random() < 0.05;
    const signal = breaksOff ? AbortSignal.timeout(Math.floor(Math.random() * 20)) : undefined;
    try {
      const answer = await ask(target, method, path, body, signal);
      count(String(answer.status));
      return answer;
    } catch {
      count('no answer');
      return { status: 0, body: undefined };
    }
  };

  /** Each client has its own connections, so that its last answer determines what must be stored. */
  const client = async (own: number) => {
    const mine: string[] = [];
    const anyRecord = () => `c${Math.floor(Math.random() * clients * recordsEach)}`;
    while (!stopping.signal.aborted) {
      const chance = Math.random();
      const id = mine[Math.floor(Math.random() * mine.length)];
      if (chance < 0.4 || id === undefined) {
        const day = Math.floor(Math.random() * 28) + 1;
        const { status, body } = await send('POST', 'connections', {
          record1: { type: 'contact', id: anyRecord() },
          record1RoleId: 'friend',
          record2: { type: 'contact', id: anyRecord() },
          effectiveStart: `20${10 + own}-0${1 + (day % 9)}-${String(day).padStart(2, '0')}`,
          effectiveEnd: `20${10 + own}-12-31`,
        });
        if (status !== 201) continue;
        mine.push(body.id);
        acknowledged.set(body.id, body.version);
      } else if (chance < 0.7) {
        const description = `${own} ${requests}`;
        const { status, body } = await send('PATCH', `connections/${id}`, { description });
        if (status === 200) acknowledged.set(id, body.version);
      } else if (chance < 0.8) {
        const { status } = await send('DELETE', `connections/${id}`);
        // If the request was aborted, the connection may be deleted or not.
        if (status === 204 || status === 404 || status === 0) {
          mine.splice(mine.indexOf(id), 1);
          if (status === 0) acknowledged.delete(id);
          else acknowledged.set(id, null);
        }
      } else if (chance < 0.85) {
        const record = anyRecord();
        await send('PUT', `records/contact/${record}`, {
          name: `${record} ${requests % 7}`,
          attributes: {},
        });
      } else {
        await send('GET', `records/contact/${anyRecord()}/connections`);
      }
      if (mine.length > 200) mine.shift();
    }
  };
  const ended = Promise.all(Array.from({ length: clients }, (_, own) => client(own)));
  return {
    acknowledged,
    get requests() {
      return requests;
    },
    byStatus,
    async stop() {
      stopping.abort();
      await ended;
    },
  };
}
