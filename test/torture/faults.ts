// Injected faults: a layer between the SDK's client and the engine that decides the result of a call.
import { currentProcess, type Process } from './process.ts';
import {
  type Answered,
  answer,
  bodyOf,
  broken,
  failed,
  type Json,
  operationOf,
  type Request,
  type RequestHandler,
  whole,
  withBody,
} from './wire.ts';
import { tell } from './world.ts';

/** A call in progress: the request, and a function that sends it to the engine. */
interface Call {
  readonly process: Process;
  readonly operation: string;
  readonly body: Json;
  /** Sends the call to the engine, which then applies it. */
  readonly send: (body?: Json) => Promise<Answered>;
}

type Fault = (call: Call) => Promise<Answered>;

/** Never answers, because the process is dead. */
function kill(process: Process): never {
  process.isDead = true;
  throw new Error('killed');
}

const inDoubt = (process: Process) => {
  process.doubts += 1;
};

const faults: Readonly<Record<string, Fault>> = {
  'request lost': async ({ process }) => {
    inDoubt(process);
    throw broken();
  },
  'answer lost': async ({ process, send }) => {
    inDoubt(process);
    await send();
    throw broken();
  },
  'request late': async ({ process, send }) => {
    inDoubt(process);
    const { world } = process;
    // It arrives even if its sender was killed: the network does not know of that.
    world.scheduler.turn(world.start('network'), send).catch(() => {});
    throw broken();
  },
  'internal error, nothing done': async ({ process }) => {
    inDoubt(process);
    return failed('InternalServerError', {}, 500);
  },
  'internal error, all done': async ({ process, send }) => {
    inDoubt(process);
    await send();
    return failed('InternalServerError', {}, 500);
  },
  throttled: async () => failed('ThrottlingException'),
  'throughput exceeded': async () => failed('ProvisionedThroughputExceededException'),
  conflict: async ({ process, body }) => {
    const hit = process.world.chance.below(body.TransactItems.length);
    const CancellationReasons = body.TransactItems.map((_: Json, at: number) => ({
      Code: at === hit ? 'TransactionConflict' : 'None',
    }));
    return failed('TransactionCanceledException', { CancellationReasons });
  },
  'transaction in progress': async ({ process }) => {
    inDoubt(process);
    return failed('TransactionInProgressException');
  },
  slow: async ({ process, send }) => {
    process.world.now += process.world.chance.pick([60, 400, 2500]);
    return send();
  },
  'stale index': async ({ process, body, send }) => {
    // For a count, the items are queried instead, made stale, and counted.
    const { Select, ...query } = body;
    const { json } = await whole(await send(Select === 'COUNT' ? query : body));
    const stale = process.world.lag.stale(query, json) ?? json;
    if (Select !== 'COUNT') return answer(stale);
    const { Items, ...counted } = stale;
    return answer(counted);
  },
  'keys left unread': async ({ process, body, send }) => {
    const [[table, asked]] = Object.entries<Json>(body.RequestItems) as [[string, Json]];
    const read = process.world.chance.below(asked.Keys.length);
    const left = { ...asked, Keys: asked.Keys.slice(read) };
    if (read === 0)
      return answer({ Responses: { [table]: [] }, UnprocessedKeys: { [table]: left } });
    const some = { RequestItems: { [table]: { ...asked, Keys: asked.Keys.slice(0, read) } } };
    const { json } = await whole(await send(some));
    return answer({ ...json, UnprocessedKeys: { [table]: left } });
  },
  'killed before a call': async ({ process }) => kill(process),
  'killed after a call': async ({ process, send }) => {
    await send();
    return kill(process);
  },
};

/** The faults that a call can meet. */
function possible({ process, operation, body }: Call): string[] {
  const isWrite = operation === 'TransactWriteItems';
  // With a known request token, the engine repeats its earlier answer and reports no conflict.
  const isKnown = process.world.committed.has(body.ClientRequestToken);
  return Object.keys(faults).filter((kind) => {
    if (kind === 'request late') return isWrite;
    if (kind === 'conflict' || kind === 'transaction in progress') return isWrite && !isKnown;
    if (kind === 'stale index') return operation === 'Query' && body.IndexName;
    if (kind === 'keys left unread') return operation === 'BatchGetItem';
    return true;
  });
}

/** The faults of writes and index reads that are hardest to handle, each with its share. */
const favoured = (operation: string): readonly (readonly [string, number])[] =>
  operation === 'TransactWriteItems'
    ? [
        ['answer lost', 0.35],
        ['conflict', 0.2],
      ]
    : [['stale index', 0.5]];

function chooseFault(call: Call): string | undefined {
  const { process } = call;
  const { world } = process;
  const kinds = possible(call);
  if (process.spell && process.spell.left > 0 && kinds.includes(process.spell.kind)) {
    process.spell.left -= 1;
    return process.spell.kind;
  }
  if (!world.chance.is(world.faultRate)) return undefined;
  const kind =
    favoured(call.operation).find(
      ([one, share]) => kinds.includes(one) && world.chance.is(share),
    )?.[0] ?? world.chance.pick(kinds);
  // Faults often come in series: some last for several calls, sometimes longer than the retries.
  const goesOn = !kind.startsWith('killed') && world.chance.is(0.15);
  if (goesOn) process.spell = { kind, left: world.chance.pick([2, 4, 40]) };
  return kind;
}

/**
 * Puts the fault injection between a client and the engine. Calls of processes wait for their turns and
 * meet faults; the torture run's own calls pass unchanged.
 */
export function withFaults(real: RequestHandler, onRequest: (operation: string) => void) {
  const handle: RequestHandler['handle'] = (request, options) => {
    const process = currentProcess();
    if (!process) return real.handle(request, options);
    const operation = operationOf(request);
    onRequest(operation);
    return process.world.scheduler.turn(process, () =>
      decide(
        process,
        request,
        operation,
        async (one) => (await real.handle(one, options)) as Answered,
      ),
    );
  };
  return Object.assign(Object.create(real), { handle }) as RequestHandler;
}

async function decide(
  process: Process,
  request: Request,
  operation: string,
  ask: (request: Request) => Promise<Answered>,
): Promise<Answered> {
  const { world } = process;
  let body = bodyOf(request);
  const isWrite = operation === 'TransactWriteItems';
  const asked = isWrite && world.plant ? world.plant(body) : { transaction: body };
  body = asked.transaction;
  const send = async (instead: Json = body): Promise<Answered> => {
    const { json, status } = await whole(await ask(withBody(request, instead)));
    if (!isWrite) return answer(json, status);
    if (status !== 200) return answer(withConflict(process, json), status);
    if (!world.committed.has(body.ClientRequestToken)) world.lag.note(body);
    world.committed.add(body.ClientRequestToken);
    if (asked.outside) {
      // The write outside of the transaction can be interrupted separately.
      if (world.chance.is(world.faultRate / 4)) kill(process);
      await whole(await ask(withBody(request, asked.outside, 'PutItem')));
    }
    return answer(json, status);
  };
  const call: Call = { process, operation, body, send };
  const kind = chooseFault(call);
  world.trace?.push(`${process.name} ${operation} ${kind ?? 'served'}`);
  if (kind === undefined) return send();
  tell(world.faults, kind);
  return (faults[kind] as Fault)(call);
}

/** A condition failed, and another item was in another client's transaction at the same time. */
function withConflict({ world }: Process, json: Json): Json {
  const reasons: { Code?: string }[] = json.CancellationReasons ?? [];
  const free = reasons.filter(({ Code }) => (Code ?? 'None') === 'None');
  if (free.length === 0 || !world.chance.is(world.faultRate)) return json;
  Object.assign(world.chance.pick(free), { Code: 'TransactionConflict' });
  tell(world.faults, 'conflict together with a failed condition');
  return json;
}
