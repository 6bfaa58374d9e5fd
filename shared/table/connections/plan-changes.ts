// What becomes of several changes of connections: decided one after the other, on what was read once for all.
import { v7 as uuidv7 } from 'uuid';
import {
  type ChangeOfExisting,
  creationIn,
  partOf,
  pathIn,
  type SentChange,
} from '../../contracts/change-schemas.ts';
import { Refusal } from '../../contracts/error-codes.ts';
import { Sent } from '../../contracts/sent-input.ts';
import type { Catalog } from '../../domain/catalog.ts';
import type { Caller, Connection, PlannedConnection } from '../../domain/connection-rules.ts';
import { connectionExists, type Duplicate } from '../../domain/duplicate-rule.ts';
import { changedBy } from '../../domain/edit-connection.ts';
import { changedFields, type FieldChange } from '../../domain/events/connection-change.ts';
import type { Table } from '../engine/open-table.ts';
import { eachOf } from '../engine/read.ts';
import { duplicateOf } from '../pairs/duplicates.ts';
import { getWithSeries, undefinedIfNotFound, type WithItems } from '../pairs/find-connection.ts';
import { limitRefusal, type Reservations } from '../pairs/reservations.ts';
import { reserved } from '../pairs/reserved-items.ts';
import type { SeriesMember } from '../pairs/series-item.ts';
import { withSnapshots } from '../records/record-snapshots.ts';
import { type Draft, memberPreventing, readForDrafts, refusalOf } from './draft-connections.ts';
import { assessed, duplicateResults } from './duplicate-results.ts';
import { planNewPair, takenBy } from './new-pair.ts';

/** The result of one item. */
export type ChangeResult =
  | { readonly refusal: Refusal }
  | {
      readonly status: 'created' | 'identical' | 'activated' | 'deactivated';
      readonly connection: Connection;
    }
  | {
      readonly status: 'updated';
      readonly connection: Connection;
      readonly changes: readonly FieldChange[];
    }
  | { readonly status: 'deleted'; readonly id: string };

/** A connection that is written: from what to what; null stands for "does not exist". */
interface Step {
  readonly before: Connection | null;
  readonly after: Connection | null;
}

/** The decisions on some changes. */
export interface ChangePlan {
  /** One for each item. */
  readonly results: readonly ChangeResult[];
  /** What is written, if all of it is: each connection once. */
  readonly steps: readonly Step[];
  readonly reservations: Reservations;
  readonly catalog: Catalog;
}

const finished = {
  update: 'updated',
  activate: 'activated',
  deactivate: 'deactivated',
} as const;

/** The result of a change of a connection that exists. */
export function resultOf(
  { op, id }: ChangeOfExisting,
  before: Connection,
  after: Connection | null,
  { actor, now: at }: Caller,
): ChangeResult {
  if (after === null || op === 'delete') return { status: 'deleted', id };
  if (after === before) return { status: 'identical', connection: after };
  if (op !== 'update') return { status: finished[op], connection: after };
  const changes = changedFields({ before, after, actor, at }, 'record1');
  return { status: finished[op], connection: after, changes };
}

/** A refusal of an item, with paths from the item on. */
export function inItem(refusal: Refusal, { op }: Partial<SentChange>): Refusal {
  const { code, message, extras, cause } = refusal;
  if ((op !== 'create' && op !== 'update') || !extras.errors || code === 'PreconditionFailed') {
    return refusal;
  }
  const part = partOf[op];
  const [first] = extras.errors;
  const namesPath = first && first.path !== '' && message.startsWith(`${first.path}: `);
  const errors = extras.errors.map((one) => ({ ...one, path: pathIn(part, one.path) }));
  const detail = namesPath ? pathIn(part, message) : message;
  return new Refusal(code, detail, { ...extras, errors }, { cause });
}

/**
 * Decides on changes. `together`: as one step; what one of them gives up, another one may take, in whatever order they
 * are, and each connection may be changed once. `in order`: each finds what those before it have left.
 *
 * Reads what creates need as `createConnections` does, and each connection that exists with its series: 1 Query and 1
 * BatchGetItem; 1 BatchGetItem more of what they reserve besides.
 * @throws Refusal Busy
 */
export async function planChanges(
  table: Table,
  items: readonly Sent<SentChange>[],
  caller: Caller,
  mode: 'together' | 'in order',
): Promise<ChangePlan> {
  const [read, found] = await Promise.all([
    readForDrafts(
      table,
      items.flatMap((item) => creationIn(item) ?? []),
      caller,
    ),
    readConnections(table, items),
  ]);
  const isTogether = mode === 'together';
  const once = isTogether ? eachOnce(items) : items;
  return new Planning(table, once, caller, isTogether, read, found).run();
}

/** The items, with a fault in each that is about the connection of an earlier one. */
function eachOnce(items: readonly Sent<SentChange>[]): Sent<SentChange>[] {
  const first = new Map<string, number>();
  return items.map((item, at) => {
    const id = 'id' in item.value ? item.value.id : undefined;
    const earlier = id === undefined ? undefined : first.get(id);
    if (id !== undefined && earlier === undefined) first.set(id, at);
    if (earlier === undefined) return item;
    const message = `is also the connection of items[${earlier}]; change each connection at most once`;
    return new Sent({}, [...item.faults, { path: 'id', message }]);
  });
}

/** How many connections are read at the same time. */
const readAtOnce = 25;

/** The connections that exist, by id. */
async function readConnections(
  table: Table,
  items: readonly Sent<SentChange>[],
): Promise<Map<string, WithItems>> {
  const ids = items.flatMap(({ value }) => ('id' in value ? [value.id as string] : []));
  const found = new Map<string, WithItems>();
  await eachOf([...new Set(ids)], readAtOnce, async (id) => {
    const one = await getWithSeries(table, id).catch(undefinedIfNotFound);
    if (one) found.set(id, one);
  });
  return found;
}

type Read = Awaited<ReturnType<typeof readForDrafts>>;

/** A connection that exists, before and after a change. */
type Decided = { readonly before: Connection; readonly after: Connection | null };
type Refused = { readonly refusal: Refusal };

class Planning {
  readonly #table: Table;
  readonly #items: readonly Sent<SentChange>[];
  readonly #caller: Caller;
  readonly #isTogether: boolean;
  readonly #read: Read;
  /** Of the creates that are still to be decided. */
  readonly #drafts: Draft[];
  /** Connections as these changes leave them, by id; null for a deleted one. */
  readonly #now = new Map<string, Connection | null>();
  /** By the ids of new connections, the index of the item that makes them. */
  readonly #made = new Map<string, number>();
  readonly #steps: Step[] = [];

  constructor(
    table: Table,
    items: readonly Sent<SentChange>[],
    caller: Caller,
    isTogether: boolean,
    read: Read,
    found: ReadonlyMap<string, WithItems>,
  ) {
    this.#table = table;
    this.#items = items;
    this.#caller = caller;
    this.#isTogether = isTogether;
    this.#read = read;
    this.#drafts = [...read.drafts];
    for (const [id, { connection, items: alongside }] of found) {
      this.#now.set(id, connection);
      read.reservations.addSeries(connection, alongside);
    }
  }

  async run(): Promise<ChangePlan> {
    const decide = this.#isTogether ? await this.#together() : (at: number) => this.#inOrder(at);
    const results: ChangeResult[] = [];
    for (const at of this.#items.keys()) {
      const result = await decide(at);
      results.push(
        'refusal' in result
          ? { refusal: inItem(this.#withoutMade(result.refusal), this.#change(at)) }
          : result,
      );
    }
    const { reservations, catalog } = this.#read;
    return { results, steps: this.#steps, reservations, catalog };
  }

  #change(at: number): SentChange {
    return this.#items[at]?.value as SentChange;
  }

  /** Lets all give up what they have before the first one takes anything; then they are decided one by one. */
  async #together(): Promise<(at: number) => Promise<ChangeResult>> {
    const { reservations } = this.#read;
    const all = this.#items.map((item, at): Decided | Refused | undefined => {
      const refusal = item.refusal();
      if (refusal) return { refusal };
      const one = this.#change(at);
      if (one.op === 'create') return undefined;
      return this.#decided(one);
    });
    const decided = all.filter((one) => one !== undefined && 'before' in one);
    await reservations.readFor(decided);
    for (const { before, after } of decided) {
      reservations.release(before, after);
      this.#now.set(before.id, after);
    }
    return async (at) => {
      const one = all[at];
      if (!one) return this.#create(at);
      if ('refusal' in one) return one;
      const refusal = await this.#preventing(one);
      if (refusal) return { refusal };
      reservations.take(one.before, one.after);
      return this.#stepped(at, one);
    };
  }

  async #inOrder(at: number): Promise<ChangeResult> {
    const refusal = this.#items[at]?.refusal();
    if (refusal) return { refusal };
    const one = this.#change(at);
    if (one.op === 'create') return this.#create(at);
    const decided = this.#decided(one);
    if ('refusal' in decided) return decided;
    const { before, after } = decided;
    await this.#read.reservations.readFor([decided]);
    const prevented = await this.#preventing(decided);
    if (prevented) return { refusal: prevented };
    this.#read.reservations.replace(before, after);
    this.#now.set(one.id, after);
    return this.#stepped(at, decided);
  }

  /** What the rules make of a connection that exists. */
  #decided(one: ChangeOfExisting): Decided | Refused {
    const before = this.#now.get(one.id);
    if (!before) return { refusal: new Refusal('NotFound', `there is no connection ${one.id}`) };
    try {
      return { before, after: changedBy(this.#read.catalog, before, one, this.#caller) };
    } catch (error) {
      if (error instanceof Refusal) return { refusal: error };
      throw error;
    }
  }

  /** The refusal of a change because of what other connections have. */
  async #preventing({ before, after }: Decided): Promise<Refusal | undefined> {
    if (!after) return undefined;
    const { reservations, catalog } = this.#read;
    const changed = reserved(before, after, catalog);
    const [member] = changed.has('series') ? reservations.collisions(after) : [];
    if (member) {
      const now = this.#now.get(member.id);
      return now ? connectionExists(now) : duplicateOf(this.#table, after, member);
    }
    const taken = changed.has('externalId') && (await reservations.externalIdRefusal(after));
    if (taken) return taken;
    const usedUp = changed.has('limit') && (await reservations.limitUsedUp(after, before));
    return usedUp ? limitRefusal(usedUp) : undefined;
  }

  #stepped(at: number, { before, after }: Decided): ChangeResult {
    if (after !== before) this.#steps.push({ before, after });
    return resultOf(this.#change(at) as ChangeOfExisting, before, after, this.#caller);
  }

  async #create(at: number): Promise<ChangeResult> {
    const draft = this.#drafts.shift() as Draft;
    const { reservations, snapshots } = this.#read;
    const member = memberPreventing(draft, this.#read);
    if (member) return this.#compared(draft, member);
    const refusal = refusalOf(draft, this.#read);
    if (refusal) return { refusal };
    const id = uuidv7({ msecs: this.#table.clock() });
    const planned = withSnapshots({ id, ...(draft.planned as PlannedConnection) }, snapshots);
    const isReplacing = draft.request.value.replace === true;
    const pair = await planNewPair(planned, reservations, isReplacing, this.#caller);
    if ('refusal' in pair) return pair;
    if ('takenBy' in pair) throw new Error(`the series has no member ${pair.takenBy.id}`);
    const { connection, ending } = pair;
    const changed = ending.find(({ before }) => this.#now.has(before.id));
    if (changed && this.#isTogether) return { refusal: cannotReplace(changed.before) };
    await reservations.readFor(ending);
    for (const { before, after } of ending) reservations.replace(before, after);
    reservations.replace(null, connection);
    this.#steps.push(...ending, { before: null, after: connection });
    for (const { after } of ending) this.#now.set(after.id, after);
    this.#now.set(id, connection);
    this.#made.set(id, at);
    return { status: 'created', connection };
  }
  /** The result of a create that a connection prevents: the two are compared. */
  async #compared(draft: Draft, member: SeriesMember): Promise<ChangeResult> {
    const planned = draft.planned as PlannedConnection;
    const request = draft.request.whole();
    const prevented = { index: 0, request, planned, takenBy: takenBy(planned, member) };
    const known = new Map(this.#read.blocking);
    for (const [id, now] of this.#now) if (now) known.set(id, now);
    const compared = await duplicateResults(this.#table, [prevented], known);
    const today = this.#caller.now.slice(0, 10);
    const result = assessed(draft, compared.get(0) as Duplicate, this.#read.catalog, today);
    if ('refusal' in result) return result;
    return { status: 'identical', connection: result.identical };
  }

  /** A refusal that names connections which are not written yet by their items. */
  #withoutMade(refusal: Refusal): Refusal {
    const { code, extras, cause } = refusal;
    const { existingId, existingIds, ...others } = extras;
    const named = [...(existingIds ?? []), ...(existingId ? [existingId] : [])];
    const made = named.filter((id) => this.#made.has(id));
    if (made.length === 0) return refusal;
    let { message } = refusal;
    for (const id of made) {
      const item = `items[${this.#made.get(id)}]`;
      if (message.includes(id)) message = message.replaceAll(id, item);
      else if (this.#isTogether) message = `${message} (${item})`;
    }
    const existing = existingIds && {
      existingIds: existingIds.filter((id) => !this.#made.has(id)),
    };
    return new Refusal(code, message, { ...others, ...existing }, { cause });
  }
}

const cannotReplace = ({ id }: Connection) =>
  Refusal.at(
    'replace',
    'ValidationFailed',
    `would end ${id}, which another item changes; give it its end there`,
  );
