// Races: many processes write the same items at the same time, in an order that the seed decides.
import { allItems, halvesAmong } from '../support/table-items.ts';
import type { Machine } from './machine.ts';
import type { Process } from './process.ts';
import type { Answer, Asked } from './service.ts';
import { Stage } from './stage.ts';
import { faultsIn, verdictOn } from './verdict.ts';
import { World } from './world.ts';

/** A race on its own stage. */
export interface Race {
  readonly name: string;
  /** The number of orders to run it in; default 1. */
  readonly times?: number;
  /** Whether time decides the order, so that a wait lasts longer than the calls of others. */
  readonly isPunctual?: boolean;
  /** @returns the errors in the answers, a sentence each */
  readonly run: (race: Course) => Promise<string[]>;
}

/** The operations that a race uses on its stage. */
interface Course {
  /** Sends all requests at once, each from its own process. */
  together(asked: readonly Asked[], pace?: Pace): Promise<Answer[]>;
  one(asked: Asked): Promise<Answer>;
  /** Runs stream and workflows until they are finished. */
  drain(): Promise<void>;
  halves(): Promise<ReturnType<typeof halvesAmong>>;
}

/** Times in ms: the requests begin spread over `spread`; each of their calls stalls for up to `stall`. */
interface Pace {
  readonly spread: number;
  readonly stall: number;
}

const reference = (id: string) => ({ type: 'contact', id });

const create = (sub: string, role1: string | null = 'friend', more: object = {}): Asked => ({
  route: 'createConnection',
  path: '/v1/connections',
  body: {
    record1: reference('a'),
    record1RoleId: role1,
    record2: reference('b'),
    record2RoleId: role1 === 'friend' ? 'friend' : null,
    ...more,
  },
  sub,
});
const swapped = (asked: Asked): Asked => {
  const body = asked.body as Record<string, unknown>;
  return { ...asked, body: { ...body, record1: body.record2, record2: body.record1 } };
};
const patch = (id: string, body: object, sub: string): Asked => ({
  route: 'patchConnection',
  path: `/v1/connections/${id}`,
  body,
  sub,
});
const remove = (id: string, sub: string): Asked => ({
  route: 'deleteConnection',
  path: `/v1/connections/${id}`,
  sub,
});
const deactivate = (id: string, sub: string): Asked => ({
  route: 'deactivateConnection',
  path: `/v1/connections/${id}/deactivate`,
  sub,
});
const ofRole = (
  route: 'deactivateConnectionRole' | 'deleteConnectionRole',
  tail: string,
): Asked => ({
  route,
  path: `/v1/connection-roles/friend${tail}`,
  sub: 'admin',
});

const merged = (id: string, into: string): Asked => ({
  route: 'mergeRecord',
  path: `/v1/records/contact/${id}/merge`,
  body: { into: reference(into) },
  sub: 'admin',
});

/** The number of answers by status and code. */
function counted(answers: readonly Answer[]): string {
  const counts = new Map<string, number>();
  for (const { status, body } of answers) {
    const name = [status, body?.code].filter(Boolean).join(' ');
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts]
    .map(([name, count]) => `${count} × ${name}`)
    .sort()
    .join(', ');
}

const must = (is: string, wanted: string): string[] =>
  is === wanted ? [] : [`${is}, not ${wanted}`];

const clients = (count: number) => Array.from({ length: count }, (_, at) => `client-${at + 1}`);

export const races: readonly Race[] = [
  {
    name: 'one connection, 100 clients, half of them from the other side',
    async run({ together }) {
      const asked = clients(100).map((sub, at) => (at % 2 ? swapped(create(sub)) : create(sub)));
      return must(counted(await together(asked)), '1 × 201, 99 × 409 ConnectionExists');
    },
  },
  {
    name: 'overlapping periods that start on different days, 8 clients',
    times: 50,
    async run({ together }) {
      const asked = clients(8).map((sub, day) => {
        const period = { effectiveStart: `2020-01-0${day + 1}`, effectiveEnd: '2020-12-31' };
        return day % 2 ? swapped(create(sub, 'friend', period)) : create(sub, 'friend', period);
      });
      const answers = await together(asked);
      const [made] = answers.filter(({ status }) => status === 201);
      const ids = answers.filter(({ status }) => status === 409).map(({ body }) => body.existingId);
      return [
        ...must(counted(answers), '1 × 201, 7 × 409 ConnectionExists'),
        ...must([...new Set(ids)].join(), made?.body.id),
      ];
    },
  },
  {
    name: 'one request, sent 20 times at once under one key',
    async run({ together, one }) {
      const asked = { ...create('ines'), headers: { 'idempotency-key': 'k' } };
      const answers = await together(Array(20).fill(asked));
      const again = await one(asked);
      const ids = new Set([...answers, again].map(({ body }) => body.id));
      return [...must(counted([...answers, again]), '21 × 201'), ...must(String(ids.size), '1')];
    },
  },
  {
    name: 'one batch, sent 5 times at once under one key',
    async run({ together, one, halves }) {
      const items = ['friend', 'expert', null].map((role) => create('', role).body);
      const asked: Asked = {
        route: 'batchConnections',
        path: '/v1/connections/batch',
        body: { items },
        headers: { 'idempotency-key': 'k' },
        sub: 'ines',
      };
      const answers = [...(await together(Array(5).fill(asked))), await one(asked)];
      const done = answers.filter(({ status }) => status === 200);
      const texts = new Set(done.map(({ body }) => JSON.stringify(body)));
      return [
        ...must(String(texts.size), '1'),
        ...must(String((await halves()).length), '6'),
        ...answers.flatMap(({ status }) => (status === 200 || status === 503 ? [] : [`${status}`])),
      ];
    },
  },
  {
    name: 'edits of one connection from 20 clients, half of them with one ETag',
    async run({ together, one }) {
      const { body } = await one(create('ines'));
      const asked = clients(20).map((sub, at) => ({
        ...patch(body.id, { description: sub }, sub),
        ...(at % 2 && { headers: { 'if-match': '"1"' } }),
      }));
      const answers = await together(asked);
      const done = answers.filter(({ status }) => status === 200);
      const versions = new Set(done.map((answer) => answer.body.version));
      const tagged = answers.filter((answer, at) => at % 2 && answer.status === 200).length;
      const last = await one({
        route: 'getConnection',
        path: `/v1/connections/${body.id}`,
        sub: 'x',
      });
      return [
        ...must(String(versions.size), String(done.length)),
        ...(tagged > 1 ? [`${tagged} held one ETag`] : []),
        ...must(String(last.body.version), String(done.length + 1)),
      ];
    },
  },
  {
    name: 'a role deactivated while 20 clients set it',
    async run({ together, one }) {
      const answers = await together([
        ...clients(20).map((sub, at) =>
          create(sub, 'friend', {
            effectiveStart: `20${10 + at}-01-01`,
            effectiveEnd: `20${10 + at}-12-31`,
          }),
        ),
        ofRole('deactivateConnectionRole', '/deactivate'),
      ]);
      const after = await one(create('late', 'friend', { effectiveStart: '2090-01-01' }));
      return [
        ...must(String(after.body.code), 'ConnectionRoleNotActive'),
        ...onlyThese(answers, ['201', '400 ConnectionRoleNotActive', '200']),
      ];
    },
  },
  ...(['clear', 'restrict'] as const).map((policy) => ({
    name: `a role deleted (${policy}) while 3 clients set it`,
    times: 10,
    async run({ together, one, drain, halves }: Course) {
      const { body } = await one(create('ines', 'expert'));
      const period = { effectiveStart: '2090-01-01' };
      const asked = [
        create('ana', 'friend'),
        create('ben', 'friend', period),
        patch(body.id, { record1RoleId: 'friend', record2RoleId: 'friend' }, 'eva'),
        ofRole('deleteConnectionRole', `?policy=${policy}`),
      ];
      const answers = await together(asked);
      await drain();
      const isGone = [202, 204].includes(answers.at(-1)?.status ?? 0);
      const left = (await halves()).filter(
        ({ connection }) => connection.record1.roleId === 'friend',
      );
      return isGone && left.length > 0 ? [`${left.length} halves with a deleted role`] : [];
    },
  })),
  {
    name: 'a record deleted while 20 clients connect it',
    async run({ together, drain, halves }) {
      const answers = await together([
        ...clients(20).map((sub, at) =>
          create(sub, 'friend', {
            effectiveStart: `20${10 + at}-01-01`,
            effectiveEnd: `20${10 + at}-12-31`,
          }),
        ),
        { route: 'deleteRecord', path: '/v1/records/contact/b', sub: 'admin' },
      ]);
      await drain();
      return [
        ...must(String((await halves()).length), '0'),
        ...onlyThese(answers, ['201', '202', '400 ConnectionObjectsMissing', '409']),
      ];
    },
  },
  ...[
    { spread: 150, stall: 0 },
    { spread: 40_000, stall: 4000 },
  ].map((pace) => ({
    name: `a record type deleted while 3 clients create records of it, calls stalling for ${pace.stall} ms`,
    times: 50,
    isPunctual: true,
    async run({ together, one, drain }: Course) {
      const put = (id: string, sub: string): Asked => ({
        route: 'putRecord',
        path: `/v1/records/account/${id}`,
        body: { name: id, attributes: {} },
        sub,
      });
      const asked = [
        put('x', 'ana'),
        put('x', 'ben'),
        put('y', 'eva'),
        { route: 'deleteRecordType', path: '/v1/record-types/account', sub: 'admin' } as const,
      ];
      const answers = await together(asked, pace);
      const isGone = answers.at(-1)?.status === 204;
      const written = answers.slice(0, -1).filter(({ status }) => status < 300).length;
      await drain();
      const { body } = await one({ route: 'listRecords', path: '/v1/records/account', sub: 'x' });
      // A record whose creator stalled may be written after the deletion; the projector deletes it.
      const isListed = (body.items ?? []).length > 0;
      return [
        ...(pace.stall === 0 && isGone && written > 0 ? [`deleted, though ${written} wrote`] : []),
        ...(!isGone && isListed !== written > 0 ? [`${written} wrote, not listed`] : []),
        ...onlyThese(answers, [
          '201',
          '200',
          '204',
          '400 RecordTypeNotFound',
          '409 RecordTypeInUse',
        ]),
      ];
    },
  })),
  {
    name: 'a record renamed and deleted while 20 clients connect it',
    times: 10,
    async run({ together, drain, halves }) {
      const putName = (name: string): Asked => ({
        route: 'putRecord',
        path: '/v1/records/contact/b',
        body: { name, attributes: {} },
        sub: 'admin',
      });
      const creates = clients(20).map((sub, at) =>
        create(sub, 'friend', {
          effectiveStart: `20${10 + at}-01-01`,
          effectiveEnd: `20${10 + at}-12-31`,
        }),
      );
      const answers = await together([
        ...creates,
        putName('Ben'),
        { route: 'deleteRecord', path: '/v1/records/contact/b', sub: 'admin' },
        putName('Bea'),
      ]);
      await drain();
      const names = new Set((await halves()).map(({ connection }) => connection.record2.name));
      return [
        ...(names.size > 1 ? [`names ${[...names].join()}`] : []),
        ...onlyThese(answers, ['200', '201', '202', '400 ConnectionObjectsMissing', '409']),
      ];
    },
  },
  {
    name: 'a record merged while 20 clients connect, rename and connect the surviving one',
    times: 10,
    async run({ together, one, drain, halves }) {
      await one(create('ines', 'expert'));
      const period = (at: number) => ({
        effectiveStart: `20${10 + at}-01-01`,
        effectiveEnd: `20${10 + at}-12-31`,
      });
      const renamed = (id: string): Asked => ({
        route: 'putRecord',
        path: `/v1/records/contact/${id}`,
        body: { name: `New ${id}`, attributes: {} },
        sub: 'admin',
      });
      const toC = { record2: reference('c') };
      const answers = await together([
        ...clients(10).map((sub, at) => create(sub, 'friend', period(at))),
        ...clients(10).map((sub, at) => create(sub, 'friend', { ...toC, ...period(at) })),
        create('omar', 'friend', { record1: reference('b'), ...toC }),
        merged('b', 'c'),
        renamed('b'),
        renamed('c'),
        renamed('a'),
      ]);
      await drain();
      const left = (await halves()).filter(({ connection }) =>
        [connection.record1.id, connection.record2.id].includes('b'),
      );
      const ends = (await halves()).map(({ connection }) => connection.effectiveStart);
      return [
        ...(left.length > 0 ? [`${left.length} halves of the merged record`] : []),
        // From a to c, each period once; and one without a period.
        ...must(String(ends.length), '22'),
        ...onlyThese(answers, ['200', '201', '202', '409', '410 RecordMerged']),
      ];
    },
  },
  {
    name: 'two records merged into each other, and into a third one, at the same time',
    times: 10,
    async run({ together, one, drain }) {
      await one(create('ines'));
      const answers = await together([merged('a', 'b'), merged('b', 'a'), merged('a', 'c')]);
      await drain();
      const done = answers.filter(({ status }) => status === 202).length;
      return [
        ...(done < 1 || done > 2 ? [`${done} merges`] : []),
        ...onlyThese(answers, ['202', '410 RecordMerged']),
      ];
    },
  },
  {
    name: '20 clients make another record the lead of one, half of them to replace the one before',
    times: 10,
    async run({ together, one, halves }) {
      const lead = (sub: string, id: string, more: object = {}) =>
        create(sub, null, { record2: reference(id), record2RoleId: 'lead', ...more });
      await one(lead('ines', 'b', { effectiveStart: '2020-01-01' }));
      const answers = await together(
        clients(20).map((sub, at) =>
          lead(sub, at % 3 === 0 ? 'b' : 'c', {
            title: `Lead ${at}`,
            ...(at % 2 === 0 && { replace: true, effectiveStart: `20${21 + at}-01-01` }),
          }),
        ),
      );
      const open = (await halves()).filter(
        ({ connection, side }) => side === 'record1' && connection.effectiveEnd === null,
      );
      return [
        ...must(String(open.length), '1'),
        ...onlyThese(answers, ['201', '409 ConnectionLimitReached']),
      ];
    },
  },
  {
    name: 'a connection deactivated by one client, edited by 10',
    async run({ together, one }) {
      const { body } = await one(create('ines'));
      const answers = await together([
        deactivate(body.id, 'omar'),
        ...clients(10).map((sub) => patch(body.id, { description: sub }, sub)),
      ]);
      const edits = answers.slice(1);
      const late = edits.filter(
        ({ status, body: edited }) => status === 200 && edited.version > answers[0]?.body.version,
      );
      return [
        ...(late.length > 0 ? ['edited after it was deactivated'] : []),
        ...onlyThese(edits, ['200', '409 ConnectionInactive']),
      ];
    },
  },
  {
    name: 'a connection given to another owner while the former owner deletes it',
    async run({ together, one }) {
      const { body } = await one({ ...create('ines'), scope: 'liaison/write' });
      const [handed, deleted] = await together([
        { ...patch(body.id, { ownerId: 'omar' }, 'ines'), scope: 'liaison/write' },
        { ...remove(body.id, 'ines'), scope: 'liaison/write' },
      ]);
      const both = `${handed?.status} ${deleted?.status}`;
      return ['200 403', '404 204'].includes(both) ? [] : [both];
    },
  },
];

const onlyThese = (answers: readonly Answer[], allowed: readonly string[]): string[] =>
  answers.flatMap(({ status, body }) => {
    const name = `${status} ${body?.code ?? ''}`.trim();
    return allowed.some((one) => name === one || name.split(' ')[0] === one) ? [] : [name];
  });

/** Runs a race. @returns the errors in the answers and in the final state */
export async function runRace(
  machine: Machine,
  { run, isPunctual = false }: Race,
  seed: number,
): Promise<string[]> {
  const { service, engine } = machine;
  const world = new World(machine.nextTable(), seed, machine.faults, { faultRate: 0, isPunctual });
  const stage = await Stage.open(world, service, engine);
  const ask = async (asked: readonly Asked[], pace?: Pace): Promise<Answer[]> => {
    const tasks = asked.map((one) => {
      const process: Process = world.start(one.route);
      const call = () => service.call(process, one);
      if (!pace) return { process, end: call() };
      process.stallMs = pace.stall;
      const start = new Promise<void>((begin) => {
        world.scheduler.wait(process, world.chance.below(pace.spread), begin);
      });
      return { process, end: start.then(call) };
    });
    let open = tasks.length;
    const close = () => {
      open -= 1;
    };
    for (const { end } of tasks) end.then(close, close);
    const platform = stage.platform(() => open > 0);
    await world.scheduler.drive([...tasks, platform]);
    return Promise.all(tasks.map(({ end }) => end));
  };
  const items = () => allItems({ db: service.table.db, name: world.tableName });
  try {
    const wrong = await run({
      together: ask,
      one: async (asked) => (await ask([asked]))[0] as Answer,
      drain: () => stage.drain(),
      halves: async () => halvesAmong(await items()),
    });
    await stage.drain();
    const found = faultsIn(await verdictOn(stage, []));
    return [...wrong, ...found.flatMap(([kind, what]) => what.map((one) => `${kind}: ${one}`))];
  } finally {
    await stage.close();
  }
}
